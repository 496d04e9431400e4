import { describe, expect, it } from 'vitest';
import { KEPT, chatFold } from '#lib/demos/chat/fold.ts';
import type { Chat } from '#lib/demos/chat/fold.ts';
import { rowsOf, typists, withoutHoles } from '#lib/demos/chat/rows.ts';
import { CHAT_TEXT } from '#lib/demos/chat/texts.ts';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';

const ADA = 'a'.repeat(12);
const GRACE = 'g'.repeat(12);
const ALAN = 'l'.repeat(12);

const event = (seq: number, type: string, data: unknown): FeedEvent => ({ id: eventId('e', seq), at: 1000 * seq, type, data });
const say = (seq: number, by: string, text: string, n?: string) => event(seq, 'message', { by, text, ...(n && { n }) });
const see = (seq: number, by: string, upTo: number) => event(seq, 'seen', { by, id: eventId('e', upTo) });
const fold = (events: readonly FeedEvent[], from: Chat = chatFold.initial()) =>
	events.reduce((chat, next) => chatFold.apply(chat, next), from);

describe('a chat', () => {
	it('holds messages in the order of the log', () => {
		const { messages } = fold([say(2, ADA, 'hello'), say(4, GRACE, 'hello back')]);
		expect(messages.map(({ by, text, at }) => [by, text, at])).toEqual([
			[ADA, 'hello', 2000],
			[GRACE, 'hello back', 4000]
		]);
	});

	it('knows whether it was heard from the beginning', () => {
		expect(fold([say(7, ADA, 'late')]).isWhole).toBe(false);
		expect(fold([event(1, 'opened', {}), say(2, ADA, 'first')]).isWhole).toBe(true);
	});

	it('keeps the newest and counts all', () => {
		const chat = fold(Array.from({ length: KEPT + 3 }, (_, i) => say(i + 1, ADA, `m${i}`)));
		expect([chat.messages.length, chat.heard, chat.messages[0]?.text]).toEqual([KEPT, KEPT + 3, 'm3']);
	});

	it('a message ends its author’s typing, and nobody else’s', () => {
		const chat = fold([event(1, 'typing', { by: ADA }), event(2, 'typing', { by: GRACE }), say(3, ADA, 'done')]);
		expect([...chat.typing]).toEqual([[GRACE, 2000]]);
	});

	it('who has seen a message has seen all before it, not after it, and not one’s own', () => {
		const chat = fold([say(1, ADA, 'one'), say(2, GRACE, 'two'), say(3, ADA, 'three'), say(4, ADA, 'four'), see(5, GRACE, 3)]);
		expect(chat.messages.map(({ seen }) => seen)).toEqual([[{ by: GRACE, at: 5000 }], [], [{ by: GRACE, at: 5000 }], []]);
	});

	it('keeps when each of the others saw it first, whatever they repeat', () => {
		const chat = fold([say(1, ADA, 'one'), see(2, GRACE, 1), see(3, ALAN, 1), see(4, GRACE, 1), see(5, GRACE, 0)]);
		expect(chat.messages[0]?.seen).toEqual([
			{ by: GRACE, at: 2000 },
			{ by: ALAN, at: 3000 }
		]);
	});

	it('dates no sight of a message where an earlier sign of it may have been replaced', () => {
		const before = [say(1, ADA, 'one'), say(2, ADA, 'two')];
		const live = fold([...before, see(3, GRACE, 2), say(4, ADA, 'three'), see(5, GRACE, 4)]);
		expect(live.messages.map(({ seen }) => seen[0]?.at)).toEqual([3000, 3000, 5000]);
		const later = fold([...before, say(4, ADA, 'three'), see(5, GRACE, 4)]);
		expect(later.messages.map(({ seen }) => seen)).toEqual([
			[{ by: GRACE, at: undefined }],
			[{ by: GRACE, at: undefined }],
			[{ by: GRACE, at: 5000 }]
		]);
	});

	it('nobody sees what is not there yet, nor in another log', () => {
		const future = fold([say(1, ADA, 'one'), see(2, GRACE, 999), say(3, ADA, 'two')]);
		expect(future.messages.map(({ seen }) => seen.length)).toEqual([1, 0]);
		const other = fold([say(1, ADA, 'one'), event(2, 'seen', { by: GRACE, id: 'other-1' })]);
		expect(other.messages[0]?.seen).toEqual([]);
	});

	it.each([
		['a text that is too long', 'message', { by: ADA, text: 'x'.repeat(501) }],
		['an empty text', 'message', { by: ADA, text: ' ' }],
		['no text', 'message', { by: ADA, text: 7 }],
		['no author', 'message', { text: 'hello' }],
		['nothing', 'message', null],
		['a list', 'message', []],
		['seen without an id', 'seen', { by: ADA, id: 'what' }],
		['typing of nobody', 'typing', { by: '<b>' }],
		['an unknown type', 'shout', { by: ADA, text: 'hello' }],
		['a name of Object', 'constructor', {}],
		['a reset', 'reset', { reason: 'too-old', oldest: 'e-1', newest: 'e-2' }]
	])('takes no notice of %s', (_, type, data) => {
		const chat = fold([say(1, ADA, 'one')]);
		expect(chatFold.apply(chat, event(2, type, data))).toEqual({ ...chat, unbroken: { from: 0, to: 2 } });
	});

	it('takes 500 characters, as letters and as emoji', () => {
		expect(fold([say(1, ADA, 'x'.repeat(500)), say(2, ADA, '🙂'.repeat(500))]).heard).toBe(2);
	});
});

describe('what a seat shows', () => {
	it('puts what is on its way after what the log holds', () => {
		const { messages } = fold([say(1, GRACE, 'one'), say(2, ADA, 'two', 'k2')]);
		const pending = [{ key: 'k3', type: 'message', data: { text: 'three' }, state: 'sent' as const }];
		expect(rowsOf(messages, pending, [ADA], true).map(({ key, isOwn, state }) => [key, isOwn, state])).toEqual([
			['e-1', false, 'stored'],
			['k2', true, 'stored'],
			['k3', true, 'sent']
		]);
	});

	it('says of a message that has not left that it waits: for the line, or for the one before it', () => {
		const pending = (['refused', 'sent', 'sent'] as const).map((state, n) => ({
			key: `k${n}`,
			type: 'message',
			data: { text: 'x' },
			state
		}));
		const states = (canSend: boolean) => rowsOf([], pending, [ADA], canSend).map(({ state }) => state);
		expect(states(true)).toEqual(['refused', 'sent', 'waiting']);
		expect(states(false)).toEqual(['refused', 'waiting', 'waiting']);
	});

	it.each([
		['one\ntwo', 'one\ntwo'],
		['one\n\ntwo', 'one\n\ntwo'],
		[`one${'\n'.repeat(10)}two`, 'one\n\ntwo'],
		['one\n \n\t\n\u3000\n  two', 'one\n\n  two'],
		['one\n\u200b\n\u200e\n\u2800\ntwo', 'one\n\ntwo']
	])('shows at most one empty line at a time: %j', (text, shown) => {
		expect(withoutHoles(text)).toBe(shown);
	});

	it('how many have seen a message and after how long are not read as one number', () => {
		expect([1, 2].map((count) => `${CHAT_TEXT.seenBy(count)} 636 ms`)).toEqual(['seen 636 ms', 'seen by 2 · 636 ms']);
	});

	it('takes nobody else’s message for its own, whatever key it says', () => {
		const { messages } = fold([say(1, GRACE, 'one', 'k1')]);
		expect(rowsOf(messages, [], [ADA], true)[0]).toMatchObject({ key: 'e-1', isOwn: false });
	});

	it('names an author once for what was said together', () => {
		const { messages } = fold([say(1, ADA, 'a'), say(2, ADA, 'b'), say(3, GRACE, 'c'), say(300, GRACE, 'd')]);
		expect(rowsOf(messages, [], [], true).map(({ isNext }) => isNext)).toEqual([false, true, false, false]);
	});

	it('a sign of typing fades after three seconds, and one’s own is not shown', () => {
		const typing = new Map([
			[ADA, 1000],
			[GRACE, 2000]
		]);
		expect(typists(typing, [], 3999)).toEqual([ADA, GRACE]);
		expect(typists(typing, [], 4000)).toEqual([GRACE]);
		expect(typists(typing, [GRACE], 4000)).toEqual([]);
	});
});
