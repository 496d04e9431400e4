import { TECHNIQUE_IDS } from './technique-id.ts';
import type { TechniqueId } from './technique-id.ts';

/** Techniques that hold an HTTP connection all the time: six of those, and nothing else gets through. WebSockets have a pool of their own. */
const HOLDS_HTTP: ReadonlySet<TechniqueId> = new Set(['long-polling', 'sse', 'fetch-stream']);

/** How many connections these hold all the time. Socket.IO holds one where it stays with polling. */
export function heldStreams(techniques: readonly TechniqueId[], isSocketIoPolled = false): number {
	return techniques.filter((id) => HOLDS_HTTP.has(id) || (isSocketIoPolled && id === 'socketio')).length;
}

/** As many of these lanes as hold no more than `most` connections; of those that hold one, what was not there `before` comes first. */
export function fitLanes(techniques: readonly TechniqueId[], most: number, before: readonly TechniqueId[] = []): readonly TechniqueId[] {
	const held = techniques.filter((id) => HOLDS_HTTP.has(id));
	if (held.length <= most) return techniques;
	const kept = [...held.filter((id) => !before.includes(id)), ...held.filter((id) => before.includes(id))].slice(0, most);
	return TECHNIQUE_IDS.filter((id) => techniques.includes(id) && (!HOLDS_HTTP.has(id) || kept.includes(id)));
}

/** The techniques of two seats. */
export interface TwoSeats {
	readonly technique: TechniqueId;
	readonly right: TechniqueId;
}

/** The same seats, holding no more than `most` connections: the one that was not changed since `before` goes over to WebSocket. */
export function fitSeats<Seats extends TwoSeats>(seats: Seats, most: number, before: TwoSeats = seats): Seats {
	if (heldStreams([seats.technique, seats.right]) <= most) return seats;
	return seats.right === before.right ? { ...seats, right: 'websocket' } : { ...seats, technique: 'websocket' };
}
