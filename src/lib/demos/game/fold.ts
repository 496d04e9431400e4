import { RESET, parseEventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Enter, Position, Take } from '#lib/protocol/rooms/game.ts';
import { HERE } from '#lib/protocol/rooms/room.ts';
import type { Here } from '#lib/protocol/rooms/room.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';
import { ROUND_COINS, TAKE_DISTANCE, distance, roundOf } from './arena.ts';
import type { Place } from './arena.ts';
import { coinPlace, startPlace } from './places.ts';
import { readKeys } from './told-keys.ts';
import type { ToldKeys } from './told-keys.ts';
import { moveTrack, startTrack } from './track.ts';
import type { Track } from './track.ts';

/** Who plays, by what is ordered: coins of this round, and where one was for certain. */
export interface Player {
	readonly score: number;
	readonly track: Track;
}

/** Where a player was last seen, by what is volatile. */
export interface Seen {
	readonly n: number;
	readonly at: number;
	readonly track: Track;
	/** Keys that the player's page told of with it. */
	readonly keys: ToldKeys | undefined;
}

/** A game as one has heard it. What is volatile never decides about coins: two seats may have seen different positions. */
export interface Game {
	/** Epoch of the room's log, from which places are drawn; empty before the first event. */
	readonly seed: string;
	/** Whether the log was heard from its beginning. */
	readonly isWhole: boolean;
	/** The coin that lies there, from 1, and the first one whose takers are known; 0 while neither is known. */
	readonly coin: number;
	readonly knownFrom: number;
	/** In the order in which they entered. */
	readonly players: ReadonlyMap<string, Player>;
	/** Who took the coin before. */
	readonly last: { readonly by: string; readonly coin: number } | undefined;
	/** The round before, and who had how many. */
	readonly finished: { readonly round: number; readonly scores: ReadonlyMap<string, number> } | undefined;
	readonly seen: ReadonlyMap<string, Seen>;
	/** Positions that came after a newer one; positions and claims that nobody could have reached; claims that came second. */
	readonly dropped: { readonly late: number; readonly impossible: number; readonly beaten: number };
}

/** More than a room has members; beyond it the one who entered first is forgotten. */
const MAX_KNOWN = 200;
/** Places are rounded on the wire. */
const ROUNDING = 0.5;

/** Coins and scores from the log's order alone; positions beside them. */
export const gameFold: Fold<Game> = {
	initial: () => ({
		seed: '',
		isWhole: false,
		coin: 0,
		knownFrom: 0,
		players: new Map(),
		last: undefined,
		finished: undefined,
		seen: new Map(),
		dropped: { late: 0, impossible: 0, beaten: 0 }
	}),
	apply(game, { id, at, type, data }: FeedEvent) {
		if (type === RESET) return gameFold.initial();
		const known = game.seed === '' ? { ...game, seed: parseEventId(id)?.epoch ?? '' } : game;
		if (type === 'opened') return { ...known, isWhole: true, coin: 1, knownFrom: 1 };
		if (type === 'enter') return enter(known, data as Enter, at);
		if (type === 'position') return move(known, data as Position, at);
		if (type === 'take') return take(known, data as Take, at);
		if (type === HERE && (data as Here).left) return { ...known, seen: without(known.seen, (data as Here).by) };
		return known;
	}
};

function enter(game: Game, { by }: Enter, at: number): Game {
	if (game.players.has(by)) return game;
	const track = startTrack(startPlace(game.seed, by), at);
	return { ...game, players: bounded(new Map(game.players).set(by, { score: 0, track })) };
}

function move(game: Game, { by, n, x, y, keys }: Position, at: number): Game {
	const before = game.seen.get(by);
	if (before && n <= before.n) return dropped(game, 'late');
	const track = before ? moveTrack(before.track, { x, y }, at) : startTrack({ x, y }, at);
	if (!track) return dropped(game, 'impossible');
	return { ...game, seen: bounded(new Map(game.seen).set(by, { n, at, track, keys: keys && readKeys(keys, at) })) };
}

function take(game: Game, { by, coin, x, y }: Take, at: number): Game {
	const isFound = !game.isWhole && isElsewhere(game, coin);
	if (coin !== game.coin && !isFound) return coin < game.coin && game.last?.by !== by ? dropped(game, 'beaten') : game;
	const track = reach(game, by, { x, y }, at);
	if (!track || distance(track, coinPlace(game.seed, coin)) > TAKE_DISTANCE + ROUNDING) return dropped(game, 'impossible');
	if (isFound) return found(game, coin + 1);
	const players = new Map(game.players).set(by, { score: (game.players.get(by)?.score ?? 0) + 1, track });
	const taken: Game = { ...game, coin: coin + 1, players: bounded(players), last: { by, coin } };
	return coin % ROUND_COINS === 0 ? nextRound(taken) : taken;
}

/**
 * Of a log without its beginning a claim tells which coin it is. It may have come second, or be made up: whoever claims another
 * coin than could lie there by then is believed as much as the one before.
 */
function isElsewhere({ coin }: Game, claimed: number): boolean {
	return coin === 0 || claimed > coin || claimed < coin - ROUND_COINS;
}

/** The coin that lies there now; who had the ones before is not known. */
function found(game: Game, coin: number): Game {
	return { ...game, coin, knownFrom: coin, players: unscored(game.players), last: undefined, finished: undefined };
}

/** Whether everybody would believe that somebody claims a coin here at this moment of the server's clock. */
export function mayClaim(game: Game, by: string, place: Place, at: number): boolean {
	return reach(game, by, place, at) !== undefined;
}

/** Who has not entered is nowhere, unless that may have been forgotten. */
function reach(game: Game, by: string, place: Place, at: number): Track | undefined {
	const player = game.players.get(by);
	if (player) return moveTrack(player.track, place, at);
	return game.isWhole ? undefined : startTrack(place, at);
}

function nextRound(game: Game): Game {
	const round = roundOf(game.coin) - 1;
	const scores = new Map([...game.players].flatMap(([by, { score }]) => (score > 0 ? [[by, score] as const] : [])));
	const isKnown = game.knownFrom <= (round - 1) * ROUND_COINS + 1;
	return { ...game, players: unscored(game.players), finished: isKnown ? { round, scores } : undefined };
}

function unscored(players: Game['players']): Game['players'] {
	return new Map([...players].map(([by, { track }]) => [by, { score: 0, track }]));
}

function dropped(game: Game, why: keyof Game['dropped']): Game {
	return { ...game, dropped: { ...game.dropped, [why]: game.dropped[why] + 1 } };
}

function bounded<Value>(known: Map<string, Value>): ReadonlyMap<string, Value> {
	if (known.size > MAX_KNOWN) known.delete(known.keys().next().value as string);
	return known;
}

function without<Value>(known: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
	const rest = new Map(known);
	rest.delete(key);
	return rest;
}
