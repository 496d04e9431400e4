import * as v from 'valibot';
import { RESET } from './event.ts';

/** What a publish must look like; anything else is refused with `bad-event`. Sizes and depth are checked before. */
export const newEventSchema = v.strictObject({
	type: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/), v.notValue(RESET)),
	data: v.unknown(),
	key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/))
});
