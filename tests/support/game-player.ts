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
/** How near is near enough, in each direction, pixels of the arena: together it is within reach of a coin. */
const NEAR = 15;
export type PlayedSeat = keyof typeof KEYS;

const POSITION = /"type":"position","data":{"by":"\w+","n":\d+,"x":([\d.]+),"y":([\d.]+)/;

/** A person at the keyboard of a game's page: knows where the players are from what the page says on the wire. */
export class GamePlayer {
	readonly #places = new Map<PlayedSeat, Place>();
	/** Those whose last two places were the same: a place is told a moment late, and once a second at rest. */
	readonly #resting = new Set<PlayedSeat>();
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

	/** Steers to a place until a condition holds: from each rest with keys held as long as the way is. */
	async walk(seat: PlayedSeat, to: Place, until: () => Promise<boolean>): Promise<void> {
		const { up, left, down, right } = KEYS[seat];
		const steer = async () => {
			const from = this.#places.get(seat);
			if (from && this.#resting.delete(seat)) {
				await this.#steerAlong(to.x - from.x, right, left);
				await this.#steerAlong(to.y - from.y, down, up);
			}
			return until();
		};
		await expect.poll(steer, { interval: 15 }).toBe(true);
	}

	async #steerAlong(by: number, ahead: string, back: string): Promise<void> {
		if (Math.abs(by) <= NEAR) return;
		await this.#page?.keyboard.press(by > 0 ? ahead : back, { delay: (1000 * Math.abs(by)) / SPEED });
		this.#resting.clear();
	}

	#heard(url: string, text: string): void {
		const seat = /lane=[a-z-]+\.(left|right)/.exec(url)?.[1] as PlayedSeat | undefined;
		const [, x, y] = POSITION.exec(text) ?? [];
		if (!seat || x === undefined || y === undefined) return;
		const place = { x: Number(x), y: Number(y) };
		const before = this.#places.get(seat);
		if (before?.x === place.x && before.y === place.y) this.#resting.add(seat);
		else this.#resting.delete(seat);
		this.#places.set(seat, place);
	}
}
