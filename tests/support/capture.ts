import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { findProgram } from '../../scripts/find-program.js';
import { readConnections } from './pcap.ts';
import type { CapturedConnection } from './pcap.ts';

/** Why packets cannot be captured here; undefined where they can. */
export function whyNoCapture(): string | undefined {
	if (process.platform !== 'linux') return 'the loopback interface is captured on Linux only';
	if (!findProgram('tcpdump')) return 'tcpdump is not installed';
	if (process.getuid?.() !== 0) return 'capturing packets needs root';
	return undefined;
}

/** A running capture of what crosses the loopback interface from and to one port. */
export interface Capture {
	/** The connections so far. What was sent before the call is in it. */
	connections(): Promise<CapturedConnection[]>;
	/** Ends the capture; resolves with the packets that the kernel dropped. */
	stop(): Promise<number>;
}

/** Starts tcpdump; resolves once it listens. `mark` sends something to the port that holds the text it is given. */
export async function startCapture(port: number, mark: (text: string) => Promise<unknown>): Promise<Capture> {
	const folder = await mkdtemp(join(tmpdir(), 'wire-'));
	const file = join(folder, 'lo.pcap');
	const program = findProgram('tcpdump') as string;
	const flags = ['-i', 'lo', '-s', '0', '-U', '-B', '32768', '-Z', 'root', '-w', file, 'tcp', 'port', String(port)];
	const tcpdump = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	await new Promise<void>((listening, failed) => {
		tcpdump.stderr.on('data', (part) => {
			said += String(part);
			if (said.includes('listening on')) listening();
		});
		tcpdump.once('error', failed);
		tcpdump.once('exit', () => failed(new Error(`tcpdump: ${said}`)));
	});
	const exited = new Promise<void>((exit) => tcpdump.once('exit', () => exit()));
	let marks = 0;
	return {
		async connections() {
			const text = `mark-${process.pid}-${++marks}`;
			await mark(text);
			return vi.waitFor(
				async () => {
					const bytes = await readFile(file);
					if (!bytes.includes(text)) throw new Error('what was sent last is not in the capture yet');
					return readConnections(bytes);
				},
				{ timeout: 10_000, interval: 50 }
			);
		},
		async stop() {
			tcpdump.kill('SIGINT');
			await exited;
			await rm(folder, { recursive: true });
			return Number(/(\d+) packets? dropped by kernel/.exec(said)?.[1] ?? Number.NaN);
		}
	};
}
