import * as v from 'valibot';
import type { Field } from '#lib/protocol/fields.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { nameSchema, plainText } from '#lib/protocol/text.ts';

/** The names that a demo's link holds; empty where a seat keeps the name that the demo gave it. */
export interface NameSettings {
	/** Of the first seat, or of the only one. */
	readonly name: string;
	/** Of the second seat. */
	readonly rightName: string;
}

/** How the names stand in a link. */
export const nameFields: { readonly [Name in keyof NameSettings]: Field<string> } = {
	name: nameField('name'),
	rightName: nameField('rightname')
};

function nameField(parameter: string): Field<string> {
	return { parameter, initial: '', read: readName, write: (name) => name };
}

/** A name as it may be shown, undefined where a text is none. */
export function readName(text: string): string | undefined {
	const name = plainText(text).trim();
	return v.is(nameSchema, name) ? name : undefined;
}

/** Names for those who come by the invite link: the page has Ada and Grace already. */
const GUESTS = ['Alan', 'Barbara', 'Edsger', 'Hedy', 'Jean', 'Katherine', 'Ken', 'Radia', 'Tim', 'Vint'] as const;

/** The name of a guest who has chosen none: the same for the same member. */
export function guestName(member: string): string {
	const sum = [...member].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
	return GUESTS[sum % GUESTS.length] ?? GUESTS[0];
}

/** What a member is called; two of one name are told apart by the start of their ids. */
export function nameOf(members: Members, id: string): string {
	const name = plainText(members.get(id)?.name ?? '').trim() || 'Somebody';
	const isShared = [...members.values()].some((other) => other.id !== id && !other.hasLeft && plainText(other.name).trim() === name);
	return isShared ? `${name} (${id.slice(0, 3)})` : name;
}
