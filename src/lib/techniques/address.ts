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

function query({ session, lane, member }: FeedAddress, parameters: Record<string, string | undefined>): string {
	const given = Object.entries({ ...parameters, session, lane, member }).filter((pair): pair is [string, string] => pair[1] !== undefined);
	return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
