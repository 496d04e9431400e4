import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/**
 * Refuses a head that is not clear about whom it is for: one Host, no more (RFC 9112, section 3.2). With a `publicOrigin` it
 * must be that one's, which stops DNS rebinding. @throws {Problem} `bad-request`, `foreign-host`, `expectation-failed`.
 */
export function checkHead(request: IncomingMessage, publicOrigin: string | undefined): void {
	const { headers, httpVersion } = request;
	const hosts = countHosts(request);
	// Node takes the first of two, a proxy before it perhaps the second.
	if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) {
		throw new Problem('bad-request', 'A request names one Host.', { Connection: 'close' });
	}
	if (publicOrigin && headers.host !== publicOrigin.replace(/^https?:\/\//, '')) {
		throw new Problem('foreign-host', `This site is ${publicOrigin}.`);
	}
	if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect)) {
		throw new Problem('expectation-failed', 'No expectation is met here but "100-continue".', { Connection: 'close' });
	}
}

function countHosts({ rawHeaders }: IncomingMessage): number {
	let count = 0;
	for (let i = 0; i < rawHeaders.length; i += 2) if (/^host$/i.test(rawHeaders[i] as string)) count += 1;
	return count;
}
