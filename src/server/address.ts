import type { IncomingMessage } from 'node:http';

/**
 * Whose request it is, for limits: the peer's address, or the right-most hops of `X-Forwarded-For` that trusted proxies
 * wrote. IPv6 counts by its /64, which one household or machine has whole.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
	const peer = request.socket.remoteAddress ?? 'unknown';
	if (trustedProxies === 0) return network(peer);
	const hops = String(request.headers['x-forwarded-for'] ?? '')
		.split(',')
		.map((hop) => hop.trim())
		.filter(Boolean);
	return network(hops.at(-trustedProxies) ?? peer);
}

function network(address: string): string {
	if (address.startsWith('::ffff:')) return address.slice('::ffff:'.length);
	return address.includes(':') ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** The eight groups of an IPv6 address, those that `::` stands for too (RFC 5952, section 2). */
function groupsOf(address: string): string[] {
	const [head = [], tail = []] = address
		.toLowerCase()
		.split('::', 2)
		.map((part) => (part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''))));
	return [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
}
