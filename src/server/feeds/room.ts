import type * as v from 'valibot';
import type { NewEvent } from '#lib/protocol/event.ts';
import type { RoomRules } from '#lib/protocol/rooms/room.ts';
import type { Bus } from '../bus/bus.ts';
import { fitInput } from '../body.ts';
import type { TakeTurn } from '../limits/rate.ts';
import { Problem } from '../problem.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Feed } from './feed.ts';

/** The feed of a room for who has this key: members follow and publish, within the room's rules. */
export function createRoom(
	name: string,
	rules: RoomRules,
	key: string | undefined,
	bus: Bus,
	rooms: Rooms,
	takeTurn: TakeTurn | undefined
): Feed {
	const admit = async () => (rules.isOpen ? undefined : (await rooms.admit(name, key)).by);
	return {
		name,
		async read(after, limit) {
			await admit();
			return bus.read(name, after, limit);
		},
		async subscribe(onEvent) {
			await admit();
			return bus.subscribe(name, onEvent);
		},
		async publish(event) {
			const by = await admit();
			if (by === undefined) return bus.append(name, event);
			const latest = checkEvent(event, rules, by);
			if (rules.events[event.type]?.isDriven && !(await rooms.isDriver(name, by))) throw notTheDriver();
			await takeTurn?.(by);
			return bus.append(name, latest === undefined ? event : { ...event, latest });
		}
	};
}

/** What a member publishes must fit the room's rules and say who published it. Answers what it is the latest of. @throws {Problem} */
function checkEvent({ type, data }: NewEvent, rules: RoomRules, by: string): string | undefined {
	const rule = Object.hasOwn(rules.events, type) ? rules.events[type] : undefined;
	if (!rule) throw new Problem('bad-event', `This room takes events of these types: ${Object.keys(rules.events).join(', ')}.`);
	const fit = fitInput(data, rule.data as v.GenericSchema<unknown, { by?: string }>, 'bad-event');
	if (fit.by !== by) throw new Problem('not-yours', 'A member speaks for itself alone: "by" must be your own id.');
	return rule.latest?.(fit as never);
}

function notTheDriver(): Problem {
	return new Problem('not-the-driver', 'Your key is for listening: only the presenter, and who has the link of the remote, may drive.');
}
