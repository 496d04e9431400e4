import { PURPOSES } from '#lib/wire/record.ts';

/** The purposes as they stand in a bar. Payload first: what one came for stands at the axis. */
export const STACK = [...PURPOSES].reverse();
