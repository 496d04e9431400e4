import { describe, expect, it } from 'vitest';
import { MIDDLE, ROUND_COINS, SPEED, TAKE_DISTANCE, distance } from '#lib/demos/game/arena.ts';
import type { Place } from '#lib/demos/game/arena.ts';
import { gameFold } from '#lib/demos/game/fold.ts';
import type { Game } from '#lib/demos/game/fold.ts';
import { coinPlace, startPlace } from '#lib/demos/game/places.ts';
import { GRACE_MS } from '#lib/demos/game/track.ts';
import { RESET } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';

const ADA = 'adaadaadaada';
const GRACE = 'gracegracega';
/** An hour is enough to be anywhere. */
const LATER = 3_600_000;

/** A log that is written as a server writes it. */
class Log {
	readonly events: FeedEvent[] = [];
	at = 1_000_000;

	constructor() {
		this.add('opened', {});
	}

	add(type: string, data: unknown, laterMs = 0): this {
		this.at += laterMs;
		this.events.push({ id: `epoch-${this.events.length + 1}`, at: this.at, type, data });
		return this;
	}

	take(by: string, coin: number, place: Place = coinPlace('epoch', coin), laterMs = LATER): this {
		return this.add('take', { by, coin, ...place }, laterMs);
	}

	fold(events: readonly FeedEvent[] = this.events): Game {
		return events.reduce((game, event) => gameFold.apply(game, event), gameFold.initial());
	}
}

const started = () => new Log().add('enter', { by: ADA }).add('enter', { by: GRACE });
const scores = ({ players }: Game) => [...players.values()].map(({ score }) => score);

describe('coins', () => {
	it('belong to the first claim in the log; a later one for the same coin counts for nothing', () => {
		const game = started().take(GRACE, 1).take(ADA, 1).fold();
		expect(scores(game)).toEqual([0, 1]);
		expect(game).toMatchObject({ coin: 2, last: { by: GRACE, coin: 1 }, dropped: { beaten: 1, impossible: 0 } });
	});

	it('are not counted twice for one who claims again before the answer is there', () => {
		expect(started().take(ADA, 1).take(ADA, 1).fold()).toMatchObject({ coin: 2, dropped: { beaten: 0 } });
	});

	it('cannot be claimed before they are there', () => {
		expect(started().take(ADA, 2).take(ADA, 1e6).fold()).toMatchObject({ coin: 1, last: undefined });
	});

	it('are claimed from beside them and not from afar', () => {
		const beside = { x: MIDDLE.x + TAKE_DISTANCE, y: MIDDLE.y };
		expect(started().take(ADA, 1, beside).fold().coin).toBe(2);
		const afar = { x: MIDDLE.x + TAKE_DISTANCE + 1, y: MIDDLE.y };
		expect(started().take(ADA, 1, afar).fold()).toMatchObject({ coin: 1, dropped: { impossible: 1 } });
	});

	it('are taken by nobody who has not entered', () => {
		expect(new Log().take(ADA, 1).fold()).toMatchObject({ coin: 1, dropped: { impossible: 1 } });
	});

	it('lie where the room and their number say, for everybody, and not where they do in another room', () => {
		const places = (seed: string) => Array.from({ length: 2 * ROUND_COINS }, (_, index) => coinPlace(seed, index + 1));
		expect(places('epoch')).toEqual(places('epoch'));
		expect(places('epoch').slice(1, ROUND_COINS)).not.toEqual(places('other').slice(1, ROUND_COINS));
		expect([places('epoch')[0], places('epoch')[ROUND_COINS]]).toEqual([MIDDLE, MIDDLE]);
		for (const { x, y } of places('epoch')) expect([x >= 60 && x <= 940, y >= 60 && y <= 540]).toEqual([true, true]);
		expect(new Set(places('epoch').map(({ x, y }) => `${x} ${y}`)).size).toBe(2 * ROUND_COINS - 1);
	});

	it('are counted anew in each round, and the round before is remembered', () => {
		const log = started();
		for (let coin = 1; coin <= ROUND_COINS; coin++) log.take(coin % 3 === 0 ? ADA : GRACE, coin);
		const game = log.fold();
		expect([...(game.finished?.scores ?? [])]).toEqual([
			[ADA, 5],
			[GRACE, 10]
		]);
		expect(game).toMatchObject({ coin: ROUND_COINS + 1, finished: { round: 1 } });
		expect(scores(game)).toEqual([0, 0]);
	});
});

describe('a claim needs the time of the way', () => {
	const way = (game: Game, coin: number) => distance(coinPlace('epoch', coin - 1), coinPlace(game.seed, coin));

	it('a teleport to the next coin counts for nothing; the same claim after the time of the way counts', () => {
		const log = started().take(ADA, 1);
		const ms = (way(log.fold(), 2) / SPEED) * 1000;
		expect(ms).toBeGreaterThan(200);
		// The first claim comes at once, and uses up most of what the grace allows.
		const late = () => started().take(ADA, 1, MIDDLE, 0).take(ADA, 2, coinPlace('epoch', 2), ms);
		const used = late().fold();
		expect(used.coin).toBe(3);
		const third = (way(used, 3) / SPEED) * 1000;
		expect(late().take(ADA, 3, coinPlace('epoch', 3), 0).fold()).toMatchObject({ coin: 3, dropped: { impossible: 1 } });
		expect(late().take(ADA, 3, coinPlace('epoch', 3), 0).take(ADA, 3, coinPlace('epoch', 3), third).fold().coin).toBe(4);
	});

	it('who never moves faster than allowed is believed, however late each event comes within the grace', () => {
		const log = started();
		let honest = log.at;
		let here = startPlace('epoch', ADA);
		for (let coin = 1; coin <= 200; coin++) {
			const there = coinPlace('epoch', coin);
			honest += (distance(here, there) / SPEED) * 1000;
			here = there;
			const late = coin % 2 === 0 ? 0 : GRACE_MS - 1;
			log.take(ADA, coin, there, Math.max(0, honest + late - log.at));
		}
		expect(log.fold()).toMatchObject({ coin: 201, dropped: { impossible: 0 } });
	});

	it('a thousand claims a second take no more coins than one on foot', () => {
		const bot = started();
		let game = bot.fold();
		const from = bot.at;
		for (let ms = 0; ms < 20_000; ms++) {
			bot.take(ADA, game.coin, coinPlace('epoch', game.coin), 1);
			game = gameFold.apply(game, bot.events.at(-1) as FeedEvent);
		}
		let [onFoot, ms, here] = [0, 0, startPlace('epoch', ADA)];
		while (ms <= bot.at - from + GRACE_MS) {
			const there = coinPlace('epoch', onFoot + 1);
			ms += (distance(here, there) / (1.1 * SPEED)) * 1000;
			here = there;
			onFoot += 1;
		}
		expect(game.coin - 1).toBeGreaterThan(5);
		expect(game.coin - 1).toBeLessThanOrEqual(onFoot);
	});
});

describe('positions', () => {
	const at = (game: Game) => game.seen.get(ADA);

	it('count by their own number: one that comes late is dropped and counted', () => {
		const game = started()
			.add('position', { by: ADA, n: 2, x: 110, y: 100 }, 50)
			.add('position', { by: ADA, n: 1, x: 100, y: 100 }, 5)
			.add('position', { by: ADA, n: 2, x: 100, y: 100 }, 5)
			.fold();
		expect(at(game)).toMatchObject({ n: 2, track: { x: 110, y: 100 } });
		expect(game.dropped.late).toBe(2);
	});

	it('may be missing: what one did not hear needs no explanation', () => {
		const log = started().add('position', { by: ADA, n: 1, x: 0, y: 0 }).add('position', { by: ADA, n: 90, x: 900, y: 0 }, 3000);
		expect(at(log.fold())).toMatchObject({ n: 90, track: { x: 900, y: 0 } });
	});

	it('that nobody could have reached are not shown, and counted', () => {
		const log = started().add('position', { by: ADA, n: 1, x: 0, y: 0 }).add('position', { by: ADA, n: 2, x: 1000, y: 600 }, 33);
		expect(at(log.fold())).toMatchObject({ n: 1, track: { x: 0, y: 0 } });
		expect(log.fold().dropped).toEqual({ late: 0, impossible: 1, beaten: 0 });
	});

	it('never decide about coins: with any of them lost the same is folded of what is ordered', () => {
		const log = started();
		for (let coin = 1; coin <= 40; coin++) {
			const by = coin % 2 === 0 ? ADA : GRACE;
			log.add('position', { by, n: coin, ...startPlace('epoch', String(coin)) }, 300).take(by, coin, coinPlace('epoch', coin), 300);
			log.add('here', { by: ADA, name: 'Ada', ...(coin % 7 === 0 && { left: true }) });
		}
		const ordered = ({ coin, players, last, finished }: Game) => ({ coin, players, last, finished });
		const whole = log.fold();
		expect(whole.coin).toBeGreaterThan(5);
		for (let keep = 0; keep < 5; keep++) {
			const heard = log.events.filter(({ type }, index) => (type !== 'position' && type !== 'here') || index % 5 === keep);
			expect(ordered(log.fold(heard))).toEqual(ordered(whole));
		}
	});

	it('of one who has left are gone; the coins stay', () => {
		const game = started()
			.take(ADA, 1)
			.add('position', { by: ADA, n: 1, x: 0, y: 0 })
			.add('here', { by: ADA, name: 'Ada', left: true })
			.fold();
		expect([at(game), scores(game)]).toEqual([undefined, [1, 0]]);
	});
});

describe('a log that has lost its beginning', () => {
	const long = () => {
		const log = started();
		for (let coin = 1; coin <= 3 * ROUND_COINS; coin++) log.take(coin % 4 === 0 ? ADA : GRACE, coin);
		return log;
	};

	it('tells the coin by its first claim, whoever had it, and from the next round on all agree', () => {
		const log = long();
		const heard = log.fold(log.events.slice(20));
		const whole = log.fold();
		expect(heard).toMatchObject({ isWhole: false, knownFrom: 19, coin: whole.coin, last: whole.last });
		expect(new Map(heard.finished?.scores)).toEqual(new Map(whole.finished?.scores));
	});

	it('says from which coin on it knows', () => {
		const log = started().take(ADA, 1).take(ADA, 2).take(GRACE, 3);
		expect(log.fold(log.events.slice(4))).toMatchObject({ knownFrom: 3, coin: 4, last: { by: GRACE, coin: 3 } });
	});

	it('gives no score for a claim that may have come second', () => {
		const log = started();
		for (let coin = 1; coin <= 9; coin++) log.take(ADA, coin).take(GRACE, coin);
		const whole = log.fold();
		expect(whole.players.get(GRACE)?.score).toBe(0);
		// The oldest that is kept is Grace's claim of the first coin, which Ada had.
		const heard = log.fold(log.events.slice(4));
		expect(heard).toMatchObject({ coin: whole.coin, knownFrom: 2 });
		expect(heard.players.get(ADA)?.score).toBe(8);
		expect(heard.players.get(GRACE)?.score ?? 0).toBe(0);
	});

	it('tells nobody as the winner of a round that it knows in part', () => {
		const log = started();
		for (let coin = 1; coin <= ROUND_COINS + 2; coin++) log.take(coin > 10 ? GRACE : ADA, coin);
		expect(log.fold().finished?.scores.get(ADA)).toBe(10);
		expect(log.fold(log.events.slice(12)).finished).toBeUndefined();
	});

	it.each([[900_000], [1]])('believes a claim of coin %i, that is made up, no longer than until the next one', (madeUp) => {
		const log = started();
		for (let coin = 1; coin <= 40; coin++) log.take(ADA, coin);
		log.take(GRACE, madeUp).take(GRACE, madeUp + 1);
		log.take(GRACE, 41).take(ADA, 42);
		const told = { coin: 43, last: { by: ADA, coin: 42 } };
		expect([log.fold(), log.fold(log.events.slice(-4))]).toEqual([expect.objectContaining(told), expect.objectContaining(told)]);
	});

	it('begins anew after a reset', () => {
		const log = long();
		const reset: FeedEvent = { id: 'epoch-19', at: log.at, type: RESET, data: { reason: 'too-old' } };
		const rest = log.events.slice(20);
		expect(log.fold([...log.events, reset, ...rest])).toEqual(log.fold(rest));
		expect(log.fold([...log.events, reset])).toEqual(gameFold.initial());
	});
});

it('a type that it does not know, and a second entering, change nothing', () => {
	const game = started().fold();
	expect(gameFold.apply(game, { id: 'epoch-9', at: 0, type: 'dance', data: null })).toBe(game);
	expect(gameFold.apply(game, { id: 'epoch-9', at: 0, type: 'enter', data: { by: ADA } })).toBe(game);
	expect(gameFold.apply(game, { id: 'epoch-9', at: 0, type: 'here', data: { by: ADA, name: 'Ada' } })).toBe(game);
});

it('forgets the first of more players than a room can have, so that nobody fills the memory of a page', () => {
	const log = new Log();
	for (let i = 0; i < 1000; i++) {
		log.add('enter', { by: `member${i}` });
		log.add('position', { by: `member${i}`, n: 1, x: 0, y: 0 });
	}
	const game = log.fold();
	expect([game.players.size, game.seen.size]).toEqual([200, 200]);
	expect(game.players.has('member999')).toBe(true);
});
