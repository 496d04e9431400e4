import * as v from 'valibot';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { VITALS, VITALS_EVERY_MS, VITALS_KEPT, vitalsSchema } from '#lib/protocol/vitals.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** The vitals at a moment: ms since 1970 on the server's clock. */
export interface Sample {
	readonly at: number;
	readonly vitals: Vitals;
}

/** A dashboard: the samples that are kept, oldest first. */
export interface Dashboard {
	readonly samples: readonly Sample[];
}

/** The last two minutes of samples; what is no vitals changes nothing. */
export const dashboardFold: Fold<Dashboard> = {
	initial: () => ({ samples: [] }),
	apply(dashboard, { type, at, data }: FeedEvent) {
		if (type !== VITALS || !v.is(vitalsSchema, data)) return dashboard;
		const kept = dashboard.samples.slice(1 - VITALS_KEPT).filter((sample) => at - sample.at <= VITALS_KEPT * VITALS_EVERY_MS);
		return { samples: [...kept, { at, vitals: data }] };
	}
};
