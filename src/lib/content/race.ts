import { formatBytes, formatCount, formatMs, formatNoun, formatSeconds, formatTimes } from './numbers.ts';
import { TITLES } from './titles.ts';

/** The texts of the Race. */
export const RACE_TEXT = {
	title: TITLES.race,
	lead: 'Seven ways to hear from a server, carrying the same events at the same moments, for real. Each byte is counted at the server’s socket; a packet capture shows the same.',
	counts: {
		payload: { label: 'payload', hint: 'Only the JSON of the events’ data. It is the same in every lane.' },
		framing: {
			label: '+ framing',
			hint: 'Payload, and what wraps it: chunk sizes, field names, frame headers, the JSON around polled events, heartbeats.'
		},
		head: {
			label: '+ HTTP heads',
			hint: 'Payload, framing, and start lines and headers, both ways. This is the whole TCP payload, as a capture sees it.'
		},
		tcp: { label: '+ TCP/IP', hint: 'All of that, and an estimate of TCP and IP: 52 bytes a segment and ACK on Ethernet, without TLS.' }
	},
	settings: ({ rate, size, interval }: { rate: number; size: number; interval: number }) =>
		`${formatNoun(rate, 'event')}/s of ${size} B, polled every ${interval} s`,
	wire: 'On a wire this browser is at the left, the server at the right: what goes up runs above the line, what comes down below it. A full dot carries an event, a hollow one carries none, a tick is a heartbeat. The larger a dot, the more bytes. Where motion is reduced, counts stand for the dots.',
	cut: 'The server closes every connection of every lane at the same moment.',
	estimate:
		'MODEL: 52 bytes (20 IPv4 + 20 TCP + 12 timestamps) for each segment of up to 1448 bytes and for the ACK of each segment down; 380 bytes to open and close a connection.',
	tlsEstimate: 'TLS, were it there: 22 bytes (5 header + 1 type + 16 tag) a segment as one TLS 1.3 record, without the handshake.',
	connections: {
		about: 'HTTP/1.1 gives a page six connections to one host. WebSockets have a pool of their own.'
	},
	elsewhere: {
		title: 'A race is running in another tab.',
		body: 'This browser opens six HTTP/1.1 connections to a host, for all its tabs together. Two races would need more, and requests would wait where nothing shows it. So this one waits.',
		button: 'Run it here instead',
		freeTitle: 'No race is running in another tab any more.',
		freeButton: 'Run it here'
	},
	failed: 'The server does not answer. Trying again…',
	starting: 'Opening the lanes…',
	lastLane: 'One lane stays on.',
	laneKey: 'The key that switches it',
	seed: 'A whole number from 0 to 4,294,967,295.',
	askedSocketIo: {
		default: 'Socket.IO stays with polling.',
		websocket: 'So does the lane of Socket.IO, which was told to begin with WebSocket.'
	},
	asked:
		'WebSocket does not get through here (a proxy, a firewall or a policy). The WebSocket lane stays empty; all others run. Readings are asked for once a second, so the dots on the wire rest.',
	none: 'The server does not answer at the moment. Figures stand still; the lanes try to come back by themselves.',
	table: 'Every number',
	seven: 'The seven',
	live: 'LIVE: measured now, at the server’s sockets.'
} as const;

/** What the page says without a script; apart, so that its script need not bring it. */
export const NO_SCRIPT = {
	title: 'The Race needs JavaScript.',
	body: 'It opens real connections from your browser, and only a script can do that. What works without it: every technique can be followed with curl. This one is Server-Sent Events, live:'
} as const;

/** What the live sentence is made of. */
export interface LaneInSentence {
	readonly name: string;
	readonly requests: number;
	readonly bytes: number;
	/** Events that it has. */
	readonly events: number;
}

/** What bytes are called that are not all that crossed. */
const BYTES_OF: Readonly<Record<string, string>> = { payload: ' of payload', framing: ' of payload and framing' };

/** From this share on a lane has what all have: the last event or two are on their way. */
const NEARLY_ALL = 0.95;

/**
 * The race in words: "30 s, 3 events: short polling asked 30 times and moved 18.2 kB for 2 of them; WebSocket asked once and moved
 * 900 B." Who is behind is told with its own count, so that nobody compares what is not equal; a lane that never got through is not told.
 */
export function raceSentence(seconds: number, events: number, lanes: readonly LaneInSentence[], count = 'head'): string {
	const said = lanes
		.filter(({ requests }) => requests > 0)
		.map(({ name, requests, bytes, events: own }) => {
			const behind = own < events * NEARLY_ALL ? ` for ${own === 0 ? 'none' : formatCount(own)} of them` : '';
			return `${name} asked ${formatTimes(requests)} and moved ${formatBytes(bytes)}${BYTES_OF[count] ?? ''}${behind}`;
		});
	return `${formatSeconds(seconds)}, ${formatNoun(events, 'event')}${said.length > 0 ? ': ' : ''}${said.join('; ')}.`;
}

/** Of what has come nothing is missing, doubled or out of order; what has not come yet is another matter. */
export const NO_GAP = 'no gap';

/** What the integrity of a lane is called. */
export function integrityWords(counts: { missed: number; doubled: number; outOfOrder: number }): string {
	const { missed, doubled, outOfOrder } = counts;
	if (missed + doubled + outOfOrder === 0) return NO_GAP;
	return [missed > 0 && `${missed} missed`, doubled > 0 && `${doubled} doubled`, outOfOrder > 0 && `${outOfOrder} out of order`]
		.filter(Boolean)
		.join(', ');
}

/** What a status line is made of. */
export interface RaceStatus {
	readonly state: 'starting' | 'running' | 'paused' | 'elsewhere' | 'failed';
	/** Paused, and every lane that ever opened has every event. */
	readonly isSettled: boolean;
	readonly events: number;
	/** Payload that each lane carried, bytes. */
	readonly payloads: readonly number[];
	/** The names of lanes that are on and not open. */
	readonly silent: readonly string[];
	/** The names of lanes that are on and have carried nothing for longer than they should. */
	readonly empty: readonly string[];
	/** Whether there are buttons to pause and to cut the line. */
	readonly hasControls: boolean;
	/** The names of those that are not open and never were. */
	readonly shutOut: readonly string[];
	readonly cut?: {
		/** Lanes that were cut, of those that are on. */
		readonly of: number;
		/** Lanes that carried something again, and how long the slowest of them took, ms. */
		readonly back: number;
		readonly slowestMs: number | undefined;
		/** Whether every lane is past what was sent before the cut. */
		readonly isPast: boolean;
	};
	/** Whether it began anew by itself just now. */
	readonly isRenewed: boolean;
	/** Events missed, doubled or out of order in all lanes. */
	readonly lost: number;
}

/** How the race stands, in one line; nothing before it runs. */
export function statusSentence(status: RaceStatus): string {
	const { state, isSettled, events, payloads, silent, empty, shutOut, cut, lost, hasControls } = status;
	if (state === 'paused' && cut && cut.back < cut.of) return `Paused. ${cutSentence(lost, cut)}`;
	if (isSettled && lost > 0)
		return `Paused after event ${events}. ${formatNoun(lost, 'event')} missed or doubled: the table says in which lane.`;
	if (isSettled && events === 0) return 'Paused before the first event.';
	const others = shutOut.length > 0 ? ` Not open: ${shutOut.join(', ')}.` : '';
	const which = payloads.length === 1 ? 'The lane' : others ? 'Every lane that opened' : 'Every lane';
	const all = events === 1 ? 'the one event' : `all ${formatNoun(events, 'event')}`;
	if (isSettled) return `Paused. ${which} has ${all}${payloadWords(payloads)}${others}`;
	if (state === 'paused') return 'Paused; the lanes fetch what they have not yet.';
	if (state !== 'running') return '';
	const notOpen = silent.length > 0 ? `Not open: ${silent.join(', ')}.` : '';
	// While lanes come back, each row says how it stands; what is silent then was so before, or is so again.
	if (cut) return [cutSentence(lost, cut), cut.back < cut.of ? '' : notOpen].filter(Boolean).join(' ');
	if (status.isRenewed)
		return 'The server forgot the race that ran here: it restarted, or nobody was here for a minute. This is a new one.';
	if (notOpen) return notOpen;
	if (empty.length > 0) return `Nothing has come yet over ${empty.join(', ')}.`;
	if (payloads.length === 1) return hasControls ? 'Switch a lane on to compare, or cut the line.' : '';
	return `All lanes carry the same events.${hasControls ? ' Cut the line, or pause to compare.' : ''}`;
}

/** What was on its way to a lane when it was switched off, or cut, crosses again. */
function payloadWords(payloads: readonly number[]): string {
	const [least, most] = [Math.min(...payloads), Math.max(...payloads)];
	if (payloads.length === 1) return `, ${formatBytes(least)} of payload.`;
	if (least === most) return `, and the same ${formatBytes(least)} of payload.`;
	return `. Payload differs, ${formatBytes(least)} to ${formatBytes(most)}: what was on its way to a lane when it was switched off, or cut, has crossed twice.`;
}

function cutSentence(lost: number, { of, back, slowestMs, isPast }: NonNullable<RaceStatus['cut']>): string {
	const slowest = slowestMs === undefined ? '' : `, the slowest after ${formatMs(slowestMs)}`;
	const outcome = lost > 0 ? ` ${formatNoun(lost, 'event')} lost or doubled.` : isPast && back === of ? ' Nothing was lost.' : '';
	const are = of === 1 ? 'lane is' : back === 1 ? 'lanes is' : 'lanes are';
	return `The line was cut. ${back} of ${of} ${are} back${slowest}.${outcome}`;
}
