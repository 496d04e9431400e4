import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import { seqOf } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { delay } from '#lib/techniques/backoff.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import { PublishError } from '#lib/techniques/post.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';

/** The page that browser tests open: the real browser halves, to be called by name. Bundled by `lab.ts`. */

export interface LabOptions {
	readonly after?: EventId;
	/** Between two questions of a polling technique, ms. */
	readonly intervalMs?: number;
	/** Leaves the loop, without aborting, once this many events were seen. */
	readonly leaveAfter?: number;
}

/** What a lane saw. */
export interface LabReading {
	readonly events: readonly FeedEvent[];
	readonly states: readonly LaneState[];
	/** The loop is over: it was aborted or left. */
	readonly isOver: boolean;
}

interface Run {
	readonly technique: TechniqueId;
	readonly feed: FeedAddress;
	readonly stop: AbortController;
	readonly events: FeedEvent[];
	readonly states: LaneState[];
	isOver: boolean;
}

const runs = new Map<string, Run>();
let consoleSocket: WebSocket | undefined;

function find(name: string): Run {
	const run = runs.get(name);
	if (run) return run;
	throw new RangeError(`no lane "${name}" was started`);
}

async function consume(run: Run, { after, intervalMs = 200, leaveAfter = Infinity }: LabOptions): Promise<void> {
	const events = TECHNIQUES[run.technique].follow(run.feed, {
		after,
		signal: run.stop.signal,
		onState: (state) => void run.states.push(state),
		untilNextAsk: (signal) => delay(intervalMs, signal)
	});
	for await (const event of events) {
		run.events.push(event);
		if (run.events.length >= leaveAfter) break;
	}
	run.isOver = true;
}

const lab = {
	/** Starts to follow; `name` is the lane's name in this page. */
	follow(name: string, technique: TechniqueId, feed: FeedAddress, options: LabOptions = {}): void {
		const run: Run = { technique, feed, stop: new AbortController(), events: [], states: [], isOver: false };
		runs.set(name, run);
		void consume(run, options);
	},

	/** All that a lane saw. */
	read(name: string): LabReading {
		const { events, states, isOver } = find(name);
		return { events, states, isOver };
	},

	/** How many events a lane saw, the seq of the last, and its state. */
	glance(name: string): { count: number; newest: number; state: LaneState | undefined; isOver: boolean } {
		const { events, states, isOver } = find(name);
		const last = events.at(-1);
		return { count: events.length, newest: last ? seqOf(last.id) : -1, state: states.at(-1), isOver };
	},

	/** Aborts a lane. */
	stop(name: string): void {
		find(name).stop.abort();
	},

	/** Publishes with the technique and on the address of a lane; a refusal's code instead of an exception. */
	async publish(name: string, event: NewEvent): Promise<{ id?: string; code?: string }> {
		const { technique, feed } = find(name);
		try {
			return { id: await TECHNIQUES[technique].publish(feed, event) };
		} catch (error) {
			return { code: error instanceof PublishError ? error.code : String(error) };
		}
	},

	/** Opens the session's console, as the page of the race does. */
	openConsole(session: string): Promise<void> {
		const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/sessions/${session}/console`);
		consoleSocket = socket;
		return new Promise((resolve, reject) => {
			socket.onmessage = () => resolve();
			socket.onerror = () => reject(new Error('the console did not open'));
		});
	},

	closeConsole(): void {
		consoleSocket?.close();
	}
};

export type Lab = typeof lab;
Object.assign(window, { lab });
