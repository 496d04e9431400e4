/** `/embed.js`: the custom element `<on-the-wire demo="chat" technique="sse">` for pages of other sites. */
import { TITLES } from '#lib/content/titles.ts';
import { EMBED_SOURCE, HEIGHT_BOUNDS } from '#lib/protocol/embed-message.ts';
import { embedHeight } from '#lib/protocol/embed-size.ts';

/** The site that this script came from. */
const { origin } = new URL(findScript());

/**
 * The address of this script. A module has no `currentScript`, and `import.meta` would be an error in a plain script: where an error
 * comes from is said in its stack, of an imported module too. That is no standard; what it does not say the page's scripts may.
 */
function findScript(): string {
	const { src } = (document.currentScript ?? {}) as { src?: string };
	if (src) return src;
	const [own] = /https?:\/\/[^\s()@]+\/embed\.js\b/.exec(new Error().stack ?? '') ?? [];
	return own ?? [...document.scripts].find(({ src }) => /\/embed\.js([?#]|$)/.test(src))?.src ?? location.href;
}

/** Attributes that are the element's own: all others are parameters of the embed. */
const OWN = /^(demo|id|class|style|slot|part|hidden|title|tabindex|role|dir|on.*|aria-.*|data-.*)$/;
/** A frame that is seen and says nothing for so long after it was loaded may have been refused: no browser tells its host, ms. */
const SILENCE_MS = 4000;

function isKnown(id: string): id is keyof typeof TITLES {
	return Object.hasOwn(TITLES, id);
}

/**
 * An embed that takes the height it asks for. What stands in the element is for who has no script: beside the frame, which is in a
 * shadow root, it is not shown, whether it was parsed before the element was defined or comes after.
 */
class OnTheWire extends HTMLElement {
	readonly #root = this.attachShadow({ mode: 'open' });
	#frame: HTMLIFrameElement | undefined;
	/** The frame's address but for its colours, and those. */
	#address = '';
	#theme = '';
	/** They watch a frame that has said nothing yet. */
	#eyes: IntersectionObserver | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		super();
		// Every attribute may be a parameter; those that are set in one go are read once. What stands in it may come after its start.
		new MutationObserver(() => this.#show()).observe(this, { attributes: true, childList: true });
	}

	connectedCallback(): void {
		addEventListener('message', this.#hear);
		queueMicrotask(() => this.#show());
	}

	disconnectedCallback(): void {
		removeEventListener('message', this.#hear);
		this.#listenNoMore();
		// A frame that is moved loads anew: it is made anew, with the attributes as they are then.
		this.#frame = undefined;
	}

	/** The frame as the attributes say. The colours change without loading anew. */
	#show(): void {
		if (!this.isConnected) return;
		const id = this.getAttribute('demo') ?? 'race';
		if (!isKnown(id)) return this.#showLink();
		const query = new URLSearchParams();
		for (const { name, value } of this.attributes) if (!OWN.test(name)) query.set(name, value);
		const asked = query.toString();
		const theme = query.get('theme') ?? 'auto';
		query.delete('theme');
		const path = `${origin}/embed/${id}`;
		const address = `${path}?${query}`;
		if (!this.#frame || address !== this.#address) this.#build(id, asked ? `${path}?${asked}` : path);
		else if (theme !== this.#theme) this.#say({ type: 'theme', theme });
		[this.#address, this.#theme] = [address, theme];
	}

	/** A new address is a new frame: one that went on to it would be a step in the history of its page. */
	#build(id: keyof typeof TITLES, src: string): void {
		const frame = document.createElement('iframe');
		frame.src = src;
		frame.title = this.title || `On the Wire: ${TITLES[id]}`;
		frame.loading = 'lazy';
		frame.style.cssText = `display:block;width:100%;height:${embedHeight(id)}px;border:0`;
		this.#frame = frame;
		this.#listenNoMore();
		const eyes = (this.#eyes = new IntersectionObserver(([entry]) => {
			clearTimeout(this.#silence);
			if (entry?.isIntersecting) this.#silence = setTimeout(() => this.#root.prepend(this.#link()), SILENCE_MS);
		}));
		frame.addEventListener('load', () => eyes === this.#eyes && eyes.observe(frame), { once: true });
		this.#root.replaceChildren(frame);
	}

	#listenNoMore(): void {
		this.#eyes?.disconnect();
		this.#eyes = undefined;
		clearTimeout(this.#silence);
	}

	/** Where there is nothing to embed: the link alone. */
	#showLink(): void {
		this.#frame = undefined;
		this.#listenNoMore();
		this.#root.replaceChildren(this.#link());
	}

	/** What stands in the element, or else a link to the site. */
	#link(): HTMLElement {
		if (this.innerHTML.trim()) return document.createElement('slot');
		const link = document.createElement('a');
		link.href = origin;
		link.textContent = 'On the Wire';
		return link;
	}

	#say(message: object): void {
		this.#frame?.contentWindow?.postMessage({ source: EMBED_SOURCE, ...message }, origin);
	}

	/** Lets it run, or go on. */
	play(): void {
		this.#say({ type: 'play' });
	}

	/** Has it close its connections. */
	pause(): void {
		this.#say({ type: 'pause' });
	}

	readonly #hear = ({ source, origin: from, data }: MessageEvent<unknown>): void => {
		if (!this.#frame || source !== this.#frame.contentWindow || from !== origin) return;
		const { source: name, type, px } = (data ?? {}) as Record<string, unknown>;
		if (name !== EMBED_SOURCE || type !== 'height' || typeof px !== 'number' || !(px > 0)) return;
		// It is there, however late: without its link it may stay, and must not be moved.
		this.#listenNoMore();
		this.#root.querySelector(':not(iframe)')?.remove();
		this.#frame.style.height = `${Math.min(HEIGHT_BOUNDS.max, Math.max(HEIGHT_BOUNDS.min, px))}px`;
	};
}

if (!customElements.get('on-the-wire')) customElements.define('on-the-wire', OnTheWire);
