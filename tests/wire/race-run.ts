import { vi, expect } from 'vitest';
import { eventId, seqOf } from '#lib/protocol/event.ts';
import type { LaneView } from '#lib/protocol/session.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { launchBrowser } from '../support/browser.ts';
import { startCapture } from '../support/capture.ts';
import { createLabSession, driveLab, labPages, openStreams } from '../support/lab.ts';
import { readLanes } from '../support/oracle.ts';
import type { CapturedLane } from '../support/oracle.ts';
import { startServer } from '../support/server.ts';

export interface RacePlan {
	readonly rate: number;
	readonly size: number;
	readonly seconds: number;
	readonly intervalMs: number;
	/** How often the line is cut, evenly spread over the run; each time when every lane is back from the last. */
	readonly cuts: number;
}

/** What a lane did, three times told: by the ledger, by the capture and by the browser. */
export interface LaneResult {
	readonly lane: TechniqueId;
	readonly ledger: LaneView;
	readonly captured: CapturedLane;
	/** The seqs that the browser saw, in the order in which it saw them. */
	readonly seen: readonly number[];
}

export interface RaceResult {
	readonly newest: number;
	readonly lanes: readonly LaneResult[];
	readonly droppedPackets: number;
	readonly unclaimed: number;
}

const until = (check: () => Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 50 });

/** Runs a race with all techniques at once in a real Chromium, captures its packets, and reads both when all is over. */
export async function runRace({ rate, size, seconds, intervalMs, cuts }: RacePlan): Promise<RaceResult> {
	const server = await startServer({}, await labPages());
	const capture = await startCapture(server.port, (text) => fetch(`${server.origin}/healthz?${text}`).then((answer) => answer.text()));
	const browser = await launchBrowser('whole');
	try {
		const opened = await browser.open(`${server.origin}/lab`);
		const lab = driveLab(opened.page);
		const session = await createLabSession(server.origin, { rate, size });
		const { epoch } = await session.read();
		await lab('openConsole', session.id);
		const beginning = eventId(epoch, 0);
		for (const id of TECHNIQUE_IDS) {
			await lab('follow', id, id, { feed: 'race', session: session.id, lane: id }, { after: beginning, intervalMs });
		}

		const hasRun = (share: number) =>
			until(async () => expect((await session.read()).newest).toBeGreaterThanOrEqual(rate * seconds * share), (seconds + 30) * 1000);
		const allHave = async (seq: number) => {
			for (const id of TECHNIQUE_IDS) {
				await until(async () => expect((await lab('glance', id)).newest, id).toBeGreaterThanOrEqual(seq));
			}
		};
		for (let cut = 1; cut <= cuts; cut++) {
			await hasRun(cut / (cuts + 1));
			await session.cut();
			await allHave((await session.read()).newest + 1);
		}
		await hasRun(1);
		const { newest } = await session.change({ settings: { paused: true } });
		await allHave(newest);
		for (const id of TECHNIQUE_IDS) await lab('stop', id);
		await until(async () => expect(await openStreams(server.origin)).toBe(0));
		const seen = new Map<TechniqueId, number[]>();
		for (const id of TECHNIQUE_IDS)
			seen.set(
				id,
				(await lab('read', id)).events.map((event) => seqOf(event.id))
			);
		await lab('closeConsole');
		await opened.close();

		await until(async () => {
			const carrying = readLanes(await capture.connections(), session.id).connections;
			expect(carrying.filter(({ isEnded }) => !isEnded)).toEqual([]);
		});
		const { lanes, unclaimed } = readLanes(await capture.connections(), session.id);
		// The capture is complete; the server has read the last FIN once its ledger stands where the capture does, or never.
		const view = await settled(session.read, lanes);
		const results = TECHNIQUE_IDS.map((lane) => ({
			lane,
			ledger: view.lanes[lane] as LaneView,
			captured: lanes.get(lane) as CapturedLane,
			seen: seen.get(lane) ?? []
		}));
		return { newest, lanes: results, unclaimed, droppedPackets: await capture.stop() };
	} finally {
		await browser.close();
		await server.close();
	}
}

async function settled<View extends { lanes: Readonly<Record<string, LaneView>> }>(
	read: () => Promise<View>,
	lanes: ReadonlyMap<string, CapturedLane>
): Promise<View> {
	const total = ({ up, down }: { up: number; down: number }) => up + down;
	const captured = [...lanes.values()].reduce((sum, lane) => sum + total(lane), 0);
	let view = await read();
	for (let look = 0; look < 20; look++) {
		const counted = Object.values(view.lanes).reduce((sum, { up, down }) => sum + up.total + down.total, 0);
		if (counted === captured) break;
		view = await read();
	}
	return view;
}

/** The run as a table: what was counted, what was captured, and the difference, bytes. */
export function raceTable({ lanes }: RaceResult): string {
	const rows = lanes.map(({ lane, ledger, captured }) => [
		lane,
		ledger.up.total,
		captured.up,
		ledger.up.total - captured.up,
		ledger.down.total,
		captured.down,
		ledger.down.total - captured.down,
		ledger.events,
		ledger.down.payload
	]);
	const head = ['lane', 'up', 'captured', 'difference', 'down', 'captured', 'difference', 'events', 'payload'];
	return [head, ...rows]
		.map((row) => row.map((cell, i) => (i === 0 ? String(cell).padEnd(14) : String(cell).padStart(11))).join(''))
		.join('\n');
}
