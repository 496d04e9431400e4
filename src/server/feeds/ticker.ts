import { eventId } from '#lib/protocol/event.ts';
import { SYMBOLS } from '#lib/protocol/ticker.ts';
import type { MarketSymbol } from '#lib/protocol/ticker.ts';
import type { Clock } from '../clock.ts';
import { createGeneratedFeed } from './generated.ts';
import type { GeneratedFeed, Schedule } from './generated.ts';
import { randomAt } from './random.ts';

/** What a share of each company costs about. */
export const COSTS: Readonly<Record<MarketSymbol, number>> = {
	ACME: 120,
	BOLT: 48,
	CRUX: 310,
	DUNE: 77,
	ECHO: 19,
	FLUX: 205,
	GRID: 64,
	HALO: 142,
	IRIS: 33,
	JADE: 91,
	KITE: 260,
	LUMA: 55
};

/** The market opened at this moment; another one is another log, so the epoch would have to change with it. */
const OPENED = Date.UTC(2026, 0, 1);
const EPOCH = 'm1';

/** The price of a symbol at `ms` after the opening: waves and noise of several lengths around what it costs about. */
export function price(symbol: MarketSymbol, ms: number): number {
	const index = SYMBOLS.indexOf(symbol);
	let move = 0;
	for (const [octave, length] of [3_600_000, 600_000, 60_000, 10_000, 1_000].entries()) {
		move += smoothNoise(index * 16 + octave, ms / length) * 0.12 * 0.45 ** octave;
	}
	return Math.round(COSTS[symbol] * (1 + move) * 100) / 100;
}

/** Noise from −1 to 1 that passes smoothly from whole number to whole number. */
function smoothNoise(seed: number, x: number): number {
	const whole = Math.floor(x);
	const part = x - whole;
	const from = randomAt(seed, whole) * 2 - 1;
	const to = randomAt(seed, whole + 1) * 2 - 1;
	return from + (to - from) * part * part * (3 - 2 * part);
}

/** The market as a schedule: event n is due n/rate seconds after the opening and is about one symbol after another. */
function tickerSchedule(rate: number): Schedule {
	return {
		epoch: EPOCH,
		newestAt: (now) => Math.max(0, Math.floor(((now - OPENED) * rate) / 1000)),
		dueAfter: (seq) => OPENED + ((seq + 1) * 1000) / rate,
		eventAt(seq) {
			const ms = (seq * 1000) / rate;
			const symbol = SYMBOLS[seq % SYMBOLS.length] as MarketSymbol;
			const data = { symbol, price: price(symbol, ms) };
			return { id: eventId(EPOCH, seq), at: Math.round((OPENED + ms) * 10) / 10, type: 'price', data };
		}
	};
}

/** The feed `ticker`, or `ticker:<rate>`: the same market at another rate. */
export function createTicker(name: string, rate: number, history: number, clock: Clock): GeneratedFeed {
	return createGeneratedFeed(name, tickerSchedule(rate), history, clock);
}
