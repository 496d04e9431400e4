import { unpackRecord } from '#lib/protocol/console.ts';
import type { ConsoleCommand, ConsoleMessage } from '#lib/protocol/console.ts';
import type { SessionChange, SessionView } from '#lib/protocol/session.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { ClockOffset, pageNow } from './clock-offset.ts';

/** How the readings come: over the console, by asking each second where WebSocket is blocked, or not at the moment; `opening`: not yet. */
export type Readings = 'opening' | 'console' | 'asked' | 'none';

/** What a session tells the page. */
export interface SessionListener {
	/** Totals to start from: at first, and whenever records may have been missed. */
	onView(view: SessionView): void;
	onRecords(records: readonly WireRecord[]): void;
	onSettings(settings: SessionView['settings'], newest: number): void;
	/** The line was cut at this moment of the server's clock. */
	onCut(at: number): void;
	onReadings(readings: Readings): void;
	/** The session has ended on the server: a new one is needed. */
	onGone(): void;
}

const PROBE_MS = 2000;
/** The first probes come faster: staleness is measured only once the clock is known. */
const FIRST_PROBES_MS = [0, 60, 130, 210, 300, 400];
const ASK_MS = 1000;
const RETRY_MS = 1000;
/** Consoles that failed to open before the page asks over HTTP instead. */
const MAX_FAILURES = 2;

/** The page's end of a session: its console, its clock, and plain HTTP where there is no console. */
export class SessionClient {
	readonly view: SessionView;
	readonly clock = new ClockOffset();
	/** A first guess at the server's clock minus the page's, ms, late by up to a round trip. */
	readonly #roughOffsetMs: number;
	readonly #listener: SessionListener;
	readonly #ended = new AbortController();
	#console: WebSocket | undefined;
	#failures = 0;

	private constructor(view: SessionView, listener: SessionListener) {
		this.view = view;
		this.#roughOffsetMs = view.now - pageNow();
		this.#listener = listener;
		this.#openConsole();
		const timer = setInterval(() => this.#probe(), PROBE_MS);
		this.#ended.signal.addEventListener('abort', () => clearInterval(timer));
	}

	/** Starts a session. @throws {Error} with the server's sentence when it refuses. */
	static async start(settings: RaceChange, listener: SessionListener): Promise<SessionClient> {
		const response = await fetch('/sessions', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ settings })
		});
		const answer = (await response.json()) as SessionView & { detail?: string };
		if (!response.ok) throw new Error(answer.detail ?? `The server answered ${response.status}.`);
		return new SessionClient(answer, listener);
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
		this.#console?.close();
		void fetch(`/sessions/${this.view.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
	}

	#openConsole(): void {
		if (this.#ended.signal.aborted) return;
		const url = new URL(`/sessions/${this.view.id}/console`, location.href);
		url.protocol = url.protocol.replace('http', 'ws');
		const socket = new WebSocket(url);
		let isOpen = false;
		socket.onopen = () => {
			isOpen = true;
			this.#failures = 0;
			this.#console = socket;
			this.#listener.onReadings('console');
			for (const ms of FIRST_PROBES_MS) setTimeout(() => this.#probe(), ms);
		};
		socket.onmessage = ({ data }: MessageEvent<string>) => this.#heard(JSON.parse(data) as ConsoleMessage);
		socket.onclose = () => {
			this.#console = undefined;
			if (!isOpen) this.#failures += 1;
			if (!this.#ended.signal.aborted) void this.#lost();
		};
	}

	/** The console is gone or never came: is the session still there? Then try again, and ask over HTTP meanwhile. */
	async #lost(): Promise<void> {
		const isBlocked = this.#failures > MAX_FAILURES;
		if (isBlocked) this.#listener.onReadings('asked');
		else if (this.#failures === 0) this.#listener.onReadings('none');
		const response = await fetch(`/sessions/${this.view.id}`, { signal: this.#ended.signal }).catch(() => undefined);
		if (this.#ended.signal.aborted) return;
		if (response?.status === 404) {
			this.#ended.abort();
			this.#listener.onGone();
			return;
		}
		if (response?.ok && isBlocked) this.#listener.onView((await response.json()) as SessionView);
		if (isBlocked) setTimeout(() => void this.#lost(), ASK_MS);
		else setTimeout(() => this.#openConsole(), RETRY_MS * Math.random());
	}

	#heard(message: ConsoleMessage): void {
		const listener = this.#listener;
		if ('records' in message) listener.onRecords(message.records.map((packed) => unpackRecord(packed, message.at)));
		else if ('session' in message) listener.onView(message.session);
		else if ('settings' in message) listener.onSettings(message.settings, message.newest);
		else if ('probe' in message) this.clock.add(message.probe, message.now, pageNow());
		else listener.onCut(message.cut);
	}

	#probe(): void {
		this.#say({ probe: pageNow() });
	}

	#say(command: ConsoleCommand): boolean {
		if (this.#console?.readyState !== WebSocket.OPEN) return false;
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
	}
}
