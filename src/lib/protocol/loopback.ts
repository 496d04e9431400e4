/** Whether an address leads back to the machine that opens it: `localhost`, 127.0.0.0/8 or `::1` (RFC 6761, RFC 1122, RFC 4291). */
export function isLoopback(address: string): boolean {
	const hostname = URL.canParse(address) ? new URL(address).hostname : '';
	return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
