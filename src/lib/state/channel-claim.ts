import type { TabClaim } from './tab-claim.ts';

const NAME = 'on-the-wire-race';
/** How long another tab has to answer before this one runs, ms. */
const ANSWER_MS = 250;
/** A tab that waits asks so often whether the other is still there, ms: one that crashed says no good-bye. */
const ASK_AGAIN_MS = 3000;

type Word = 'who-runs' | 'i-run' | 'i-take-over' | 'i-go';

/** The claim of this tab where locks are withheld: tabs ask around on a channel. `onLost` is called when another takes over. */
export function createChannelClaim(onLost: () => void): TabClaim {
	const channel = new BroadcastChannel(NAME);
	let isRunning = false;
	let isOver = false;
	let hear: (doesOtherRun: boolean) => void = () => {};

	function say(word: Word): void {
		if (!isOver) channel.postMessage(word);
	}

	channel.onmessage = ({ data }: MessageEvent<Word>) => {
		if (data === 'who-runs' && isRunning) say('i-run');
		if (data === 'i-run' || data === 'i-go') hear(data === 'i-run');
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
				hear = (doesOtherRun) => {
					clearTimeout(timer);
					resolve(doesOtherRun);
				};
				say('who-runs');
			});
			isRunning = !isTaken;
			return isRunning;
		},
		async takeOver() {
			say('i-take-over');
			isRunning = true;
		},
		whenFree(signal) {
			return new Promise((resolve, reject) => {
				let isAnswered = true;
				const timer = setInterval(() => {
					if (!isAnswered) return hear(false);
					isAnswered = false;
					say('who-runs');
				}, ASK_AGAIN_MS);
				hear = (doesOtherRun) => {
					isAnswered = true;
					if (doesOtherRun) return;
					clearInterval(timer);
					resolve();
				};
				signal.addEventListener('abort', () => {
					clearInterval(timer);
					reject(signal.reason as Error);
				});
			});
		},
		release() {
			if (isRunning) say('i-go');
			isRunning = false;
			isOver = true;
			channel.close();
		}
	};
}
