import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../scripts/find-program.js';
import { childrenOf } from '../proc.ts';
import { startPublisher } from './publisher.ts';
import { streamRequest, upgradeRequest } from './contender.ts';
import type { Contender } from './contender.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** Why nginx with Nchan cannot run here, after an attempt to install it; undefined where it can. */
export function nchanMissing(): string | undefined {
	if (isHere()) return undefined;
	const isDebianRoot = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (!isDebianRoot) return 'needs nginx with Nchan: apt-get install nginx-light libnginx-mod-nchan';
	const quiet = {
		stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	};
	try {
		execFileSync('apt-get', ['update', '-qq'], quiet);
		execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light', 'libnginx-mod-nchan'], quiet);
	} catch {
		return 'apt-get could not install nginx-light and libnginx-mod-nchan';
	}
	return isHere() ? undefined : `there is no ${MODULE} after the installation`;
}

function isHere(): boolean {
	return existsSync(MODULE) && findProgram('nginx') !== undefined;
}

/** nginx with Nchan: one worker, events published by POST at the same pace as the others' source. */
export function nchan(technique: 'sse' | 'websocket'): Contender {
	return {
		name: `nginx with Nchan, ${technique}`,

		async start() {
			const folder = await mkdtemp(join(tmpdir(), 'bench-nchan-'));
			const port = await freePort();
			await writeFile(join(folder, 'nginx.conf'), config(folder, port));
			const nginx = spawn(findProgram('nginx') as string, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'inherit' });
			const ended = once(nginx, 'exit');
			const master = nginx.pid as number;
			await answers(port);
			const publisher = await startPublisher(port, technique);
			return {
				pids: [master, ...(await childrenOf(master))],
				subscription: { port, request: technique === 'sse' ? streamRequest('/sse') : upgradeRequest('/websocket') },
				run: async () => publisher.run(),
				pause: async () => publisher.pause(),
				async stop() {
					publisher.close();
					nginx.kill('SIGTERM');
					await ended;
					await rm(folder, { recursive: true });
				}
			};
		}
	};
}

function config(folder: string, port: number): string {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
	return `load_module ${MODULE};
daemon off;
user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
worker_processes 1;
worker_rlimit_nofile 8192;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
	access_log off;
	${temporary}
	server {
		listen 127.0.0.1:${port} backlog=4096;
		location = / { return 204; }
		location = /publish { nchan_publisher; nchan_channel_id bench; keepalive_requests 1000000; }
		location = /sse { nchan_subscriber eventsource; nchan_channel_id bench; nchan_subscriber_first_message newest; }
		location = /websocket { nchan_subscriber websocket; nchan_channel_id bench; nchan_subscriber_first_message newest; }
	}
}
`;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

async function answers(port: number): Promise<void> {
	for (let attempt = 0; attempt < 50; attempt++) {
		const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
			() => true,
			() => false
		);
		if (isUp) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('nginx does not answer');
}
