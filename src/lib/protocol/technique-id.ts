/** The techniques, in the order in which every list shows them. */
export const TECHNIQUE_IDS = ['polling', 'conditional', 'long-polling', 'sse', 'fetch-stream', 'websocket', 'socketio'] as const;
export type TechniqueId = (typeof TECHNIQUE_IDS)[number];

/** Whether this text names a technique. */
export function isTechniqueId(text: string): text is TechniqueId {
	return (TECHNIQUE_IDS as readonly string[]).includes(text);
}

/**
 * The technique of a lane's id, which is its name, and a seat where one page has several lanes of it (`sse`, `sse.left`);
 * undefined for anything that is not one.
 */
export function laneTechnique(lane: string): TechniqueId | undefined {
	const [technique = '', seat, ...rest] = lane.split('.');
	const isSeat = seat === undefined || /^[a-z0-9-]{1,16}$/.test(seat);
	return isSeat && rest.length === 0 && isTechniqueId(technique) ? technique : undefined;
}
