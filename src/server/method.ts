import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';
import type { Target } from './target.ts';

/** HEAD is answered as GET, of which Node sends the head alone; a lane's exchange is measured whole and knows no HEAD. */
export function methodOf({ method = '' }: IncomingMessage, { segments }: Target): string {
	return method === 'HEAD' && knowsHead(segments) ? 'GET' : method;
}

/** Refuses a method that is not among those of this object, and tells which are, HEAD where it is answered. @throws {Problem} `wrong-method`. */
export function refuseMethod(methods: object, { segments }: Target): never {
	const allowed = Object.keys(methods)
		.flatMap((method) => (method === 'GET' && knowsHead(segments) ? ['GET', 'HEAD'] : method))
		.join(', ');
	throw new Problem('wrong-method', `Allowed here: ${allowed}.`, { Allow: allowed });
}

function knowsHead([first]: Target['segments']): boolean {
	return first !== 'live';
}
