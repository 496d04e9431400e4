/** Has something drawn with the next frame: once, however often it is asked for until then. */
export class NextFrame {
	readonly #draw: () => void;
	#isDue = false;

	constructor(draw: () => void) {
		this.#draw = draw;
	}

	ask(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		const draw = () => {
			this.#isDue = false;
			this.#draw();
		};
		// A hidden page has no frames, but its title and its sounds may still follow.
		if (document.hidden) setTimeout(draw, 100);
		else requestAnimationFrame(draw);
	}
}
