import type { Component } from 'svelte';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { DemoPlan } from '#lib/state/demo-plan.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';

/** What a demo says about itself: 100 to 200 words in all. */
export interface DemoWords {
	/** What it is and what happens on the wire. */
	readonly about: readonly string[];
	/** Two or three experiments: what to do, and what one should see. */
	readonly experiments: readonly { readonly try: string; readonly see: string }[];
	/** When the technique it opens on is the right choice, and when not. */
	readonly right: string;
	readonly wrong: string;
}

/** What a face is given: one seat of a running demo, and the link's settings. */
export interface FaceProps<State = unknown, Settings extends DemoSettings = DemoSettings> {
	readonly seat: Seat<State>;
	readonly run: DemoRun<State, Settings>;
	readonly settings: Settings;
	/** Changes settings in the link; a step is one that Back undoes. */
	change(part: Partial<Settings>, isStep?: boolean): void;
}

/** A demo: a fold over a feed, a face for each seat, and words. It knows no technique but the one it opens on. */
export interface Demo<State = unknown, Settings extends DemoSettings = DemoSettings> {
	readonly fields: Fields<Settings>;
	readonly plan: DemoPlan<State, Settings>;
	readonly Face: Component<FaceProps<State, Settings>>;
	readonly words: DemoWords;
	/** Whether one seat means little without the other: in one column what stands last in each face waits below both. */
	readonly areSeatsTogether?: boolean;
	/** What a presenter goes through. */
	readonly script: Script<Settings>;
	/** What a step does that acts; answers the settings that change by it. A refusal changes none: the visitor's button says why. */
	act?(run: DemoRun<State, Settings>, settings: Settings): Promise<Partial<Settings>>;
}

/** A demo as the page takes it, whatever its state and settings are: it hands each demo back what came from it. */
export function defineDemo<State, Settings extends DemoSettings>(demo: Demo<State, Settings>): Demo {
	return demo as unknown as Demo;
}
