import type { Deed, Script } from '#lib/protocol/present.ts';
import type { Measured } from '#lib/state/measurement.svelte.ts';

/** What the link of every page that can be presented holds. */
export interface PresentSettings {
	readonly present: number;
	readonly keys: 'on' | 'off';
	/** Where a link holds it. */
	readonly paused?: boolean;
}

/** A page as its presenter drives it. */
export interface Presented<Settings extends PresentSettings = PresentSettings> extends Measured {
	readonly script: Script<Settings>;
	readonly settings: Settings;
	/** The settings of a link with this query. */
	read(query: URLSearchParams): Settings;
	/** Whether what a step does would take effect: the bench runs. */
	readonly isReady: boolean;
	/** Whether everything that follows has a line, and something came over it: a cut now takes something away. */
	readonly isFlowing: boolean;
	readonly isPaused: boolean;
	/** Changes the link. `isStep`: Back undoes it. */
	change(part: Partial<Settings>, isStep: boolean): void;
	/** Begins measuring anew, all figures at zero. */
	restart(): void;
	/** What a step does that acts, in the visitor's place. */
	act(): void;
	/** Has somebody at a seat do something; false where that cannot be done yet. */
	carryOut(deed: Deed): boolean;
	cutLine(): void;
	pauseOrResume(): void;
}
