import * as v from 'valibot';
import { objectSchema } from './object.ts';
import type { PackedRecord } from './packed-record.ts';
import { sessionChangeSchema } from './session.ts';
import type { SessionView } from './session.ts';

/** What a console says to the server: a clock probe with the sender's own clock, or a change of the session. */
export const consoleCommandSchema = v.union([objectSchema({ probe: v.pipe(v.number(), v.finite()) }), sessionChangeSchema]);
export type ConsoleCommand = v.InferOutput<typeof consoleCommandSchema>;

/**
 * What the server says over a console. `session` comes first and whenever readings had to be dropped: ledgers start anew
 * from it. `records` follow it without a hole. `settings` say what became of a change, and what still holds where one came
 * too soon. `probe` answers a probe. `cut` says when the line was cut, and
 * until when it stays so; one that was mended is cut until that moment.
 */
export type ConsoleMessage =
	| { readonly session: SessionView }
	| { readonly settings: SessionView['settings']; readonly newest: number }
	| { readonly records: readonly PackedRecord[]; readonly at: number }
	| { readonly probe: number; readonly now: number }
	| { readonly cut: number; readonly until: number };
