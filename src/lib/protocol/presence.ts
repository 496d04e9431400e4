import type { FeedEvent } from './event.ts';
import { GONE_MS, HERE } from './rooms/room.ts';
import type { Here } from './rooms/room.ts';

/** A member of a room as the others see one. */
export interface Member {
	readonly id: string;
	readonly name: string;
	/** When one was last heard of, ms since 1970 on the server's clock. */
	readonly seenAt: number;
	readonly hasLeft: boolean;
}

/** Members by id, in the order in which they came. */
export type Members = ReadonlyMap<string, Member>;

/** Nobody yet. */
export const NO_MEMBERS: Members = new Map();

/** Folds a `here`; any other event shows that its author is there. */
export function foldMembers(members: Members, event: FeedEvent): Members {
	const { by, name, left } = (event.data ?? {}) as Partial<Here>;
	const known = by === undefined ? undefined : members.get(by);
	if (by === undefined || (event.type !== HERE && !known)) return members;
	const member: Member = {
		id: by,
		name: event.type === HERE ? (name ?? '') : (known?.name ?? ''),
		seenAt: event.at,
		hasLeft: event.type === HERE && left === true
	};
	return new Map(members).set(by, member);
}

/** Who is there at a moment of the server's clock. */
export function presentMembers(members: Members, now: number): Member[] {
	return [...members.values()].filter(({ hasLeft, seenAt }) => !hasLeft && now - seenAt < GONE_MS);
}
