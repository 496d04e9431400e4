/** The texts of the dialog that shares a page. */
export const SHARE_TEXT = {
	title: 'Share this page',
	link: 'Link, with every setting',
	shortLink: 'Short link, the one in the code: what is at its default is left out',
	room: 'Your room is not in it: for that there is the invite link below the seats.',
	qr: 'QR code of the link',
	large: 'Show it large',
	small: 'Smaller',
	embed: 'Embed it',
	view: 'Show',
	views: { demo: 'what runs', charts: 'what it costs', both: 'both' },
	still: 'A still picture until somebody clicks it; nothing connects before that. This is how it looks:',
	iframe: 'A frame of a fixed height, for any site',
	iframeWithHeight: 'A frame that becomes as high as it needs to be',
	element: 'An element of its own, for a site that allows our script (1 kB)',
	url: 'The plain address, alone on a line, where the host knows oEmbed (WordPress, Ghost, Discourse)',
	markdown: 'Markdown without oEmbed: a picture of a real run that links here',
	reproduce: 'Reproduce it',
	settings: 'The settings as JSON',
	print: 'Print it',
	handout: 'Handout',
	worksheet: 'Worksheet',
	printing:
		'A handout has the explanation, the charts and figures of this run, the link and its code. A worksheet leaves the figures blank; its answer key follows on pages of its own.',
	close: 'Close'
} as const;
