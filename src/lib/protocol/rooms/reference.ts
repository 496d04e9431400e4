import * as v from 'valibot';
import { parseEventId } from '../event.ts';
import type { EventId } from '../event.ts';
import { keySchema } from '../new-event.ts';

/** The id of an event, as another event names it. */
export const referenceSchema = v.custom<EventId>(
	(value) => typeof value === 'string' && parseEventId(value) !== undefined,
	'the id of an event'
);

/** The key that an event was published with, repeated in its data: who sent it knows it again when it arrives. */
export const ownKeySchema = keySchema;
