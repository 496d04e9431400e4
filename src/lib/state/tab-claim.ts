import { takeLock } from './lock.ts';

/**
 * Tabs of one browser share six HTTP/1.1 connections to a host, and one race uses most of them: one tab runs, the others
 * wait. They agree by a Web Lock; where locks are withheld (plain http on a LAN address) by asking around on a channel.
 */
const NAME = 'on-the-wire-race';

/** One tab's claim to be the one that runs. */
export interface TabClaim {
	/** Whether this tab may run now. */
	tryClaim(): Promise<boolean>;
	/** Takes the right to run from whichever tab has it. */
	takeOver(): Promise<void>;
	release(): void;
	/** Resolves when no other tab runs any more. */
	whenFree(signal: AbortSignal): Promise<void>;
}

/** The claim of a page that has agreed with the others in another way: it may always run. */
export function createFreeClaim(): TabClaim {
	return { tryClaim: async () => true, takeOver: async () => {}, whenFree: async () => {}, release() {} };
}

/** The claim of this tab. `onLost` is called when another takes over. */
export async function createTabClaim(onLost: () => void): Promise<TabClaim> {
	if ('locks' in navigator) return lockClaim(onLost);
	return import('./channel-claim.ts').then(({ createChannelClaim }) => createChannelClaim(onLost), createFreeClaim);
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
