import type { Page, Request, WebSocket } from 'playwright-core';
import { expect } from 'vitest';
import { SPEED } from '#lib/demos/game/arena.ts';

export interface Place {
	readonly x: number;
	readonly y: number;
}

const KEYS = {
	left: { up: 'KeyW', left: 'KeyA', down: 'KeyS', right: 'KeyD' },
	right: { up: 'ArrowUp', left: 'ArrowLeft', down: 'ArrowDown', right: 'ArrowRight' }
} as const;
/** How near is near enough, and from where on a key is held and not tapped, pixels of the arena. */
const [NEAR, FAR] = [10, 90];
export type PlayedSeat = keyof typeof KEYS;

const POSITION = /"type":"position","data":{"by":"\w+","n":\d+,"x":([\d.]+),"y":([\d.]+)/;

/** A person at the keyboard of a game's page: knows where the players are from what the page says on the wire. */
export class GamePlayer {
	readonly #places = new Map<PlayedSeat, Place>();
	#page: Page | undefined;

	/** Listens to a page that is not loaded yet. */
	watch(page: Page): void {
		this.#page = page;
		page.on('request', (request: Request) => this.#heard(request.url(), request.postData() ?? ''));
		page.on('websocket', (socket: WebSocket) => {
			socket.on('framesent', ({ payload }) => this.#heard(socket.url(), String(payload)));
		});
	}

	/** Where this seat's player said it was, last. */
	place(seat: PlayedSeat): Place | undefined {
		return this.#places.get(seat);
	}

	/** Steers to a place until a condition holds. */
	async walk(seat: PlayedSeat, to: Place, until: () => Promise<boolean>): Promise<void> {
		await expect.poll(() => this.#places.has(seat), { timeout: 20_000 }).toBe(true);
		const held = new Set<string>();
		const hold = async (code: string, isWanted: boolean) => {
			if (isWanted === held.has(code)) return;
			if (isWanted) held.add(code);
			else held.delete(code);
			await (isWanted ? this.#page?.keyboard.down(code) : this.#page?.keyboard.up(code));
		};
		const { up, left, down, right } = KEYS[seat];
		/** Where the last tap began: a place is told a moment late, and one tap waits for what the last one did. */
		let tapped: Place | undefined;
		const steerAlong = async (by: number, ahead: string, back: string, from: Place) => {
			const isFar = Math.abs(by) > FAR;
			await hold(ahead, isFar && by > 0);
			await hold(back, isFar && by < 0);
			if (isFar || Math.abs(by) <= NEAR || tapped === from) return;
			await this.#page?.keyboard.press(by > 0 ? ahead : back, { delay: (1000 * Math.abs(by)) / SPEED });
			tapped = from;
		};
		const steer = async () => {
			const place = this.#places.get(seat) as Place;
			await steerAlong(to.x - place.x, right, left, place);
			await steerAlong(to.y - place.y, down, up, place);
			return until();
		};
		await expect.poll(steer, { interval: 15, timeout: 30_000 }).toBe(true);
		for (const code of held) await this.#page?.keyboard.up(code);
	}

	#heard(url: string, text: string): void {
		const seat = /lane=[a-z-]+\.(left|right)/.exec(url)?.[1] as PlayedSeat | undefined;
		const [, x, y] = POSITION.exec(text) ?? [];
		if (seat && x !== undefined && y !== undefined) this.#places.set(seat, { x: Number(x), y: Number(y) });
	}
}
