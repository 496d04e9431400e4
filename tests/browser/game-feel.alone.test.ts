import { describe, expect, it } from 'vitest';
import { openGame, pressKeys } from '../support/game-page.ts';
import type { Row } from '../support/game-page.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();

describe('the game feels right: key to picture in the other seat, as the page’s own table says', () => {
	/** The best of five windows counts, of those in which the machine gave the page its frames; a busy one gets this many. */
	const WINDOWS = 5;
	const MOST_WINDOWS = 10;
	/** A machine that does not keep up sixty frames a second is too busy to measure anything but itself. */
	const FRAME_MS = 20;

	/** Presses keys while the page counts its frames; answers the table’s row, and the 95th percentile between two frames. */
	async function measure(technique: string, keys: number): Promise<Row & { frameMs: number }> {
		const { page, close } = await openGame(stage, `?technique=${technique}&right=${technique}`);
		await page.evaluate(() => {
			const gaps: number[] = [];
			let last = performance.now();
			const frame = (now: number) => {
				gaps.push(now - last);
				last = now;
				requestAnimationFrame(frame);
			};
			requestAnimationFrame(frame);
			Object.assign(window, { gaps });
		});
		const row = await pressKeys(page, keys);
		const gaps = await page.evaluate(() => (window as unknown as { gaps: number[] }).gaps.sort((a, b) => a - b));
		await close();
		return { ...row, frameMs: Math.round(gaps[Math.floor(0.95 * gaps.length)] ?? 0) };
	}
	const told = ({ p50, p95, frameMs }: Row & { frameMs: number }) => `p50 ${p50} ms, p95 ${p95} ms (frames ${frameMs} ms)`;

	it.for(['websocket', 'sse'])('within 50 ms for 95 of 100 keys, over %s', { timeout: 300_000 }, async (technique, context) => {
		const windows: (Row & { frameMs: number })[] = [];
		const isGood = () => windows.some(({ p95 }) => p95 < 50);
		const fair = () => windows.filter(({ frameMs }) => frameMs <= FRAME_MS).length;
		while (!isGood() && fair() < WINDOWS && windows.length < MOST_WINDOWS) windows.push(await measure(technique, 40));
		console.log(`key to picture over ${technique}: ${windows.map(told).join('; ')}`);
		// Elsewhere such a machine is no failure of the game's; where it counts it is.
		if (!isGood() && fair() === 0 && !process.env.CI) return context.skip('the machine was too busy to measure');
		expect(Math.min(...windows.map(({ p95 }) => p95))).toBeLessThan(50);
	});

	it('over polling every second it is broken, and the number says so', { timeout: 120_000 }, async () => {
		const row = await measure('polling', 30);
		console.log(`key to picture over polling every second: ${told(row)}`);
		expect(row.p50).toBeGreaterThan(300);
	});
});
