import type { Script } from '#lib/protocol/present.ts';
import type { Measured } from '#lib/state/measurement.svelte.ts';

/** What the link of every page that can be presented holds. */
export interface PresentSettings {
	readonly present: number;
	readonly keys: 'on' | 'off';
}

/** A page as its presenter drives it. */
export interface Presented<Settings extends PresentSettings = PresentSettings> extends Measured {
	readonly script: Script<Settings>;
	readonly settings: Settings;
	/** What the settings are unless told. */
	readonly initial: Settings;
	/** Whether what a step does would take effect: the bench runs. */
	readonly isReady: boolean;
	readonly isPaused: boolean;
	/** Changes the link. `isStep`: Back undoes it. */
	change(part: Partial<Settings>, isStep: boolean): void;
	cutLine(): void;
	pauseOrResume(): void;
}
