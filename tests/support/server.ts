import type { AddressInfo } from 'node:net';
import { createBackend } from '../../src/server/backend.ts';
import type { Backend } from '../../src/server/backend.ts';
import { readConfig } from '../../src/server/config.ts';
import { createHttpServer } from '../../src/server/server.ts';
import type { Pages } from '../../src/server/server.ts';
import { ONE_ADDRESS } from './one-address.ts';

/** A real server on a free port, as production makes it, quiet. */
export interface TestServer {
	readonly origin: string;
	readonly port: number;
	readonly backend: Backend;
	close(): Promise<void>;
}

const noPages: Pages = (_request, response) => response.writeHead(404).end();

/** Starts a server; `env` overrides settings by the names of their environment variables. */
export async function startServer(env: Record<string, string> = {}, pages: Pages = noPages): Promise<TestServer> {
	const config = readConfig({ LOG_LEVEL: 'silent', DRAIN_MS: '0', ...ONE_ADDRESS, ...env });
	const backend = createBackend(config);
	const server = createHttpServer(config, backend, pages);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		port,
		backend,
		async close() {
			const closed = new Promise<void>((done) => server.close(() => done()));
			await backend.close();
			server.closeAllConnections();
			await closed;
		}
	};
}
