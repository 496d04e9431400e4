import { takeLock } from './lock.ts';

/**
 * Tabs of one browser share six HTTP/1.1 connections to a host, and one race uses most of them: one tab runs, the others
 * wait. They agree by a Web Lock; where locks are withheld (plain http on a LAN address) by asking around on a channel.
 */
const NAME = 'on-the-wire-race';
/** How long another tab has to answer on the channel, ms. */
const ANSWER_MS = 250;

/** One tab's claim to be the one that runs. `onLost` is called when another tab takes over. */
export interface TabClaim {
	/** Whether this tab may run now. */
	tryClaim(): Promise<boolean>;
	/** Takes the right to run from whichever tab has it. */
	takeOver(): Promise<void>;
	release(): void;
	/** Resolves when no other tab runs any more; undefined where that cannot be known (without locks). */
	whenFree?(signal: AbortSignal): Promise<void>;
}

/** The claim of a page that has agreed with the others in another way: it may always run. */
export function createFreeClaim(): TabClaim {
	return { tryClaim: async () => true, takeOver: async () => {}, release() {} };
}

/** The claim of this tab. `onLost` is called when another takes over. */
export function createTabClaim(onLost: () => void): TabClaim {
	return 'locks' in navigator ? lockClaim(onLost) : channelClaim(onLost);
}

function lockClaim(onLost: () => void): TabClaim {
	let free: (() => void) | undefined;

	async function hold(options: LockOptions): Promise<boolean> {
		try {
			free = await takeLock(NAME, options, () => {
				free = undefined;
				onLost();
			});
			return free !== undefined;
		} catch {
			// Where locks are refused no tab can know of another.
			return true;
		}
	}

	return {
		tryClaim: () => (free ? Promise.resolve(true) : hold({ ifAvailable: true })),
		takeOver: async () => void (free || (await hold({ steal: true }))),
		whenFree: async (signal) => (await takeLock(NAME, { mode: 'shared', signal }, () => {}))?.(),
		release() {
			free?.();
			free = undefined;
		}
	};
}

type Word = 'who-runs' | 'i-run' | 'i-take-over';

function channelClaim(onLost: () => void): TabClaim {
	const channel = new BroadcastChannel(NAME);
	let isRunning = false;
	let onAnswer = () => {};
	channel.onmessage = ({ data }: MessageEvent<Word>) => {
		if (data === 'who-runs' && isRunning) channel.postMessage('i-run' satisfies Word);
		if (data === 'i-run') onAnswer();
		if (data === 'i-take-over' && isRunning) {
			isRunning = false;
			onLost();
		}
	};
	return {
		async tryClaim() {
			if (isRunning) return true;
			const isTaken = await new Promise<boolean>((resolve) => {
				const timer = setTimeout(() => resolve(false), ANSWER_MS);
				onAnswer = () => {
					clearTimeout(timer);
					resolve(true);
				};
				channel.postMessage('who-runs' satisfies Word);
			});
			isRunning = !isTaken;
			return isRunning;
		},
		async takeOver() {
			channel.postMessage('i-take-over' satisfies Word);
			isRunning = true;
		},
		release() {
			isRunning = false;
			channel.close();
		}
	};
}
