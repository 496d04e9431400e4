import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import type { Subscription } from './contenders/contender.ts';

export type LoadCommand =
	{ readonly open: Subscription; readonly count: number } | { readonly reset: true } | { readonly close: true } | { readonly look: true };

/** What the subscribers got since they were opened or last reset. */
export interface LoadReport {
	open: number;
	bytes: number;
	/** All of them together. */
	events: number;
	/** The one that got fewest, and the one that got most. */
	fewest: number;
	most: number;
}

/** Subscribers, all in one process beside the server's. */
export interface Load {
	/** Opens subscribers until there are `count`; each has had an answer. */
	open(subscription: Subscription, count: number): Promise<LoadReport>;
	reset(): Promise<LoadReport>;
	look(): Promise<LoadReport>;
	/** Ends all subscribers. */
	close(): Promise<LoadReport>;
	stop(): Promise<void>;
}

/** Starts the load's process, without subscribers. */
export async function startLoad(): Promise<Load> {
	const child = fork(await bundle(fileURLToPath(new URL('./load-process.ts', import.meta.url))), { execArgv: [] });
	const ended = once(child, 'exit');
	const command = async (message: LoadCommand): Promise<LoadReport> => {
		const answer = once(child, 'message');
		child.send(message);
		return (await answer)[0] as LoadReport;
	};
	return {
		open: (subscription, count) => command({ open: subscription, count }),
		reset: () => command({ reset: true }),
		look: () => command({ look: true }),
		close: () => command({ close: true }),
		async stop() {
			child.kill('SIGKILL');
			await ended;
		}
	};
}
