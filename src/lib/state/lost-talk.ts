import type { KeptTalk } from './kept-talk.ts';
import type { LostTalkWord } from './talk-words.ts';

const CHANNEL = 'on-the-wire-lost-talks';
/** How long a speaker's window has to answer, ms. */
const ANSWER_MS = 1000;

/** Asks the speaker's windows of this browser whether one waits for a presenter's page that is gone; the first that does is told to `onFound`. */
export function findLostTalk(onFound: (kept: KeptTalk) => void): void {
	const channel = new BroadcastChannel(CHANNEL);
	channel.onmessage = ({ data }: MessageEvent<LostTalkWord>) => {
		if (!('lost' in data)) return;
		channel.close();
		onFound(data.lost);
	};
	channel.postMessage({ ask: 'lost' } satisfies LostTalkWord);
	setTimeout(() => channel.close(), ANSWER_MS);
}

/** Hands on the talk of a speaker's window to the next page that is presented, while `lost` says that its own is gone. Answers what ends it. */
export function offerLostTalk(lost: () => KeptTalk | undefined): () => void {
	const channel = new BroadcastChannel(CHANNEL);
	channel.onmessage = ({ data }: MessageEvent<LostTalkWord>) => {
		const talk = 'ask' in data && lost();
		if (talk) channel.postMessage({ lost: talk } satisfies LostTalkWord);
	};
	return () => channel.close();
}
