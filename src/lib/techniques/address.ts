import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { FeedAddress } from './technique.ts';

/** The URL of a feed over a technique; parameters without a value are left out. */
export function liveUrl(address: FeedAddress, technique: TechniqueId, parameters: Record<string, string | undefined> = {}): string {
	return `${feedUrl(address)}/${technique}${query(address, parameters)}`;
}

/** The URL that events are posted to. */
export function publishUrl(address: FeedAddress): string {
	return feedUrl(address) + query(address, {});
}

/** The same URL for a WebSocket: `ws:` for `http:`, `wss:` for `https:`. */
export function socketUrl(address: FeedAddress, technique: TechniqueId, parameters: Record<string, string | undefined>): string {
	return liveUrl(address, technique, parameters).replace(/^http/, 'ws');
}

/** The site that the address is on: the one it names, otherwise the page's own. */
export function siteOf(address: FeedAddress): string {
	return address.origin ?? location.origin;
}

function feedUrl(address: FeedAddress): string {
	return `${siteOf(address)}/live/${address.feed}`;
}

/** What an address says of who asks; what it does not know is left out. */
export function askerOf({ session, lane, member }: FeedAddress): Record<string, string> {
	return onlyGiven({ session, lane, member });
}

function query(address: FeedAddress, parameters: Record<string, string | undefined>): string {
	const given = new URLSearchParams({ ...onlyGiven(parameters), ...askerOf(address) }).toString();
	return given === '' ? '' : `?${given}`;
}

function onlyGiven(parameters: Record<string, string | undefined>): Record<string, string> {
	return Object.fromEntries(Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
