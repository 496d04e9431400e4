/** A seventh HTTP/1.1 connection waits without a word: after so long its reader hears why, ms. */
export const LATE_MS = 5000;

/** The texts of an embed. */
export const EMBED_TEXT = {
	run: 'Run it here',
	loading: 'Opening…',
	still: (title: string, date: string) => `${title}: a real run of ${date}, as a still picture. Nothing runs before you click.`,
	/** Behind it, where the address asks for something else. */
	otherSettings: 'The picture was taken with other settings.',
	full: (title: string) => `On the Wire: ${title}, the full page with these settings`,
	noScript: 'Script is off in this frame: it stays a picture. The full page says what works without script.',
	/** What a frame says where there is no embed. */
	none: 'There is no embed of that name.',
	broken: 'This embed cannot be shown just now.',
	site: 'On the Wire',
	notLoaded: 'The script did not load: this page, a filter or the network keeps it away. The full page is below.',
	again: 'Try again',
	late: 'Nothing has come yet. A browser opens six HTTP/1.1 connections to a site, and other embeds or tabs of this one may hold them all: pause one of those or close it, and this goes on by itself. Or the network is slow.',
	resting: 'Resting while nobody looks: its connections are closed.',
	paused: 'The page that holds this has paused it: its connections are closed.',
	goOn: 'Go on',
	crowded: {
		title: 'Other embeds in this browser use the connections.',
		body: 'A browser opens six HTTP/1.1 connections to a host. Embeds share three of them, so that other tabs of this site still load.',
		button: 'Run it here instead'
	},
	stopped: {
		title: 'Stopped after ten minutes.',
		body: 'An embed does not run for ever on somebody’s battery. The figures below stand.',
		button: 'Go on'
	},
	/** Why an embed cannot see the others. */
	alone: {
		sandboxed: 'This frame is sandboxed and cannot see other embeds',
		blocked: 'The browser blocks the storage of this frame, so that it cannot see other embeds',
		mute: 'This browser has neither Web Locks nor BroadcastChannel here, so that embeds cannot see each other'
	},
	aloneRace:
		': it keeps to one HTTP connection that stays open. Long polling, SSE and streaming fetch take turns; WebSocket has a pool of its own, and Socket.IO begins with it.',
	aloneDemo: ': it keeps to one HTTP connection that stays open. A second seat would take WebSocket, which has a pool of its own.'
} as const;

/** A day in words, from `2026-11-22`. */
export function formatDay(day: string): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, date));
}
