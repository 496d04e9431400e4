import { dashboardFold } from '#lib/demos/dashboard/fold.ts';
import type { Dashboard } from '#lib/demos/dashboard/fold.ts';
import type { DemoScript } from '../script.ts';

/** The dashboard: everybody who follows an instance is told the same. */
export const script: DemoScript<Dashboard> = {
	fold: dashboardFold,
	read: ({ samples }) => samples
};
