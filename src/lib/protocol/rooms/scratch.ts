import type { RoomRules } from './room.ts';

/** A room for trying out with `curl`: any event, by anybody who knows its name. No demo stands on it. */
export const scratchRules: RoomRules = { events: {}, isOpen: true, keeps: { events: 500, bytes: 262_144 } };
