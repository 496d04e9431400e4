import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../../src/server/config.ts';
import { ask, createSession, newRoom } from '../../support/raw-ask.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* What does not fit is told in sentences that a person understands: no pattern, no sign of the schema's language. */
let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

const detailOf = (text: string) => (JSON.parse(text) as { detail: string }).detail;

it.each([
	[{ settings: { rate: '5' } }, '"settings.rate" must be a number, and is "5".'],
	[{ settings: { rate: 0 } }, '"settings.rate" must be at least 0.1, and is 0.'],
	[{ settings: { size: 1e9 } }, '"settings.size" must be at most 8000, and is 1000000000.'],
	[{ settings: { size: 100.5 } }, '"settings.size" must be a whole number, and is 100.5.'],
	[{ settings: { paused: null } }, '"settings.paused" must be true or false, and is null.'],
	[{ settings: 5 }, '"settings" must be an object, and is 5.'],
	[{ settings: [] }, '"settings" must be an object, not an array.'],
	[{ settings: { rate: 'x'.repeat(500) } }, `"settings.rate" must be a number, and is "${'x'.repeat(39)}….`],
	[{ settings: { rat: 5 } }, 'There is no "settings.rat" here: leave it out.'],
	[5, 'The body must be an object, and is 5.']
])('a session of %j is refused with what it must be', async (body, sentence) => {
	expect(detailOf((await ask(server, 'POST', '/sessions', { body })).text)).toBe(sentence);
});

it('frames of a rendering that are no whole number are told to be one', async () => {
	const { id } = await createSession(server);
	const body = { key: 'k', session: id, frames: 8.5 };
	expect(detailOf((await ask(server, 'POST', '/jobs', { body })).text)).toBe('"frames" must be a whole number, and is 8.5.');
});

it.each([
	[{ type: 'Say!', data: 1, key: 'k' }, '"type" must be a name of 1 to 32 small letters, digits and -, with a letter first.'],
	[{ type: 'reset', data: 1, key: 'k' }, '"type" must be something else than "reset".'],
	[{ type: 'say', data: 1, key: '' }, '"key" must be a key of 1 to 64 letters, digits, - and _.'],
	[{ type: 'say', data: 1 }, '"key" is missing.'],
	[{ type: {}, data: 1, key: 'k' }, '"type" must be a text, and is an object.']
])('an event of %j is refused with what it must be', async (body, sentence) => {
	expect(detailOf((await ask(server, 'POST', `/live/${newRoom()}`, { body })).text)).toBe(sentence);
});

it.each([
	[{ faults: { cut: 'now' } }, '"faults.cut" must be true or a number, and is "now".'],
	[{ faults: { cut: 61 } }, '"faults.cut" must be at most 60, and is 61.'],
	[{ faults: {} }, '"faults" must be an object that is not empty.'],
	[{}, 'The body must be an object that is not empty.']
])('a change of %j is refused with what it must be', async (body, sentence) => {
	const { id } = await createSession(server);
	expect(detailOf((await ask(server, 'PATCH', `/sessions/${id}`, { body })).text)).toBe(sentence);
});

it('a room of a kind that there is not is refused with those that there are', async () => {
	const { text } = await ask(server, 'POST', '/rooms', { body: { kind: 'party' } });
	expect(detailOf(text)).toMatch(/^"kind" must be one of "\w+"(, "\w+")+, and is "party"\.$/);
});

it.each([
	['PORT', '99999', 'a port, 0 to 65535'],
	['PORT', 'x', 'a port, 0 to 65535'],
	['MAX_STREAMS', '-1', 'a whole number'],
	['MAX_JOBS', '0', 'a whole number from 1 on'],
	['PUBLIC_ORIGIN', 'wire.example', 'an origin such as https://wire.example'],
	['LOG_LEVEL', 'loud', 'one of "silent", "fatal", "error", "warn", "info", "debug", "trace"']
])('%s=%s is refused with what it must be', (name, value, what) => {
	expect(() => readConfig({ [name]: value })).toThrow(new RangeError(`${name}="${value}" is not allowed: it must be ${what}.`));
});
