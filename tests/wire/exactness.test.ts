import { beforeAll, describe, expect, test } from 'vitest';
import { whyNoCapture } from '../support/capture.ts';
import { raceTable, runRace } from './race-run.ts';
import type { RacePlan, RaceResult } from './race-run.ts';

const reason = process.env.CI ? undefined : whyNoCapture();
if (reason) console.warn(`The capture tests are skipped: ${reason}.`);

const PLANS: Record<string, RacePlan> = {
	'20 events a second for 20 s, one cut': { rate: 20, size: 100, seconds: 20, intervalMs: 500, cuts: 1 },
	'200 events a second for 5 s, three cuts': { rate: 200, size: 100, seconds: 5, intervalMs: 100, cuts: 3 }
};

/** Lanes in which an event may cross twice when cuts follow each other fast, and why. With one cut there are none. */
const MAY_REPEAT: Readonly<Record<string, string>> = {
	socketio: 'a cut within its handshake: the library gives up a whole connection, and what it was just answered, with any of its requests'
};

for (const [name, plan] of Object.entries(PLANS)) {
	describe.skipIf(reason)(`all seven techniques at once, ${name}`, () => {
		let race: RaceResult;
		beforeAll(async () => {
			race = await runRace(plan);
			console.log(`${name}\n${raceTable(race)}`);
		}, 120_000);

		test('the capture is complete', () => {
			expect(race.droppedPackets).toBe(0);
			expect(race.lanes.every(({ captured }) => captured.up > 0 && captured.down > 0)).toBe(true);
		});

		test('each lane and direction counts exactly the TCP payload that was captured', () => {
			const differences = race.lanes.map(({ lane, ledger, captured }) => ({
				lane,
				up: ledger.up.total - captured.up,
				down: ledger.down.total - captured.down
			}));
			expect(differences).toEqual(race.lanes.map(({ lane }) => ({ lane, up: 0, down: 0 })));
		});

		test('what the bytes are for is what an independent reading of the capture finds', () => {
			for (const { lane, ledger, captured } of race.lanes) {
				expect({ lane, events: ledger.events, payload: ledger.down.payload }).toEqual({
					lane,
					events: captured.events,
					payload: captured.payload
				});
				if (captured.purposes) {
					expect(ledger.up).toMatchObject(captured.purposes.up);
					expect(ledger.down).toMatchObject(captured.purposes.down);
				}
			}
		});

		test('every lane carried the same events and the same payload', () => {
			for (const { lane, ledger } of race.lanes) {
				const [first] = race.lanes;
				if (plan.cuts > 1 && lane in MAY_REPEAT) expect(ledger.events, lane).toBeGreaterThanOrEqual(race.newest);
				else expect(ledger, lane).toMatchObject({ events: race.newest, down: { payload: first?.ledger.down.payload } });
			}
		});

		test('the browser missed none, doubled none and had all in order', () => {
			const all = Array.from({ length: race.newest }, (_, i) => i + 1);
			for (const { lane, seen } of race.lanes) expect({ lane, seen }).toEqual({ lane, seen: all });
		});
	});
}
