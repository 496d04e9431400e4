/** What stands around the posts. */
export const NEWS_TEXT = {
	title: 'Headline',
	text: 'Text, if there is more to say',
	post: 'Post',
	again: 'Send again',
	takeBack: 'Take back',
	letGo: 'Let it go',
	notFree: 'There is another post in the fields: send that first, or empty them.'
} as const;
