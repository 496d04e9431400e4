import { describe, expect, it } from 'vitest';
import { bytesSentence, purposeSentence, requestsSentence, stalenessSentence } from '../../../src/lib/content/chart-sentences.ts';
import { askedSentence, costSentences, perEventSentence } from '../../../src/lib/content/cost-sentences.ts';
import { worksheetRace } from '../../../src/lib/content/handout.ts';
import { formatBytes, formatMs, formatSeconds, formatShare, formatTimes } from '../../../src/lib/content/numbers.ts';
import { integrityWords, raceSentence, statusSentence } from '../../../src/lib/content/race.ts';

describe('numbers', () => {
	it.each([
		[0, '0 B'],
		[999, '999 B'],
		[1000, '1.0 kB'],
		[18_240, '18.2 kB'],
		[1_250_000, '1.25 MB']
	])('%d bytes are written %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

	it.each([
		[undefined, '–'],
		[0, '<0.1 ms'],
		[0.049, '<0.1 ms'],
		[0.05, '0.1 ms'],
		[0.42, '0.4 ms'],
		[12.4, '12 ms'],
		[1520, '1.5 s']
	])('%s ms are written %s', (ms, text) => expect(formatMs(ms)).toBe(text));

	it('counts, shares and spans are words a person would use', () => {
		expect([1, 2, 30].map(formatTimes)).toEqual(['once', 'twice', '30 times']);
		expect([0, 0.004, 0.5].map(formatShare)).toEqual(['0 %', '0.4 %', '50 %']);
		expect([9.9, 185].map(formatSeconds)).toEqual(['9 s', '3 min 5 s']);
	});
});

describe('the race in words', () => {
	it('says who asked how often and moved how much', () => {
		expect(
			raceSentence(30.4, 3, [
				{ name: 'short polling', requests: 30, bytes: 18_240, events: 3 },
				{ name: 'WebSocket', requests: 1, bytes: 930, events: 3 }
			])
		).toBe('30 s, 3 events: short polling asked 30 times and moved 18.2 kB; WebSocket asked once and moved 930 B.');
		expect(raceSentence(1, 1, [])).toBe('1 s, 1 event.');
	});

	it('says of what the bytes are, where they are not all', () => {
		const lanes = [{ name: 'SSE', requests: 1, bytes: 600, events: 6 }];
		expect(raceSentence(7, 6, lanes, 'payload')).toBe('7 s, 6 events: SSE asked once and moved 600 B of payload.');
		expect(raceSentence(7, 6, lanes, 'framing')).toBe('7 s, 6 events: SSE asked once and moved 600 B of payload and framing.');
		expect(raceSentence(7, 6, lanes, 'tcp')).toBe('7 s, 6 events: SSE asked once and moved 600 B.');
	});

	it('tells who is behind with its own count, and nobody who never got through', () => {
		expect(
			raceSentence(11, 2230, [
				{ name: 'short polling', requests: 6, bytes: 38_600, events: 2020 },
				{ name: 'long polling', requests: 1, bytes: 500, events: 0 },
				{ name: 'WebSocket', requests: 0, bytes: 0, events: 0 }
			])
		).toBe(
			'11 s, 2,230 events: short polling asked 6 times and moved 38.6 kB for 2,020 of them; long polling asked once and moved 500 B for none of them.'
		);
	});

	it('names what went wrong with a delivery, and nothing else', () => {
		expect(integrityWords({ missed: 0, doubled: 0, outOfOrder: 0 })).toBe('no gap');
		expect(integrityWords({ missed: 2, doubled: 0, outOfOrder: 1 })).toBe('2 missed, 1 out of order');
	});

	const calm = {
		state: 'running',
		isSettled: false,
		events: 38,
		payloads: [3800, 3800],
		silent: [],
		empty: [],
		shutOut: [],
		isRenewed: false,
		hasControls: true,
		lost: 0
	} as const;
	const cut = (back: number, slowestMs: number | undefined, isPast: boolean) => ({ cut: { of: 7, back, slowestMs, isPast } });
	it.each([
		[{}, 'All lanes carry the same events. Cut the line, or pause to compare.'],
		[{ hasControls: false }, 'All lanes carry the same events.'],
		[{ payloads: [3800] }, 'Switch a lane on to compare, or cut the line.'],
		[{ payloads: [3800], hasControls: false }, ''],
		[{ empty: ['WebSocket'] }, 'Nothing has come yet over WebSocket.'],
		[{ state: 'starting' as const }, ''],
		[{ silent: ['WebSocket', 'Socket.IO'] }, 'Not open: WebSocket, Socket.IO.'],
		[{ state: 'paused' as const }, 'Paused; the lanes fetch what they have not yet.'],
		[{ state: 'paused' as const, isSettled: true, events: 0 }, 'Paused before the first event.'],
		[{ state: 'paused' as const, isSettled: true }, 'Paused. Every lane has all 38 events, and the same 3.8 kB of payload.'],
		[
			{ state: 'paused' as const, isSettled: true, events: 1, payloads: [100, 100] },
			'Paused. Every lane has the one event, and the same 100 B of payload.'
		],
		[{ state: 'paused' as const, isSettled: true, payloads: [3800] }, 'Paused. The lane has all 38 events, 3.8 kB of payload.'],
		[
			{ state: 'paused' as const, isSettled: true, ...cut(5, 820, false) },
			'Paused. The line was cut. 5 of 7 lanes are back, the slowest after 820 ms.'
		],
		[
			{ state: 'paused' as const, isSettled: true, shutOut: ['WebSocket'] },
			'Paused. Every lane that opened has all 38 events, and the same 3.8 kB of payload. Not open: WebSocket.'
		],
		[
			{ state: 'paused' as const, isSettled: true, payloads: [3800, 4100, 3900] },
			'Paused. Every lane has all 38 events. Payload differs, 3.8 kB to 4.1 kB: what was on its way to a lane when it was switched off, or cut, has crossed twice.'
		],
		[cut(5, 820, false), 'The line was cut. 5 of 7 lanes are back, the slowest after 820 ms.'],
		[cut(1, 820, false), 'The line was cut. 1 of 7 lanes is back, the slowest after 820 ms.'],
		[cut(7, 820, true), 'The line was cut. 7 of 7 lanes are back, the slowest after 820 ms. Nothing was lost.'],
		[
			{ state: 'paused' as const, isSettled: true, lost: 2 },
			'Paused after event 38. 2 events missed or doubled: the table says in which lane.'
		],
		[{ ...cut(6, 820, true), silent: ['WebSocket'] }, 'The line was cut. 6 of 7 lanes are back, the slowest after 820 ms.'],
		[
			{ ...cut(7, 820, true), silent: ['WebSocket'] },
			'The line was cut. 7 of 7 lanes are back, the slowest after 820 ms. Nothing was lost. Not open: WebSocket.'
		],
		[{ ...cut(0, undefined, false), lost: 1 }, 'The line was cut. 0 of 7 lanes are back. 1 event lost or doubled.']
	])('%o reads: %s', (change, text) => expect(statusSentence({ ...calm, ...change })).toBe(text));
});

describe('the sentence of what a demo cost', () => {
	const cost = { name: 'SSE', isNow: true, seconds: 12, events: 6, history: 4, requests: 1, empty: 0, bytes: 2000 };
	const polling = { ...cost, name: 'short polling', seconds: 60, requests: 60, empty: 55, bytes: 18_000 };
	const socket = { ...cost, name: 'WebSocket', seconds: 42, bytes: 600 };
	it.each([
		[{}, '6 events (4 of them history)'],
		[{ events: 1, history: 1 }, '1 event (history)'],
		[{ history: 0 }, '6 events'],
		[{ events: 0 }, '0 events']
	])('%o reads: %s', (change, text) => {
		expect(costSentences([{ ...cost, ...change }])).toBe(`Over SSE: 12 s, ${text}, 1 request, 2.0 kB.`);
	});

	it('says what ran before what runs now', () => {
		expect(costSentences([cost, { ...socket, isNow: false, history: 0 }])).toBe(
			'Over SSE: 12 s, 6 events (4 of them history), 1 request, 2.0 kB. Before, over WebSocket: 42 s, 6 events, 1 request, 600 B.'
		);
	});

	it('leaves to the chart of requests how often each asked: of many, the extremes', () => {
		expect(askedSentence([])).toBe('Nothing has crossed yet.');
		expect(askedSentence([polling])).toBe('Short polling asked 60 times in 1 min 0 s, 55 times for nothing.');
		expect(askedSentence([cost, polling])).toBe('Short polling asked 60 times in 1 min 0 s, SSE once in 12 s.');
		expect(askedSentence([cost, { ...socket, seconds: 12 }])).toBe('Both asked once in 12 s.');
		expect(askedSentence([cost, polling, socket])).toBe(
			'Most often asked short polling, 60 times in 1 min 0 s; least often WebSocket, once in 42 s.'
		);
	});

	it('leaves to the chart of bytes what an event cost: of many, the extremes', () => {
		expect(perEventSentence([{ ...cost, events: 0 }])).toBe('No event has crossed yet.');
		expect(perEventSentence([cost])).toBe('An event cost 333 B over SSE.');
		expect(perEventSentence([cost, polling])).toBe('An event cost 3.0 kB over short polling, 333 B over SSE.');
		expect(perEventSentence([cost, polling, socket])).toBe(
			'An event cost most, 3.0 kB over short polling, and least, 100 B over WebSocket.'
		);
	});
});

describe('the sentences of the charts', () => {
	it('compare nothing where there is one lane', () => {
		const alone = [lane('sse', 1, 0, 500, 12)];
		expect(requestsSentence(alone)).toBe('SSE asked once.');
		expect(stalenessSentence(alone)).toBe('Half of the events arrive within 12 ms over SSE.');
	});

	const tally = (head: number, payload: number) => ({ head, payload, framing: 0, heartbeat: 0, total: head + payload });
	const lane = (technique: 'polling' | 'sse' | 'websocket', requests: number, empty: number, head: number, p50: number | undefined) => ({
		technique,
		reading: { received: 1, p50, ledger: { requests, empty, up: tally(head, 0), down: tally(0, 100) } }
	});
	const lanes = [lane('polling', 30, 27, 9900, 500), lane('sse', 1, 0, 100, 2)];

	it('leave out a lane of which nothing has crossed', () => {
		const shut = lane('websocket', 0, 0, 0, undefined);
		const none = { ...shut, reading: { ...shut.reading, ledger: { ...shut.reading.ledger, down: tally(0, 0) } } };
		expect(requestsSentence([...lanes, none])).toBe(requestsSentence(lanes));
		expect(purposeSentence([...lanes, none])).toBe(purposeSentence(lanes));
	});

	it('compare the extremes', () => {
		expect(requestsSentence(lanes)).toBe('Short polling asked most: 30 times, 27 times for nothing. SSE asked once.');
		expect(bytesSentence(lanes, ({ reading }) => reading.ledger.up.total + 100)).toBe(
			'Short polling moved most: 10.0 kB, 50 times as much as SSE.'
		);
		expect(purposeSentence(lanes)).toBe('Of what SSE moves, 50 % is payload; of what short polling moves, 1.0 %.');
		expect(stalenessSentence(lanes)).toBe('Half of the events reach SSE within 2.0 ms, and short polling within 500 ms.');
	});

	it('answer the worksheet of the Race: of the lanes that ran alone, with their figures', () => {
		const told = worksheetRace(lanes).map(({ question, answer }) => `${question} ${answer}`);
		expect(told.join(' ')).not.toMatch(/long polling|conditional|fetch stream|websocket|socket\.io/i);
		expect(told[0]).toContain('for nothing? Short polling asked most: 30 times, 27 times for nothing. SSE asked once.');
		expect(told[1]).toMatch(/only once\? .*\? Server-Sent Events: the one answer/);
		expect(told[3]).toContain('and short polling within 500 ms. A poller’s');
		const polled = worksheetRace(lanes.slice(0, 1)).map(({ question }) => question);
		expect([polled.length, polled.join(' ')]).toEqual([4, expect.not.stringContaining('only once')]);
	});

	it('say of equals that they are', () => {
		const equals = [lane('polling', 1, 0, 9900, 500), lane('sse', 1, 0, 9900, 500)];
		expect(requestsSentence(equals)).toBe('Both asked once each.');
		expect(bytesSentence(equals, () => 1234)).toBe('Both moved about as much: 1.2 kB each.');
		expect(bytesSentence([...equals, ...equals], () => 0)).toBe('Nothing has crossed yet.');
		expect(bytesSentence(lanes, ({ technique }) => (technique === 'sse' ? 0 : 700))).toBe('Short polling moved most: 700 B, SSE none.');
	});

	it('say so when nothing but envelopes has crossed', () => {
		const envelopes = lanes.map((each) => ({
			...each,
			reading: { ...each.reading, ledger: { ...each.reading.ledger, down: tally(300, 0) } }
		}));
		expect(purposeSentence(envelopes)).toBe('No payload has crossed yet: all of it is what surrounds it.');
	});

	it('say so when there is nothing to compare yet', () => {
		expect(requestsSentence([])).toBe('Nothing has crossed yet.');
		expect(stalenessSentence([lane('sse', 1, 0, 1, undefined)])).toBe('No event has arrived yet.');
	});

	it('say so when all that came is older than the page', () => {
		const [silent, caughtUp] = [lane('polling', 1, 0, 1, undefined), lane('sse', 1, 0, 1, undefined)];
		const told = { ...caughtUp, reading: { ...caughtUp.reading, last: { id: 'a-1', at: 0, type: 'frame', data: {} } } };
		expect(stalenessSentence([silent, told])).toBe('What came so far was history; staleness is measured of what is new.');
		expect(stalenessSentence([told, lane('sse', 1, 0, 1, 12)])).toBe('Half of the events arrive within 12 ms over SSE.');
	});
});
