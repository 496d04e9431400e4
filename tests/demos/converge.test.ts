import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { DemoLab, LabSeat } from '../support/demo-lab-page.ts';
import { createLabSession, driveLab, labPages } from '../support/lab.ts';
import { joinRoom, openRoom } from '../support/rooms.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { scripts } from './scripts.ts';
import type { DemoName } from './scripts.ts';

/** Two seats over techniques of their own, random acts, the line cut in between: 200 seeded runs over real sockets. */
const RUNS: Readonly<Partial<Record<DemoName, number>>> = { chat: 67, editor: 67, game: 66, desk: 20 };
/** Pages that run side by side, each with connections of its own. */
const PAGES = 3;
const STEPS = 6;

let browser: TestBrowser;
let server: TestServer;

beforeAll(async () => {
	browser = await launchBrowser();
	const manyFromOne = { NEW_ROOMS_PER_SECOND: '1000', NEW_SESSIONS_PER_SECOND: '1000', MAX_SESSIONS_PER_ADDRESS: '1000' };
	server = await startServer(manyFromOne, await labPages('./demo-lab-page.ts'));
});
afterAll(async () => {
	await browser.close();
	await server.close();
});

/** Every pair of techniques comes up in 49 runs. */
function techniquesOf(seed: number): [TechniqueId, TechniqueId] {
	const count = TECHNIQUE_IDS.length;
	return [TECHNIQUE_IDS[seed % count] ?? 'sse', TECHNIQUE_IDS[Math.floor(seed / count) % count] ?? 'sse'];
}

async function run(demo: DemoName, seed: number, call: ReturnType<typeof driveLab<DemoLab>>): Promise<void> {
	const session = await createLabSession(server.origin, { paused: true });
	const room = await openRoom(server.origin, scripts[demo].room ?? 'chat');
	const techniques = techniquesOf(seed);
	const seats: LabSeat[] = [];
	for (const [index, side] of (['left', 'right'] as const).entries()) {
		const technique = techniques[index] ?? 'sse';
		const { member, key } = await joinRoom(server.origin, room, side);
		const address = { feed: room, member: key, session: session.id, lane: `${technique}.${side}` };
		seats.push({ technique, by: member, address });
	}
	const [left, right] = seats as [LabSeat, LabSeat];
	const ended = await call('converge', demo, { seed, steps: STEPS, session: session.id, seats: [left, right] });
	expect({ seed, techniques, ...ended }).toEqual({
		seed,
		techniques,
		states: [ended.log, ended.log],
		log: ended.log,
		published: ended.published,
		stored: ended.published
	});
}

describe.each(Object.entries(RUNS) as [DemoName, number][])('%s', (demo, runs) => {
	it(`ends the same at both seats in ${runs} runs with cuts`, { timeout: 180_000 }, async () => {
		const seeds = Array.from({ length: runs }, (_, seed) => seed);
		await Promise.all(
			Array.from({ length: PAGES }, async () => {
				const { page, close } = await browser.open(`${server.origin}/lab`);
				const call = driveLab<DemoLab>(page);
				for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await run(demo, seed, call);
				await close();
			})
		);
	});
});
