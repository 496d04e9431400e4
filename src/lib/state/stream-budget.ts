import { ChannelShares, canHear } from './channel-shares.ts';
import { takeLock } from './lock.ts';

/**
 * What the embeds of one browser may hold of a host's six HTTP/1.1 connections, all together: the seventh would wait without a
 * word, and with it every other tab of the site.
 */
const SHARED_STREAMS = 3;

/** Why an embed is alone: it is sandboxed (its origin is opaque), its storage is blocked, or the browser has nothing to agree by. */
export type Alone = 'sandboxed' | 'blocked' | 'mute';

/** One embed's share of the budget. */
export interface StreamBudget {
	/** Streams that this embed may hold at once. */
	readonly most: number;
	/** Why it cannot know of other embeds, where it cannot. */
	readonly alone?: Alone | undefined;
	/** Holds exactly so many streams; false, and none held, where others have too many of them. */
	hold(count: number): Promise<boolean>;
	/** The same, taken from whichever embed has them. */
	takeOver(count: number): Promise<void>;
	/** Gives all back. */
	release(): void;
}

/** Opens the budget that this frame can have. `onLost` is called when another embed takes over. */
export async function openBudget(onLost: () => void): Promise<StreamBudget> {
	if (isMultiplexed()) return freeBudget(Infinity);
	// An opaque origin hears only itself.
	if (self.origin === 'null') return freeBudget(1, 'sandboxed');
	if (await canLock()) return lockBudget(onLost);
	// Plain http on a LAN address: locks are withheld there, a channel is not.
	if (await canHear()) return channelBudget(onLost);
	return freeBudget(1, typeof BroadcastChannel === 'undefined' ? 'mute' : 'blocked');
}

/** HTTP/2 and HTTP/3 carry everything over one connection. */
function isMultiplexed(): boolean {
	const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	return /^h[23]/.test(page?.nextHopProtocol ?? '');
}

/** Locks are withheld from plain http, and refused where third-party storage is blocked. */
async function canLock(): Promise<boolean> {
	try {
		await navigator.locks.query();
		return true;
	} catch {
		return false;
	}
}

function freeBudget(most: number, alone?: Alone): StreamBudget {
	return { most, alone, hold: async () => true, takeOver: async () => {}, release() {} };
}

const SLOTS = Array.from({ length: SHARED_STREAMS }, (_, index) => `on-the-wire-stream-${index + 1}`);

/** A slot a stream, each a lock: the browser gives it back when its frame goes, however it goes. */
function lockBudget(onLost: () => void): StreamBudget {
	const held = new Map<string, () => void>();
	const inTurn = createQueue();

	async function lock(slot: string, options: LockOptions): Promise<void> {
		const release = await takeLock(slot, options, () => {
			// Another embed took it: what is left is worth nothing, and free for that one.
			held.delete(slot);
			giveBack();
			onLost();
		});
		if (release) held.set(slot, release);
	}

	function giveBack(down = 0): void {
		for (const [slot, release] of [...held].slice(down)) {
			held.delete(slot);
			release();
		}
	}

	async function take(count: number, options: LockOptions): Promise<boolean> {
		giveBack(count);
		for (const slot of SLOTS) if (held.size < count && !held.has(slot)) await lock(slot, options);
		return held.size >= count;
	}

	return {
		most: SHARED_STREAMS,
		hold: (count) =>
			inTurn(async () => {
				const has = await take(count, { ifAvailable: true });
				if (!has) giveBack();
				return has;
			}),
		takeOver: (count) => inTurn(async () => void ((await take(count, { ifAvailable: true })) || (await take(count, { steal: true })))),
		release: () => void inTurn(async () => giveBack())
	};
}

/** The same by agreement on a channel. */
function channelBudget(onLost: () => void): StreamBudget {
	const shares = new ChannelShares(SHARED_STREAMS, onLost);
	const inTurn = createQueue();
	return {
		most: SHARED_STREAMS,
		hold: (count) =>
			inTurn(async () => {
				const has = await shares.take(count);
				if (!has) shares.held = 0;
				return has;
			}),
		takeOver: (count) => inTurn(async () => void (await shares.take(count, true))),
		release: () => void inTurn(async () => void (shares.held = 0))
	};
}

/** Runs one step after the other: what was asked last comes last, and a release overtakes no `hold` that is under way. */
function createQueue(): <Result>(step: () => Promise<Result>) => Promise<Result> {
	let queue: Promise<unknown> = Promise.resolve();
	return (step) => {
		const done = queue.then(step);
		queue = done.catch(() => {});
		return done;
	};
}
