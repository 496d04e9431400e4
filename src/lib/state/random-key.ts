/** A random key of 96 bits for a publish. (`crypto.randomUUID` is missing on plain http.) */
export function randomKey(): string {
	return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
