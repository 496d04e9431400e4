import { readFields, writeFields } from '#lib/protocol/fields.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Demo } from './demo.ts';

/** The query with which a guest takes a seat in the room of this page; undefined where there is no room. */
export function inviteQuery({ fields, plan }: Pick<Demo, 'fields' | 'plan'>, run: DemoRun, settings: DemoSettings): string | undefined {
	if (!plan.room || run.room === '') return undefined;
	const guest = {
		...readFields(fields, new URLSearchParams()),
		...plan.invited?.(run.seats, settings),
		room: run.room,
		seats: 'one' as const
	};
	return writeFields(fields, guest);
}
