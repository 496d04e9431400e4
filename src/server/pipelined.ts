import type { ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/**
 * Refuses an answer that waits behind an unfinished one on its connection: no browser pipelines, and a flood of polls would all
 * be held. @throws {Problem}
 */
export function refusePipelined({ socket }: ServerResponse): void {
	if (socket !== null) return;
	throw new Problem('bad-request', 'Wait for the answer before you ask again on the same connection.', { Connection: 'close' });
}
