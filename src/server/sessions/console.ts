import type { WebSocket } from 'ws';
import { consoleCommandSchema } from '#lib/protocol/console.ts';
import { packRecord } from '#lib/protocol/packed-record.ts';
import type { ConsoleMessage } from '#lib/protocol/console.ts';
import { CLOSE } from '#lib/protocol/problem.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { parseInput } from '../body.ts';
import { asProblem } from '../problem.ts';
import type { Session } from './session.ts';

/** Readings go down in batches this far apart, ms: faster than the eye, slower than the events. */
const BATCH_MS = 50;
/** A page that leaves this much unread gets totals instead of records, bytes. */
const MAX_WAITING_BYTES = 262_144;
/** A page that leaves this much unread, whatever it is, is cut off, bytes. */
const MAX_UNREAD_BYTES = 1_048_576;
const PING_MS = 20_000;

/** The session's control WebSocket: readings down, settings and faults up. */
export class Console {
	readonly #webSocket: WebSocket;
	readonly #session: Session;
	readonly #ping: NodeJS.Timeout;
	#batch: WireRecord[] = [];
	#timer: NodeJS.Timeout | undefined;
	#isBehind = false;
	#isAlive = true;
	#isClosed = false;

	constructor(webSocket: WebSocket, session: Session) {
		this.#webSocket = webSocket;
		this.#session = session;
		webSocket.on('error', () => {}); // ws closes with the right code, and 'close' follows.
		webSocket.on('message', (data: Buffer) => this.#command(data.toString('utf8')));
		webSocket.on('pong', () => (this.#isAlive = true));
		webSocket.on('close', () => this.#closed());
		this.#ping = setInterval(() => this.#beat(), PING_MS).unref();
		this.say({ session: session.view() });
	}

	say(message: ConsoleMessage): void {
		if (this.#isClosed) return;
		this.#webSocket.send(JSON.stringify(message));
		if (this.#webSocket.bufferedAmount > MAX_UNREAD_BYTES) this.#webSocket.terminate();
	}

	/** One thing crossed; it goes down with the next batch. */
	record(record: WireRecord): void {
		this.#batch.push(record);
		this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
	}

	/** Sends what waits. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const batch = this.#batch;
		this.#batch = [];
		if (this.#webSocket.bufferedAmount > MAX_WAITING_BYTES) {
			this.#isBehind = true;
			this.#timer = setTimeout(() => this.flush(), BATCH_MS);
		} else if (this.#isBehind) {
			this.#isBehind = false;
			this.say({ session: this.#session.view() });
		} else if (batch.length > 0) {
			const at = Math.round(batch[0]?.at ?? 0);
			this.say({ records: batch.map((record) => packRecord(record, at)), at });
		}
	}

	close(code: number, reason: string): void {
		this.#closed();
		this.#webSocket.close(code, reason);
	}

	#command(text: string): void {
		// A closing ws still hands out what it has read.
		if (this.#isClosed) return;
		try {
			const isInTurn = this.#session.turns.take();
			if (this.#session.turns.isAbused) return this.#refuse();
			const command = parseInput(text, consoleCommandSchema, 'bad-settings');
			// A change that came too soon is dropped; the page hears what the settings still are. A probe is asked again anyway.
			if (!isInTurn) return 'probe' in command ? undefined : this.#session.saySettings();
			if ('probe' in command) this.say({ probe: command.probe, now: this.#session.now() });
			else this.#session.change(command);
		} catch (error) {
			this.close(CLOSE.bad, asProblem(error).code);
		}
	}

	/** Closes on who goes on though nothing is done. What else was sent is not even read. */
	#refuse(): void {
		this.close(CLOSE.rate, 'too-fast');
		this.#webSocket.pause();
	}

	#beat(): void {
		if (!this.#isAlive) this.#webSocket.terminate();
		this.#isAlive = false;
		this.#webSocket.ping();
	}

	#closed(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		clearTimeout(this.#timer);
		clearInterval(this.#ping);
		this.#session.left(this);
	}
}
