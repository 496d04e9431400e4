import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { START_FLAGS } from '../scripts/start-flags.ts';
import { bundle } from './bundle.ts';

const AGENT = fileURLToPath(new URL('./servers/agent.ts', import.meta.url));

/** A Node server in a process of its own. */
export interface ServerProcess {
	readonly pid: number;
	readonly port: number;
	/** Asks the process something and waits for its number. */
	ask(what: string): Promise<number>;
	stop(): Promise<void>;
}

/** Starts a bundled server that prints its address, with the flags of `npm start`. @throws what it printed, when it ends instead. */
export async function startServer(file: string, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
	const child = fork(file, {
		execArgv: [...START_FLAGS, '--expose-gc', '--import', await bundle(AGENT)],
		env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', ...env, PORT: '0' },
		stdio: ['ignore', 'pipe', 'inherit', 'ipc']
	});
	const ended = once(child, 'exit');
	const port = await new Promise<number>((resolve, reject) => {
		let printed = '';
		child.stdout?.on('data', (part: Buffer) => {
			printed += String(part);
			const found = /http:\/\/[^:\s]+:(\d+)\s/.exec(printed);
			if (found) resolve(Number(found[1]));
		});
		child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${printed}`)));
	});
	const { pid } = child;
	if (pid === undefined) throw new Error(`${file} has no process`);
	let questions = 0;

	return {
		pid,
		port,
		async ask(what) {
			const number = ++questions;
			const answer = new Promise<number>((resolve) => {
				const onMessage = (message: { number: number; answer: number }) => {
					if (message.number !== number) return;
					child.off('message', onMessage);
					resolve(message.answer);
				};
				child.on('message', onMessage);
			});
			child.send({ number, ask: what });
			return answer;
		},
		async stop() {
			child.kill('SIGKILL');
			await ended;
		}
	};
}
