import { presentFeed } from '#lib/protocol/present.ts';
import { ServerError } from './ask.ts';
import type { PresentLine } from './present-line.svelte.ts';
import { joinRoom, leaveRoom } from './room.ts';
import type { Membership } from './room.ts';

/** Somebody of the audience: a place in a presentation that is followed, let go, and followed again. */
export class Listener {
	readonly code: string;
	/** Whether this page goes where the presenter goes. */
	isFollowing = $state(true);
	/** Code of the problem for which there is nothing to follow; empty while there is. */
	#refusal = $state('');
	#line: PresentLine | undefined = $state.raw();
	#membership: Membership | undefined;
	#isEnded = false;

	constructor(code: string) {
		this.code = code;
		void this.#join();
	}

	get line(): PresentLine | undefined {
		return this.#line;
	}

	/** Why nothing is followed: the problem's code, `over` once the presenter has ended it; empty where all is well. */
	get problem(): string {
		if (this.#line?.presentation.isOver) return 'over';
		return this.#refusal || (this.#line?.problem ?? '');
	}

	/** Gives the place back; the page may be closing. */
	end(): void {
		this.#isEnded = true;
		this.#line?.close();
		if (this.#membership) leaveRoom(presentFeed(this.code), this.#membership.key);
	}

	async #join(): Promise<void> {
		try {
			// Only who follows needs it: it comes with the first of them.
			const { PresentLine } = await import('./present-line.svelte.ts');
			this.#membership = await joinRoom(presentFeed(this.code), 'Listener');
			if (this.#isEnded) leaveRoom(presentFeed(this.code), this.#membership.key);
			else this.#line = new PresentLine(this.code, this.#membership, 'Listener');
		} catch (error) {
			this.#refusal = error instanceof ServerError ? error.code : 'unanswered';
			// A full room may empty, a server come back.
			if (!this.#isEnded && this.#refusal !== 'room-gone') setTimeout(() => this.#isEnded || void this.#join(), 3000 * (1 + Math.random()));
		}
	}
}
