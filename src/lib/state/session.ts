import { unpackRecord } from '#lib/protocol/packed-record.ts';
import type { ConsoleCommand, ConsoleMessage } from '#lib/protocol/console.ts';
import type { SessionChange, SessionView } from '#lib/protocol/session.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { askJson } from './ask.ts';
import { ClockOffset, pageNow } from './clock-offset.ts';

/** How the readings come: over the console, by asking each second where WebSocket is blocked, or not at the moment; `opening`: not yet. */
export type Readings = 'opening' | 'console' | 'asked' | 'none';

/** What a session tells the page. */
export interface SessionListener {
	/** Totals to start from: at first, and whenever records may have been missed. */
	onView(view: SessionView): void;
	onRecords(records: readonly WireRecord[]): void;
	onSettings(settings: SessionView['settings'], newest: number): void;
	/** The line was cut, or mended: when it was cut and until when it stays so, on the server's clock. */
	onCut(at: number, until: number): void;
	onReadings(readings: Readings): void;
	/** The session has ended on the server: a new one is needed. */
	onGone(): void;
}

const PROBE_MS = 2000;
/** The first probes come faster: staleness is measured only once the clock is known. */
const FIRST_PROBES_MS = [0, 60, 130, 210, 300, 400];
const ASK_MS = 1000;
const RETRY_MS = 1000;
/** Consoles that failed to open, while plain HTTP got through, before the page asks over HTTP instead. */
const MAX_FAILURES = 2;
/** So many times it asks before it tries a console again. */
const ASKS_PER_TRY = 15;
/** How long a console may stay silent after it was opened, ms. */
const PATIENCE_MS = 4000;
/** How long it may leave a probe without a word later, ms: a line can die without anybody saying so. */
const SILENCE_MS = 7000;

/** The page's end of a session: its console, its clock, and plain HTTP where there is no console. */
export class SessionClient {
	readonly view: SessionView;
	readonly clock = new ClockOffset();
	/** A first guess at the server's clock minus the page's, ms, late by up to a round trip. */
	readonly #roughOffsetMs: number;
	readonly #listener: SessionListener;
	readonly #ended = new AbortController();
	/** The newest line to the console, from its opening on. */
	#socket: WebSocket | undefined;
	/** The same, once it has spoken. */
	#console: WebSocket | undefined;
	/** When the console was asked something and has said nothing since, on the page's clock, ms. */
	#askedAt: number | undefined;
	#isListening = true;
	#failures = 0;

	private constructor(view: SessionView, listener: SessionListener) {
		this.view = view;
		this.#roughOffsetMs = view.now - pageNow();
		this.#listener = listener;
		this.#openConsole();
		const timer = setInterval(() => this.#probe(), PROBE_MS);
		this.#ended.signal.addEventListener('abort', () => clearInterval(timer));
	}

	/** Starts a session. @throws {ServerError} when the server refuses, `TypeError` when it does not answer. */
	static async start(settings: RaceChange, listener: SessionListener): Promise<SessionClient> {
		const view = await askJson<SessionView>('POST', '/sessions', { settings });
		return new SessionClient(view, listener);
	}

	/** The server's clock, ms since 1970, as well as it is known. */
	roughNow(): number {
		return pageNow() + (this.clock.offsetMs ?? this.#roughOffsetMs);
	}

	/** New settings and faults: over the console, otherwise by PATCH. */
	change(change: SessionChange): void {
		if (!this.#say(change)) void this.#patch(change);
	}

	/** Ends the session; the page may be closing. */
	end(): void {
		if (this.#ended.signal.aborted) return;
		this.#ended.abort();
		this.#socket?.close();
		void fetch(`/sessions/${this.view.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
	}

	/** Keeps the console open, or closes it while nobody looks; what was measured meanwhile comes when it opens again. */
	listen(isListening: boolean): void {
		if (isListening === this.#isListening) return;
		this.#isListening = isListening;
		const socket = this.#socket;
		this.#socket = this.#console = this.#askedAt = undefined;
		if (isListening) this.#openConsole();
		else socket?.close();
	}

	#openConsole(): void {
		if (this.#ended.signal.aborted || !this.#isListening || this.#socket) return;
		const url = new URL(`/sessions/${this.view.id}/console`, location.href);
		url.protocol = url.protocol.replace('http', 'ws');
		const socket = openSocket(url);
		if (!socket) {
			this.#failures = MAX_FAILURES;
			void this.#lost();
			return;
		}
		this.#socket = socket;
		// A proxy may let the handshake through and then hold back what follows: only a first word makes a console.
		const patience = setTimeout(() => {
			// That cost the visitor enough: the readings are asked for at once.
			this.#failures = MAX_FAILURES;
			socket.close();
			closed();
		}, PATIENCE_MS);
		const closed = () => {
			clearTimeout(patience);
			if (socket !== this.#socket) return;
			this.#socket = this.#console = this.#askedAt = undefined;
			if (!this.#ended.signal.aborted) void this.#lost();
		};
		socket.onmessage = ({ data }: MessageEvent<string>) => {
			clearTimeout(patience);
			if (socket !== this.#socket) return;
			this.#askedAt = undefined;
			if (!this.#console) this.#opened(socket);
			this.#heard(JSON.parse(data) as ConsoleMessage);
		};
		socket.onclose = closed;
	}

	#opened(socket: WebSocket): void {
		this.#console = socket;
		this.#failures = 0;
		this.#listener.onReadings('console');
		for (const ms of FIRST_PROBES_MS) setTimeout(() => this.#probe(), ms);
	}

	/**
	 * The console is gone or never came. Where plain HTTP gets through and the console does not, time and again, the readings
	 * are asked for; where nothing gets through, the server is away. The console is tried again in either case.
	 */
	async #lost(): Promise<void> {
		if (!this.#isListening) return;
		const askedAt = pageNow();
		const response = await fetch(`/sessions/${this.view.id}`, { signal: this.#ended.signal }).catch(() => undefined);
		if (this.#ended.signal.aborted || !this.#isListening) return;
		if (response?.status === 404) {
			this.#ended.abort();
			this.#listener.onGone();
			return;
		}
		if (!response?.ok) {
			this.#listener.onReadings('none');
			setTimeout(() => this.#openConsole(), RETRY_MS * (0.5 + Math.random()));
			return;
		}
		this.#failures += 1;
		if (this.#failures <= MAX_FAILURES) {
			setTimeout(() => this.#openConsole(), RETRY_MS * Math.random());
			return;
		}
		const view = (await response.json()) as SessionView;
		this.clock.add(askedAt, view.now, pageNow());
		this.#listener.onView(view);
		this.#listener.onReadings('asked');
		const isTryAgain = this.#failures % ASKS_PER_TRY === 0;
		setTimeout(() => (isTryAgain ? this.#openConsole() : void this.#lost()), ASK_MS);
	}

	#heard(message: ConsoleMessage): void {
		const listener = this.#listener;
		if ('records' in message) listener.onRecords(message.records.map((packed) => unpackRecord(packed, message.at)));
		else if ('session' in message) listener.onView(message.session);
		else if ('settings' in message) listener.onSettings(message.settings, message.newest);
		else if ('probe' in message) this.clock.add(message.probe, message.now, pageNow());
		else listener.onCut(message.cut, message.until);
	}

	#probe(): void {
		const now = pageNow();
		if (this.#askedAt !== undefined && now - this.#askedAt > SILENCE_MS) this.#leave();
		else if (this.#say({ probe: now })) this.#askedAt ??= now;
	}

	/** The console is dead, though nobody has closed it: that would take the browser a minute to notice. */
	#leave(): void {
		const socket = this.#socket;
		this.#socket = this.#console = this.#askedAt = undefined;
		socket?.close();
		void this.#lost();
	}

	#say(command: ConsoleCommand): boolean {
		if (!this.#console) return false;
		this.#console.send(JSON.stringify(command));
		return true;
	}

	async #patch(change: SessionChange): Promise<void> {
		const response = await fetch(`/sessions/${this.view.id}`, {
			method: 'PATCH',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(change)
		}).catch(() => undefined);
		if (!response?.ok) return;
		const view = (await response.json()) as SessionView;
		this.#listener.onSettings(view.settings, view.newest);
		const { cut } = change.faults ?? {};
		if (cut) this.#listener.onCut(view.now, view.now + 1000 * Number(cut === true ? 0 : cut));
	}
}

/** A WebSocket; undefined in a browser that has none, or forbids it. */
function openSocket(url: URL): WebSocket | undefined {
	try {
		return new WebSocket(url);
	} catch {
		return undefined;
	}
}
