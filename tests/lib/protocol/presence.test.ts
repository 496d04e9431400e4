import { describe, expect, it } from 'vitest';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { foldMembers, presentMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { GONE_MS, HERE } from '#lib/protocol/rooms/room.ts';

const START = 1_800_000_000_000;
let seq = 0;
const event = (type: string, data: unknown, afterMs = 0): FeedEvent => ({ id: eventId('e', ++seq), at: START + afterMs, type, data });
const here = (by: string, name: string, afterMs = 0) => event(HERE, { by, name }, afterMs);
const fold = (...events: readonly FeedEvent[]) => events.reduce<Members>(foldMembers, new Map());
const names = (members: Members, afterMs = 0) => presentMembers(members, START + afterMs).map(({ name }) => name);

describe('the members of a room', () => {
	it('are there in the order in which they came, each once, by the name they said last', () => {
		expect(names(fold(here('a', 'Ada'), here('b', 'Bob'), here('a', 'Ada L.')))).toEqual(['Ada L.', 'Bob']);
	});

	it('are gone after a silence, and not before', () => {
		const members = fold(here('a', 'Ada'), here('b', 'Bob', 10_000));
		expect(names(members, GONE_MS - 1)).toEqual(['Ada', 'Bob']);
		expect(names(members, GONE_MS)).toEqual(['Bob']);
		expect(names(members, GONE_MS + 10_000)).toEqual([]);
	});

	it('are there for as long as they say anything at all', () => {
		const members = fold(here('a', 'Ada'), event('message', { by: 'a', text: 'hello' }, GONE_MS - 1));
		expect(presentMembers(members, START + GONE_MS + 1)).toMatchObject([{ id: 'a', name: 'Ada', seenAt: START + GONE_MS - 1 }]);
	});

	it('are gone at once when they say that they leave, and back when they say that they are', () => {
		const left = fold(here('a', 'Ada'), event(HERE, { by: 'a', name: 'Ada', left: true }));
		expect(names(left)).toEqual([]);
		expect(left.get('a')?.hasLeft).toBe(true);
		expect(names(foldMembers(left, here('a', 'Ada')))).toEqual(['Ada']);
		expect(names(foldMembers(left, event('message', { by: 'a', text: 'late' })))).toEqual(['Ada']);
	});

	it('are none that never said who they are', () => {
		for (const data of [{ by: 'x', text: 'hello' }, {}, null, undefined, 'by', 7, []]) expect(fold(event('message', data)).size).toBe(0);
		for (const data of [{}, null, undefined, 'by', 7, []]) expect(fold(event(HERE, data)).size).toBe(0);
	});

	it('stay as they were for who keeps an earlier state', () => {
		const before = fold(here('a', 'Ada'));
		foldMembers(before, here('b', 'Bob'));
		expect(names(before)).toEqual(['Ada']);
	});
});
