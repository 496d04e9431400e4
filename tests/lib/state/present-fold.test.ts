import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { NO_PRESENTATION, foldPresentation } from '#lib/state/present-fold.ts';

const DRIVER = 'aaaaaaaaaaaa';
const STATE = { by: DRIVER, page: '/', query: 'present=1', isBlank: false, isPaused: false, cuts: 0 };
let seq = 0;
const event = (type: string, data: unknown): FeedEvent => ({ id: `e-${++seq}`, at: seq, type, data });
const fold = (...events: FeedEvent[]) => events.reduce(foldPresentation, NO_PRESENTATION);

describe('a presentation, folded', () => {
	it('is what the presenter said last', () => {
		const { state } = fold(event('state', STATE), event('state', { ...STATE, page: '/demos/chat', isBlank: true }));
		expect(state).toMatchObject({ page: '/demos/chat', isBlank: true });
	});

	it.each([
		['a page of another site', { ...STATE, page: '//evil.example' }],
		['a page that is not presented', { ...STATE, page: '/sessions' }],
		['half a state', { by: DRIVER, page: '/' }],
		['nothing', null],
		['text', 'state'],
		['a list', [STATE]]
	])('does not go by %s', (_, data) => {
		expect(fold(event('state', STATE), event('state', data)).state).toEqual(STATE);
	});

	it('is over when the driver leaves, and not when anybody else does', () => {
		const here = (by: string, left?: true) => event('here', { by, name: 'x', ...(left && { left }) });
		const before = [event('driver', { by: DRIVER }), here(DRIVER), here('bbbbbbbbbbbb')];
		expect(fold(...before, here('bbbbbbbbbbbb', true)).isOver).toBe(false);
		expect(fold(...before, here(DRIVER, true)).isOver).toBe(true);
	});

	it('knows whether the presenter’s page has told its state since a remote asked for something', () => {
		const command = event('command', { by: DRIVER, do: 'next' });
		expect(fold(event('state', STATE)).isAnswered).toBe(true);
		expect(fold(event('state', STATE), command, event('here', { by: DRIVER, name: 'x' })).isAnswered).toBe(false);
		expect(fold(command, event('state', STATE)).isAnswered).toBe(true);
	});

	it('keeps showing what it showed while a lost log is read again', () => {
		const after = fold(event('state', STATE), event('reset', { reason: 'other-epoch', oldest: 'e-1', newest: 'e-1' }));
		expect(after).toEqual({ ...NO_PRESENTATION, state: STATE });
	});
});
