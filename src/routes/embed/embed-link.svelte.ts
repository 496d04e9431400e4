import type { Changeable } from '../link.svelte.ts';

/**
 * The settings of what runs in an embed. They are read from the frame's address and then live here: a frame that navigates would
 * put steps into the history of the page that holds it.
 */
export class EmbedLink<Settings extends object> implements Changeable<Settings> {
	settings: Settings = $state.raw() as Settings;
	readonly #asked: Settings;
	#changed: Partial<Settings> = $state.raw({});
	readonly #fit: (settings: Settings, before: Settings | undefined) => Settings;

	/** `fit` makes of settings what this frame may run. */
	constructor(asked: Settings, fit: (settings: Settings, before: Settings | undefined) => Settings) {
		this.#asked = asked;
		this.#fit = fit;
		this.settings = fit(asked, undefined);
	}

	/** What the full page is to show: the settings as they were asked for, and what the visitor changed since. */
	get linked(): Settings {
		return { ...this.#asked, ...this.#changed };
	}

	readonly change = (part: Partial<Settings>): void => {
		const before = this.settings;
		this.settings = this.#fit({ ...before, ...part }, before);
		const names = Object.keys(part) as (keyof Settings)[];
		this.#changed = { ...this.#changed, ...Object.fromEntries(names.map((name) => [name, this.settings[name]])) };
	};
}
