import * as v from 'valibot';
import { RESET } from './event.ts';

/** A key that makes a publish or an order idempotent: stored once, however often it is sent. */
export const keySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'a key of 1 to 64 letters, digits, - and _'));

/** What a publish must look like; anything else is refused with `bad-event`. Sizes and depth are checked before. */
export const newEventSchema = v.strictObject({
	type: v.pipe(
		v.string(),
		v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name of 1 to 32 small letters, digits and -, with a letter first'),
		v.notValue(RESET)
	),
	data: v.unknown(),
	key: keySchema
});
