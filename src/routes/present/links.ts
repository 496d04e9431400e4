import { FOLLOW } from '#lib/protocol/present.ts';
import type { Driven } from '#lib/state/kept-talk.ts';

/** The link by which an audience follows. */
export function audienceLink(origin: string, { code }: Driven): string {
	return `${origin}/?${FOLLOW}=${code}`;
}

/** The link by which a phone drives. The key is behind the #, which no browser sends: it reaches no log and no referrer. */
export function remoteLink(origin: string, { code, member, key }: Driven): string {
	return `${origin}/remote#${code}.${member}.${key}`;
}

/** The driver's place that a remote's link holds; undefined for anything that is none. */
export function readRemote(hash: string): Driven | undefined {
	const [, code, member, key] = /^#([a-z2-7]{8})\.([a-z2-7]{12})\.([\w-]{22})$/.exec(hash) ?? [];
	return code && member && key ? { code, member, key } : undefined;
}
