import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';
import type { Target } from './target.ts';

/** HEAD is answered as GET, of which Node sends the head alone; a lane's exchange is measured whole and knows no HEAD. */
export function methodOf({ method = '' }: IncomingMessage, { segments }: Target): string {
	return method === 'HEAD' && segments[0] !== 'live' ? 'GET' : method;
}

/** Refuses a method that is not among those of this object. @throws {Problem} `wrong-method`. */
export function refuseMethod(methods: object): never {
	const allowed = Object.keys(methods).join(', ');
	throw new Problem('wrong-method', `Allowed here: ${allowed}.`, { Allow: allowed });
}
