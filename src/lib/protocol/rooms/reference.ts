import * as v from 'valibot';
import { parseEventId } from '../event.ts';
import type { EventId } from '../event.ts';

/** The id of an event, as another event names it. */
export const referenceSchema = v.custom<EventId>(
	(value) => typeof value === 'string' && parseEventId(value) !== undefined,
	'the id of an event'
);

/** The key that an event was published with, repeated in its data: who sent it knows it again when it arrives. */
export const ownKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'the key that it is published with'));
