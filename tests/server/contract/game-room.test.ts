import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { ask, askJson, expectProblem } from '../../support/raw-ask.ts';
import type { Answer } from '../../support/raw-ask.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer({ PUBLISHES_PER_SECOND: '10000', NEW_ROOMS_PER_SECOND: '1000' })));
afterAll(() => server.close());

/** A place in a game of one's own, and what its room holds. */
async function enterGame() {
	const { room } = await askJson<{ room: string }>(server, 'POST', '/rooms', { body: { kind: 'game' } });
	const { member: by, key: member } = await askJson<{ member: string; key: string }>(server, 'POST', `/rooms/${room}/members`, {
		body: { name: 'Ada' }
	});
	let count = 0;
	const path = `/live/${room}?member=${member}`;
	return {
		by,
		/** `data` as JSON, so that a test can write what no number is. */
		say: (type: string, data: string) =>
			ask(server, 'POST', path, {
				headers: { 'Content-Type': 'application/json' },
				body: `{"type":"${type}","data":${data},"key":"k${count++}"}`
			}),
		events: async () =>
			(await askJson<{ events: FeedEvent[] }>(server, 'GET', `/live/${room}/polling?after=0&member=${member}`)).events.filter(({ type }) =>
				['enter', 'position', 'take'].includes(type)
			)
	};
}

const problemOf = (answer: Answer) => ({ ...answer, type: answer.headers['content-type'] });

describe('a game never trusts a client’s numbers', () => {
	const position = (keys: string) => `{"by":BY,"n":1,"x":0,"y":0,"keys":${keys}}`;
	const wrong: [string, string, ProblemCode][] = [
		['position', '{"by":BY,"n":1,"x":NaN,"y":0}', 'bad-json'],
		['position', '{"by":BY,"n":1,"x":Infinity,"y":0}', 'bad-json'],
		['position', '{"by":BY,"n":1,"x":1e999,"y":0}', 'bad-json'],
		['position', '{"by":BY,"n":1,"x":0,"y":-1e999}', 'bad-json'],
		['position', '{"by":BY,"n":1,"x":"5","y":0}', 'bad-event'],
		['position', '{"by":BY,"n":1,"x":null,"y":0}', 'bad-event'],
		['position', '{"by":BY,"n":1,"x":1000.1,"y":0}', 'bad-event'],
		['position', '{"by":BY,"n":1,"x":0,"y":-0.1}', 'bad-event'],
		['position', '{"by":BY,"n":0,"x":0,"y":0}', 'bad-event'],
		['position', '{"by":BY,"n":1.5,"x":0,"y":0}', 'bad-event'],
		['position', '{"by":BY,"n":1e999,"x":0,"y":0}', 'bad-json'],
		['position', '{"by":BY,"n":1,"x":0,"y":0,"score":99}', 'bad-event'],
		['position', position('{"count":1,"at":1e999,"before":[],"error":1,"over":"sse"}'), 'bad-json'],
		['position', position('{"count":1,"at":-1,"before":[],"error":1,"over":"sse"}'), 'bad-event'],
		['position', position('{"count":1,"at":"now","before":[],"error":1,"over":"sse"}'), 'bad-event'],
		['position', position('{"count":0,"at":1,"before":[],"error":1,"over":"sse"}'), 'bad-event'],
		['position', position('{"count":1,"at":1,"before":[-1],"error":1,"over":"sse"}'), 'bad-event'],
		['position', position(`{"count":99,"at":1,"before":[${Array(16).fill(1)}],"error":1,"over":"sse"}`), 'bad-event'],
		['position', position('{"count":1,"at":1,"before":[],"error":1001,"over":"sse"}'), 'bad-event'],
		['position', position('{"count":1,"at":1,"before":[],"error":1,"over":"pigeon"}'), 'bad-event'],
		['position', position('{"count":1,"at":1,"before":[],"error":1}'), 'bad-event'],
		['position', '{"by":"aaaaaaaaaaaa","n":1,"x":0,"y":0}', 'not-yours'],
		['take', '{"by":BY,"coin":0,"x":0,"y":0}', 'bad-event'],
		['take', '{"by":BY,"coin":1e999,"x":0,"y":0}', 'bad-json'],
		['take', '{"by":BY,"coin":1,"x":0,"y":601}', 'bad-event'],
		['take', '{"by":BY,"coin":1}', 'bad-event'],
		['enter', '{"by":BY,"x":500,"y":300}', 'bad-event'],
		['opened', '{}', 'bad-event'],
		['score', '{"by":BY,"score":99}', 'bad-event']
	];
	it('refuses what is no number, outside of the arena, or somebody else’s, and stores nothing of it', async () => {
		const { by, say, events } = await enterGame();
		for (const [type, data, code] of wrong) expectProblem(problemOf(await say(type, data.replace('BY', `"${by}"`))), code);
		expect(await events()).toEqual([]);
		expect((await say('position', `{"by":"${by}","n":1,"x":1000,"y":600}`)).status).toBe(201);
		expect(await events()).toHaveLength(1);
		const keys = `{"count":99,"at":${Date.now()},"before":[${Array(15).fill(3000)}],"error":1000,"over":"sse"}`;
		expect((await say('position', position(keys).replace('BY', `"${by}"`))).status).toBe(201);
	});

	it('refuses a flood of inputs as too fast, and takes forty a second', async () => {
		const { by, say, events } = await enterGame();
		const startedAt = performance.now();
		const answers = await Promise.all(
			Array.from({ length: 500 }, (_, index) => say('position', `{"by":"${by}","n":${index + 1},"x":0,"y":0}`))
		);
		const seconds = (performance.now() - startedAt) / 1000;
		const taken = answers.filter(({ status }) => status === 201).length;
		expect(taken).toBeGreaterThanOrEqual(60);
		expect(taken).toBeLessThanOrEqual(60 + 40 * (seconds + 1.5));
		for (const answer of answers) if (answer.status !== 201) expectProblem(problemOf(answer), 'too-fast');
		expect(await events()).toHaveLength(1);
	});
});

describe('a game’s room', () => {
	it('keeps the latest position of a player and every claim', async () => {
		const { by, say, events } = await enterGame();
		await say('enter', `{"by":"${by}"}`);
		for (let n = 1; n <= 10; n++) {
			await say('position', `{"by":"${by}","n":${n},"x":${n},"y":0}`);
			if (n % 5 === 0) await say('take', `{"by":"${by}","coin":${n},"x":0,"y":0}`);
		}
		expect((await events()).map(({ type, data }) => [type, (data as { n?: number }).n])).toEqual([
			['enter', undefined],
			['take', undefined],
			['position', 10],
			['take', undefined]
		]);
	});
});
