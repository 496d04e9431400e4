import * as v from 'valibot';
import type { Field } from '#lib/protocol/fields.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { nameSchema, plainText } from '#lib/protocol/text.ts';
import { randomKey } from '#lib/state/random-key.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';

/** The names that a demo's link holds; empty where a seat keeps the name that the demo gave it. */
export interface NameSettings {
	/** Of the first seat, or of the only one. */
	readonly name: string;
	/** Of the second seat. */
	readonly rightname: string;
}

/** How the names stand in a link. */
export const nameFields: { readonly [Name in keyof NameSettings]: Field<string> } = {
	name: nameField('name'),
	rightname: nameField('rightname')
};

function nameField(parameter: string): Field<string> {
	return { parameter, initial: '', read: readName, write: (name) => name };
}

/** A name as it may be shown, undefined where a text is none. */
export function readName(text: string): string | undefined {
	const name = plainText(text).trim();
	return v.is(nameSchema, name) ? name : undefined;
}

/** Names for those who come by the invite link: the page that invites has Ada and Grace already. */
const GUESTS: readonly string[] = (
	'Alan Alonzo Annie Barbara Claude Dennis Donald Dorothy Edsger Evelyn Frances Hedy Jean Joan John Karen Katherine Ken Leslie ' +
	'Margaret Mary Niklaus Radia Seymour Sophie Stephanie Tim Vint Whitfield'
).split(' ');

/** The name of a guest who has chosen none: the same for the same key. */
export function guestName(key: string): string {
	const sum = [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
	return GUESTS[sum % GUESTS.length] as string;
}

/** The name that the link holds for a seat; empty where it holds none. */
export function linkedName(seat: SeatName, { name, rightname }: NameSettings): string {
	return seat === 'right' ? rightname : name;
}

/** What a person joins a room as: by the link, or as a guest on a page of one seat; undefined: as the page says. */
export function joinName(seat: SeatName, settings: NameSettings): string | undefined {
	return linkedName(seat, settings) || (seat === 'only' ? guestName(randomKey()) : undefined);
}

/** The name for a guest so called: the next free one of the list, where somebody who came earlier has it. Any other name stays. */
export function freeName(members: Members, id: string, name: string): string {
	const others = [...members.values()].filter((other) => other.id !== id && !other.hasLeft);
	const order = [...members.keys()];
	const isEarlier = (other: string) => !members.has(id) || order.indexOf(other) < order.indexOf(id);
	if (!GUESTS.includes(name) || !others.some((other) => other.name === name && isEarlier(other.id))) return name;
	const taken = new Set(others.map((other) => other.name));
	const from = GUESTS.indexOf(name);
	return [...GUESTS.slice(from), ...GUESTS.slice(0, from)].find((guest) => !taken.has(guest)) ?? name;
}

/** What members are called; those of one name are told apart by the start of their ids. */
export function namesOf(members: Members): ReadonlyMap<string, string> {
	const plain = new Map([...members.values()].map(({ id, name }) => [id, plainText(name).trim() || 'Somebody']));
	const counts = new Map<string, number>();
	for (const { id, hasLeft } of members.values()) {
		const name = plain.get(id) as string;
		if (!hasLeft) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return new Map(
		[...members.values()].map(({ id, hasLeft }) => {
			const name = plain.get(id) as string;
			const others = (counts.get(name) ?? 0) - (hasLeft ? 0 : 1);
			return [id, others > 0 ? `${name} (${id.slice(0, 3)})` : name];
		})
	);
}

/** What a member is called. */
export function nameOf(members: Members, id: string): string {
	return namesOf(members).get(id) ?? 'Somebody';
}
