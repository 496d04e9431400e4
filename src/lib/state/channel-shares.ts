/** How long the others have to answer, ms. */
const ANSWER_MS = 250;
const NAME = 'on-the-wire-streams';

/** `asks` wants a share and had the idea `at`; `holds` has one; `yields` names who must give theirs up. */
type Word =
	| { readonly says: 'asks'; readonly from: string; readonly at: number }
	| { readonly says: 'holds'; readonly from: string; readonly count: number }
	| { readonly says: 'yields'; readonly to: readonly string[] };

/**
 * Shares of `total` among the frames of one browser that hear each other on a channel: what there is where Web Locks are withheld.
 * Whoever wants a share asks around; whoever has one, or asked earlier, says how much. A frame that is gone says nothing.
 */
export class ChannelShares {
	/** What this frame has. */
	held = 0;
	readonly #total: number;
	readonly #onLost: () => void;
	readonly #id = `${Math.random()}`;
	readonly #channel = new BroadcastChannel(NAME);
	#asking: { readonly at: number; readonly count: number; readonly heard: Map<string, number> } | undefined;

	/** `onLost` is called when another frame takes this one's share. */
	constructor(total: number, onLost: () => void) {
		this.#total = total;
		this.#onLost = onLost;
		this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data);
	}

	/** Takes `count`, and no less; with `isForced` from others where they have too many. Answers whether it has them now. */
	async take(count: number, isForced = false): Promise<boolean> {
		if (count <= this.held) {
			this.held = count;
			return true;
		}
		const heard = await this.#ask(count);
		let free = this.#total - [...heard.values()].reduce((sum, held) => sum + held, 0);
		if (isForced) {
			const to: string[] = [];
			for (const [id, held] of heard) {
				if (free >= count) break;
				to.push(id);
				free += held;
			}
			if (to.length > 0) this.#say({ says: 'yields', to });
		}
		if (free < count) return false;
		this.held = count;
		// Who asks meanwhile has counted the answers up to now.
		this.#tell(count);
		return true;
	}

	async #ask(count: number): Promise<Map<string, number>> {
		const asking = { at: performance.timeOrigin + performance.now(), count, heard: new Map<string, number>() };
		this.#asking = asking;
		this.#say({ says: 'asks', from: this.#id, at: asking.at });
		await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
		this.#asking = undefined;
		return asking.heard;
	}

	#hear(word: Word): void {
		if (word.says === 'asks') {
			const asking = this.#asking;
			const isFirst = asking && (asking.at < word.at || (asking.at === word.at && this.#id < word.from));
			const count = isFirst ? asking.count : this.held;
			if (count > 0) this.#tell(count);
		} else if (word.says === 'holds') {
			this.#asking?.heard.set(word.from, word.count);
		} else if (word.to.includes(this.#id) && this.held > 0) {
			this.held = 0;
			this.#onLost();
		}
	}

	#tell(count: number): void {
		this.#say({ says: 'holds', from: this.#id, count });
	}

	#say(word: Word): void {
		this.#channel.postMessage(word);
	}
}

/** Whether what is said on a channel comes across. */
export async function canHear(): Promise<boolean> {
	try {
		const [mouth, ear] = [new BroadcastChannel(`${NAME}-test`), new BroadcastChannel(`${NAME}-test`)];
		const isHeard = await new Promise<boolean>((resolve) => {
			const timer = setTimeout(() => resolve(false), ANSWER_MS);
			ear.onmessage = () => {
				clearTimeout(timer);
				resolve(true);
			};
			mouth.postMessage('');
		});
		for (const channel of [mouth, ear]) channel.close();
		return isHeard;
	} catch {
		return false;
	}
}
