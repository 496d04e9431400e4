import { onDestroy, untrack } from 'svelte';
import type { Stop } from '#lib/protocol/present.ts';
import { Deeds } from '#lib/state/deeds.ts';
import { Measurement } from '#lib/state/measurement.svelte.ts';
import type { Answer } from '#lib/state/measurement.svelte.ts';
import type { PresentSettings, Presented } from './presented.ts';

/** So long a page runs before a step's cut: there has to be something to lose; where a lane stays silent it is not waited for. */
const LEAD_S = { flowing: 3, atMost: 12 } as const;

interface Hooks<Settings extends PresentSettings> {
	presented(): Presented<Settings>;
	/** The stop that is shown. */
	stop(): Stop<Settings> | undefined;
	/** The stop's step begins: its settings are wanted. Answers whether that changes any. */
	onBegin(stop: Stop<Settings>): boolean;
	/** Whether this page may do what a button is for: sixty who follow do not start sixty jobs. What people do at its seats it does anyway. */
	mayAct(): boolean;
}

/** Does what each step does by itself, once, as soon as its page runs, and measures what it asks. Call it while a component is set up. */
export function playSteps<Settings extends PresentSettings>({
	presented: current,
	stop,
	onBegin,
	mayAct
}: Hooks<Settings>): { readonly answer: Answer | undefined } {
	const presented = $derived(current());
	/** Number of the step that was begun. */
	let begun: number | undefined;
	let measurement: Measurement | undefined = $state.raw();
	/** Seconds that the page had run when a step began whose cut is still to come. */
	let cutFrom: number | undefined = $state();
	const doer = new Deeds((deed) => presented.carryOut(deed));
	onDestroy(() => doer.stop());

	$effect(() => {
		const now = stop();
		if (!now || !presented.isReady || now.number === begun) return;
		begun = now.number;
		untrack(() => {
			const { anew, acts, deeds = [], cut, ask } = now.step;
			const isChanged = onBegin(now);
			if (anew === true || (anew && isChanged)) presented.restart();
			if (acts && mayAct()) presented.act();
			doer.begin(now.number, deeds);
			cutFrom = cut && presented.seconds;
			measurement = ask && new Measurement(ask, presented);
		});
	});
	$effect(() => {
		if (cutFrom === undefined) return;
		const ran = presented.seconds - cutFrom;
		if (ran >= 0 && ran < (presented.isFlowing ? LEAD_S.flowing : LEAD_S.atMost)) return;
		const { cut } = presented;
		// It was cut by hand meanwhile: a second time would mend it.
		if (ran >= 0 && !(cut && cut.seconds >= cutFrom)) untrack(() => presented.cutLine());
		// Where the page began anew meanwhile, so does the wait.
		cutFrom = ran < 0 ? presented.seconds : undefined;
	});
	return {
		/** It changes with the seconds. */
		get answer() {
			void presented.seconds;
			return measurement?.answer();
		}
	};
}
