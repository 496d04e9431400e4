import { afterEach } from 'vitest';
import { RawSocket } from './raw-socket.ts';

/** Opens raw sockets to a test file's server, or to another port; what a test has opened is closed after it. */
export function setRawSockets(server: () => { readonly port: number }): (port?: number) => Promise<RawSocket> {
	const opened: RawSocket[] = [];
	afterEach(() => {
		for (const raw of opened.splice(0)) raw.close();
	});
	return async (port = server().port) => {
		const raw = await RawSocket.open(port);
		opened.push(raw);
		return raw;
	};
}
