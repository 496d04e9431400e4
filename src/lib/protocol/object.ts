import * as v from 'valibot';

/** An object with these fields and no others. An empty array is none, though it has no field that would be wrong. */
export function objectSchema<const Entries extends v.ObjectEntries>(entries: Entries) {
	return v.pipe(
		v.custom<v.InferInput<v.StrictObjectSchema<Entries, undefined>>>((value) => !Array.isArray(value), 'an object, not an array'),
		v.strictObject(entries)
	);
}

/** An object as `objectSchema` has it, with at least one of its fields. */
export function someOfSchema<const Entries extends v.ObjectEntries>(entries: Entries) {
	return v.pipe(objectSchema(entries), v.minEntries(1, 'an object that is not empty'));
}
