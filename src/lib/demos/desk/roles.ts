import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { choice } from '#lib/protocol/fields.ts';
import type { Field } from '#lib/protocol/fields.ts';
import { ROLES } from '#lib/protocol/rooms/desk.ts';
import type { Role } from '#lib/protocol/rooms/desk.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Seat, SeatName } from '#lib/state/seat.svelte.ts';
import type { NameSettings } from '../names.ts';
import type { Desk } from './fold.ts';

/** What the seats do at the desk, as the link holds it. */
export interface RoleSettings {
	/** Of the first seat, or of the only one. */
	readonly role: Role;
	/** Of the second seat. */
	readonly rightrole: Role;
}

export type DeskSettings = DemoSettings & NameSettings & RoleSettings;

/** How the roles stand in a link. */
export const roleFields: { readonly [Name in keyof RoleSettings]: Field<Role> } = {
	role: choice('role', ROLES, 'agent'),
	rightrole: choice('rightrole', ROLES, 'customer')
};

/** The technique that suits each role: an agent speaks often, a customer mostly listens. */
export const LANES = { agent: 'websocket', customer: 'sse' } as const satisfies Record<Role, TechniqueId>;

/** What the person at this seat does. */
export function roleOf(seat: SeatName, { role, rightrole }: RoleSettings): Role {
	return seat === 'right' ? rightrole : role;
}

/** The settings after a change of role: the lane changes with it, unless the visitor has chosen another than the role's own. */
export function withRole(seat: SeatName, role: Role, settings: DeskSettings): Partial<DeskSettings> {
	const isRight = seat === 'right';
	const isUsual = (isRight ? settings.right : settings.technique) === LANES[roleOf(seat, settings)];
	const lane = isUsual ? (isRight ? { right: LANES[role] } : { technique: LANES[role] }) : {};
	return { ...(isRight ? { rightrole: role } : { role }), ...lane };
}

/** What a guest does: what nobody here does yet, and otherwise what most people do at a desk. */
export function invited(seats: readonly Pick<Seat<Desk>, 'name' | 'state' | 'members'>[], settings: RoleSettings): Partial<DeskSettings> {
	const own = seats.map(({ name }) => roleOf(name, settings));
	const others = seats.flatMap(({ state, members }) => [...state.roles].filter(([id]) => members.get(id)?.hasLeft === false));
	const hasAgent = own.includes('agent') || others.some(([, role]) => role === 'agent');
	const role = hasAgent ? 'customer' : 'agent';
	return { role, technique: LANES[role] };
}
