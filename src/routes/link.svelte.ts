import { goto } from '$app/navigation';
import { page } from '$app/state';
import { readPageSettings, writePageSettings } from '#lib/protocol/page-settings.ts';
import type { PageSettings } from '#lib/protocol/page-settings.ts';

/** A browser allows some hundred changes of its history a minute: a slider's are gathered, ms. */
const GATHER_MS = 250;

/** Changes some settings; a step is one that Back undoes. */
export type ChangeSettings = (part: Partial<PageSettings>, isStep?: boolean) => void;

/** The URL is the state: settings are read from it, and a change of them is a navigation. */
export class Link {
	/** What a hand is changing just now and the URL does not hold yet. */
	#pending: Partial<PageSettings> = $state.raw({});
	readonly #linked = $derived(readPageSettings(page.url.searchParams));
	/** The settings as they stand. */
	readonly settings: PageSettings = $derived({ ...this.#linked, ...this.#pending });
	#timer: ReturnType<typeof setTimeout> | undefined;

	readonly change: ChangeSettings = (part, isStep = false) => {
		this.#pending = { ...this.#pending, ...part };
		clearTimeout(this.#timer);
		if (isStep) this.#write(true);
		else this.#timer = setTimeout(() => this.#write(false), GATHER_MS);
	};

	#write(isStep: boolean): void {
		const written = this.#pending;
		const url = writePageSettings(this.settings) || page.url.pathname;
		void goto(url, { replaceState: !isStep, noScroll: true, keepFocus: true }).then(() => {
			if (this.#pending === written) this.#pending = {};
		});
	}
}
