import { onDestroy } from 'svelte';
import { beforeNavigate, goto } from '$app/navigation';
import { page } from '$app/state';

/** A browser allows some hundred changes of its history a minute: a slider's are gathered, ms. */
const GATHER_MS = 250;
/** A hand that rests for longer, or moves something else, begins another go, ms. */
const GO_MS = 2000;

/** Changes some settings. Back undoes a step; without a word on it, what a hand does in one go is one; what the page does by itself is none. */
export type ChangeSettings<Settings> = (part: Partial<Settings>, isStep?: boolean) => void;

/** How a page's settings stand in a query. */
export interface LinkTable<Settings> {
	read(query: URLSearchParams): Settings;
	write(settings: Settings): string;
}

/** Settings that can be changed, wherever they are kept. */
export interface Changeable<Settings> {
	readonly settings: Settings;
	readonly change: ChangeSettings<Settings>;
}

/** The URL is the state: settings are read from it, and a change of them is a navigation. Made by a page, for as long as it is there. */
export class Link<Settings> implements Changeable<Settings> {
	readonly #table: LinkTable<Settings>;
	/** What a hand is changing just now and the URL does not hold yet. */
	#pending: Partial<Settings> = $state.raw({});
	readonly #linked: Settings;
	/** The settings as they stand. */
	readonly settings: Settings;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#movedAt = -Infinity;
	/** The settings that a hand moved last. */
	#moved = '';

	constructor(table: LinkTable<Settings>) {
		this.#table = table;
		this.#linked = $derived(table.read(page.url.searchParams));
		this.settings = $derived({ ...this.#linked, ...this.#pending });
		// Back undoes what the URL does not hold yet, too: it would be written over what Back came to.
		beforeNavigate(({ type }) => {
			if (type !== 'popstate') return;
			clearTimeout(this.#timer);
			this.#pending = {};
		});
		onDestroy(() => clearTimeout(this.#timer));
	}

	readonly change: ChangeSettings<Settings> = (part, isStep) => {
		this.#pending = { ...this.#pending, ...part };
		clearTimeout(this.#timer);
		if (isStep) this.#moved = '';
		if (isStep !== undefined) this.#write(isStep);
		else this.#timer = setTimeout(() => this.#write(this.#beginsGo(`${Object.keys(part)}`)), GATHER_MS);
	};

	/** The query of the settings as they stand, with what the URL does not hold yet. */
	get query(): string {
		return this.#table.write(this.settings);
	}

	#beginsGo(moved: string): boolean {
		const isNew = moved !== this.#moved || performance.now() - this.#movedAt > GO_MS;
		this.#moved = moved;
		this.#movedAt = performance.now();
		return isNew;
	}

	#write(isStep: boolean): void {
		const written = this.#pending;
		const url = this.#table.write(this.settings) || page.url.pathname;
		void goto(url, { replaceState: !isStep, noScroll: true, keepFocus: true }).then(() => {
			if (this.#pending === written) this.#pending = {};
		});
	}
}
