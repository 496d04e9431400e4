import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { START_FLAGS } from '../../scripts/start-flags.ts';
import { ONE_ADDRESS } from './one-address.ts';

/** The whole site as `npm start` runs it, in a process of its own, on a free port. */
export interface Site {
	readonly origin: string;
	/** Id of its process. */
	readonly pid: number;
	/** What it has printed so far, of both kinds. */
	printed(): string;
	/** Ends it as a deploy would. */
	close(): Promise<void>;
}

/** Starts the site that was built in `folder`; `npm test` builds it first. `env` overrides settings by the names of their environment variables. */
export async function startSite(env: Record<string, string> = {}, folder = process.cwd()): Promise<Site> {
	const site = spawn(process.execPath, [...START_FLAGS, 'build/main.js'], {
		cwd: folder,
		env: { ...process.env, NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'silent', DRAIN_MS: '0', ...ONE_ADDRESS, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const exited = once(site, 'exit');
	let printed = '';
	site.stdout.on('data', (part) => (printed += String(part)));
	site.stderr.on('data', (part) => {
		printed += String(part);
		process.stderr.write(part as Buffer);
	});
	for await (const line of createInterface({ input: site.stdout })) {
		const origin = /http:\/\/\S+/.exec(line)?.[0];
		if (!origin) continue;
		return {
			origin,
			pid: site.pid ?? 0,
			printed: () => printed,
			async close() {
				site.kill('SIGTERM');
				await exited;
			}
		};
	}
	throw new Error('The site did not start. Is it built? Run `npm run build`.');
}
