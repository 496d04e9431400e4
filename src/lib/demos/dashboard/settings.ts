import { demoFields } from '#lib/protocol/demo-settings.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { number } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import { VITALS_KEPT } from '#lib/protocol/vitals.ts';

/** What the link of the dashboard holds. */
export interface DashboardSettings extends DemoSettings {
	/** How far back the charts go. */
	readonly seconds: number;
}

/** Bounds of the seconds that the charts show. */
export const SECONDS = { min: 30, max: VITALS_KEPT, initial: 60 } as const;

/** The table of the dashboard's settings. */
export const dashboardFields: Fields<DashboardSettings> = { ...demoFields('sse'), seconds: number('seconds', SECONDS, true) };
