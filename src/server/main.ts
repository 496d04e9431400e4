/** Production entry: reads the configuration, listens, drains on SIGTERM and exits within 20 s. */
import { networkInterfaces } from 'node:os';
// Loaded before the first visitor comes: at the first job it would hold up the event loop for a tenth of a second.
import 'sharp';
import { createBackend } from './backend.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { createHttpServer } from './server.ts';
import type { Pages } from './server.ts';

/** SIGTERM to exit, at the longest, ms. */
const HARD_EXIT_MS = 20_000;

/** Why a port is not to be had, by the system's code. */
const refusals: Readonly<Record<string, string>> = { EADDRINUSE: 'is taken', EACCES: 'may not be opened by this user' };

const config = readConfigOrExit();
const host = process.argv.includes('--host') ? '0.0.0.0' : config.HOST;
const backend = createBackend(config);

// Kit's handler takes its own address from these; untold, it would believe that it is https.
if (config.PUBLIC_ORIGIN) process.env.ORIGIN = config.PUBLIC_ORIGIN;
else process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
const { handler } = (await import(new URL('./handler.js', import.meta.url).href)) as { handler: Pages };

const server = createHttpServer(config, backend, (request, response) => {
	if (config.TRUSTED_PROXIES === 0) request.headers['x-forwarded-proto'] = 'http';
	handler(request, response);
});
server.on('error', (error: NodeJS.ErrnoException) => {
	const why = refusals[error.code ?? ''];
	if (why) console.error(`Port ${config.PORT} ${why}. Start on another: PORT=${config.PORT < 65_535 ? config.PORT + 1 : 3000} npm start`);
	else backend.log.fatal(error.message);
	process.exit(1);
});

server.listen(config.PORT, host, () => {
	for (const address of addresses()) console.log(`On the Wire: http://${address}:${port()}`);
});

function port(): number {
	const address = server.address();
	return typeof address === 'object' && address ? address.port : config.PORT;
}

/** The addresses that a browser can open: this machine's own, and with `--host` those on its networks. */
function addresses(): string[] {
	if (host !== '0.0.0.0' && host !== '::') return [host === '127.0.0.1' ? 'localhost' : host];
	const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
	return ['localhost', ...outside.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)];
}

/** Reads the settings; a bad one ends the process with one line that names it. */
function readConfigOrExit(): Config {
	try {
		return readConfig(process.env);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

let isStopping = false;
/** Drains, while whoever comes new is still told to go elsewhere; then closes the door. */
async function stop(signal: NodeJS.Signals, overMs: number): Promise<void> {
	if (isStopping) return;
	isStopping = true;
	backend.log.info({ signal }, 'draining');
	setTimeout(() => process.exit(0), HARD_EXIT_MS).unref();
	await backend.close(overMs);
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), 1000).unref();
	await closed;
	process.exit(0);
}
process.on('SIGTERM', (signal) => void stop(signal, config.DRAIN_MS));
// Somebody at the keyboard: there is no balancer to tell, and no reason to wait.
process.on('SIGINT', (signal) => void stop(signal, 0));
