/** The texts that all demos share. */
export const DEMO_TEXT = {
	title: 'The Demos',
	lead: 'Eight real uses. Each opens on the technique that suits it and runs over every other: switch, and find out why.',
	experiments: 'Try this',
	right: 'When it is right',
	wrong: 'When it is not',
	see: 'You should see:',
	measured: 'What it cost',
	starting: 'Opening the line…',
	noScript:
		'A demo needs JavaScript: it opens real connections from your browser. Its feeds can be followed with curl; the README says how.',
	noWebSocket:
		'WebSocket does not get through here (a proxy, a firewall or a policy). Over Server-Sent Events this runs: choose it at the seat.',
	stuck:
		'A line does not open: the server may be full, or something on the way does not let this technique through. It is tried again by itself; another technique may get through.',
	cut: 'The server closes every connection of every seat, and each new one for six seconds.',
	cutButton: (seconds: number) => (seconds > 0 ? `Mend the line (${seconds} s)` : 'Cut the line'),
	invite: 'Invite: who opens this link takes a seat in this room.',
	inviteFromTwo: 'Invite: who opens this link takes a seat in this room. The address of this page takes two.',
	copied: 'Copied.',
	newRoom: 'Open a new room',
	lost: 'The room is gone: the server started anew, or nobody was in it for two hours. Below stands its last state, with what you wrote. Go on in a new room; who was here with you needs its link.',
	tryAgain: 'Try again',
	asked: (times: number) => (times > 0 ? `Asked again ${times === 1 ? 'once' : `${times} times`}.` : ''),
	whatThereIs: 'This is what there is:'
} as const;

/** Sentences for what may go wrong, by the problem's code; what is not in it says what the server said. */
export const DEMO_PROBLEMS: Readonly<Record<string, string>> = {
	'room-gone':
		'There is no such room: its code is mistyped, nobody was in it for two hours, or the server started anew. Ask for the link again, or open a new one.',
	'room-full':
		'This room is full: sixty people at most. This page asks again every few seconds for ten minutes; or open a room of your own.',
	'too-fast': 'That was too much at once. Wait a moment and go on.',
	full: 'The server is full. Try again in a minute.',
	'': 'The server does not answer. Trying again…'
};
