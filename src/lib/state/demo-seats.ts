import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { DemoPlan } from './demo-plan.ts';
import { Seat } from './seat.svelte.ts';
import type { SeatName } from './seat.svelte.ts';

/** Seats try again within this time once there is hope for the line, not all at one moment, ms. */
const SOON_MS = 1000;

/** The technique that these settings put a seat on. */
export function techniqueOf(seat: SeatName, { technique, right }: DemoSettings): TechniqueId {
	return seat === 'right' ? right : technique;
}

/** The seats of a page: one for each person, or a guest's alone. */
export function createSeats<State, Settings extends DemoSettings>(plan: DemoPlan<State, Settings>, settings: Settings): Seat<State>[] {
	const people = settings.seats === 'one' ? plan.people.slice(-1) : plan.people;
	const names = people.length === 1 ? (['only'] as const) : (['left', 'right'] as const);
	return people.map((person, index) => {
		const name = names[index] ?? 'right';
		return new Seat(name, plan.nameOf?.(name, settings) ?? person, techniqueOf(name, settings), plan.fold);
	});
}

/** The line is mended, or the browser online again. Each seat would wait for a time of its own, and one for twenty times as long as another, by chance. */
export function reconnectSoon(seats: readonly Seat[]): void {
	for (const seat of seats) setTimeout(() => seat.reconnect(), Math.random() * SOON_MS);
}
