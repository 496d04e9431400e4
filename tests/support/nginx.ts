import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram } from '../../scripts/find-program.js';

/** A real nginx with the configuration of `deploy`, in front of a server on `port`. */
export interface Nginx {
	readonly origin: string;
	readonly port: number;
	close(): Promise<void>;
}

/** Path of nginx; undefined where there is none. */
export const nginxPath = findProgram('nginx');

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** Starts nginx; ports and the pid's place are all that differs from the file in `deploy`. */
export async function startNginx(upstream: number): Promise<Nginx> {
	const folder = await mkdtemp(join(tmpdir(), 'on-the-wire-nginx-'));
	const port = await freePort();
	const deployed = await readFile('deploy/nginx.conf', 'utf8');
	const config = deployed
		.replace('127.0.0.1:3000', `127.0.0.1:${upstream}`)
		.replace('listen 8080', `listen 127.0.0.1:${port}`)
		.replace('/run/on-the-wire-nginx.pid', join(folder, 'pid'))
		.replace('error_log stderr warn', 'error_log stderr notice');
	const file = join(folder, 'nginx.conf');
	await writeFile(file, config);
	const nginx = spawn(nginxPath as string, ['-c', file, '-p', folder, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'pipe'] });
	const exited = once(nginx, 'exit');
	const said: string[] = [];
	for await (const line of createInterface({ input: nginx.stderr })) {
		said.push(line);
		if (!line.includes('start worker process')) continue;
		nginx.stderr.resume();
		return {
			origin: `http://127.0.0.1:${port}`,
			port,
			async close() {
				nginx.kill('SIGTERM');
				await exited;
				await rm(folder, { recursive: true });
			}
		};
	}
	throw new Error(`nginx did not start: ${said.join('\n')}`);
}
