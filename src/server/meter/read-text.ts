const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What bytes say, in as many parts as they came; nothing where they are no UTF-8. Read leniently, each bad byte would become a
 * character of three, and what is in a message could outgrow the message.
 */
export function readText(parts: readonly Uint8Array[]): string {
	try {
		return utf8.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
	} catch {
		return '';
	}
}
