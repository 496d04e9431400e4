import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { LAST_CHUNK_BYTES } from '#lib/wire/http.ts';
import { crossing } from '#lib/wire/record.ts';
import type { Kind } from '#lib/wire/record.ts';
import { Ending } from '../ending.ts';
import type { EndSignal } from '../ending.ts';
import { UNFRAMED } from '../framing.ts';
import type { Beating } from '../limits/heart.ts';
import type { Encoded } from '../meter/encoded.ts';
import type { Meter } from '../meter/meter.ts';
import { drained, gather } from '../meter/drained.ts';
import { tapOf } from '../meter/tap.ts';
import type { Tap } from '../meter/tap.ts';
import { Problem, sendProblem } from '../problem.ts';
import type { AnswerBody } from './answer.ts';
import type { Asked } from './asked.ts';
import { keepOpen } from './layer.ts';
import type { Layer } from './layer.ts';

/** What an answer's body counts as. */
interface Body {
	readonly kind: Kind;
	readonly framing: number;
	readonly payload: number;
	readonly events: number;
}
const NO_BODY: Body = { kind: 'response', framing: 0, payload: 0, events: 0 };

/** One HTTP request and its answer, measured: what a technique that is plain HTTP works with. */
export class Exchange {
	readonly request: IncomingMessage;
	readonly asked: Asked;
	readonly layer: Layer;
	readonly #response: ServerResponse;
	readonly #tap: Tap;
	readonly #ended = new Ending();
	#isStream = false;
	#body = NO_BODY;

	constructor(request: IncomingMessage, response: ServerResponse, asked: Asked, layer: Layer) {
		this.request = request;
		this.asked = asked;
		this.layer = layer;
		this.#response = response;
		this.#tap = tapOf(request.socket);
		this.#tap.carry(asked.meter, () => this.#cut());
		// The line was cut while the request was on its way: nothing can be answered any more.
		if (request.socket.writableEnded) this.#ended.abort();
		if (request.method === 'GET') asked.meter.add(crossing('up', 'request', { head: this.#tap.takeUp() }));
		// It comes once, after "finish" where there is one. `on`, because `once` keeps five objects more, for as long as a stream is open.
		response.on('close', () => {
			if (!response.writableFinished) this.#tap.takeBack();
			this.#settle();
			this.#ended.abort();
		});
	}

	/** Aborts when the answer is complete, the client has gone or the line was cut. */
	get signal(): EndSignal {
		return this.#ended;
	}

	/** Answers a poll. Without a body the status must allow it (204, 304). */
	answer(status: number, headers: Record<string, string>, body?: AnswerBody): void {
		if (this.#ended.aborted) return;
		const bytes = body ? Buffer.from(body.text) : undefined;
		const { payloadBytes = 0, events = 0 } = body ?? {};
		this.#body = { kind: 'answer', framing: (bytes?.length ?? 0) - payloadBytes, payload: payloadBytes, events };
		const type: Record<string, string | number> = bytes ? { 'Content-Type': 'application/json', 'Content-Length': bytes.length } : {};
		this.#response.writeHead(status, { ...type, 'Cache-Control': 'no-store', ...UNFRAMED, ...headers });
		this.#response.end(bytes);
		this.layer.delivered(this.asked.technique, events);
		this.layer.outbound.watch(this.request.socket, this);
	}

	/** Opens an answer that never ends and beats it until it does. Takes a place among the open streams. */
	openStream(headers: Record<string, string>, beat: Encoded): Stream {
		const response = this.#response;
		// Behind an answer that is not complete nobody would read it, and what it sends would only pile up.
		if (!response.socket) throw new Problem('bad-request', 'A stream needs a connection of its own.');
		this.asked.takePlace();
		response.writeHead(200, { ...headers, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no', ...UNFRAMED });
		response.flushHeaders();
		forgetHead(this.request);
		this.asked.meter.add(crossing('down', 'response', { head: this.#tap.takeDown() }));
		const stream = new Stream(response, this, this.#tap, beat);
		keepOpen(stream, this.asked, this.layer);
		this.#isStream = true;
		return stream;
	}

	/** Keeps the question waiting: it takes a place like an open stream, until `waited` aborts, and aborts it when the server shuts down. */
	hold(waited: Ending): void {
		const { asked, layer } = this;
		asked.takePlace();
		this.#ended.addEventListener('abort', () => waited.abort());
		keepOpen({ endsAt: Infinity, signal: waited, beat() {}, end: () => waited.abort() }, asked, layer);
	}

	/** Ends the answer: nothing more is sent. */
	end(): void {
		this.#ended.abort();
		this.#response.end();
	}

	/** Ends it at once, for a reader who does not read: what waits for it is let go. */
	drop(): void {
		this.#ended.abort();
		this.request.socket.destroy();
	}

	/** The body of a publish was read: `bodyBytes` of what came up since the exchange began. */
	receivedBody(bodyBytes: number): void {
		this.asked.meter.add(crossing('up', 'request', { head: this.#tap.takeUp() - bodyBytes, payload: bodyBytes }));
	}

	/** Answers with JSON that is no event: an acknowledgement. */
	acknowledge(status: number, value: unknown): void {
		const body = Buffer.from(JSON.stringify(value));
		this.#body = { kind: 'response', framing: body.length, payload: 0, events: 0 };
		const type = { 'Content-Type': 'application/json', 'Content-Length': body.length };
		this.#response.writeHead(status, { ...type, 'Cache-Control': 'no-store', ...UNFRAMED });
		this.#response.end(body);
	}

	/** Answers with a problem. */
	fail(problem: Problem): void {
		this.#body = { kind: 'response', framing: Buffer.byteLength(JSON.stringify(problem)), payload: 0, events: 0 };
		sendProblem(this.#response, problem);
	}

	/**
	 * The line is cut, and nothing more is said but the last chunk of a stream: of an answer that breaks off a browser throws
	 * away what it has received and not handed on yet, and those events would have to cross again.
	 */
	#cut(): void {
		if (this.#isStream) this.end();
		else this.#ended.abort();
	}

	/** What the answer put on the wire, once it is complete: its body as declared, the rest is its head. */
	#settle(): void {
		const { meter } = this.asked;
		const unread = this.#tap.takeUp();
		if (unread > 0) meter.add(crossing('up', this.request.method === 'GET' ? 'control' : 'request', { head: unread }));
		const bytes = this.#tap.takeDown();
		if (bytes === 0) return;
		const { kind, framing, payload, events } = this.#body;
		const isStream = bytes === LAST_CHUNK_BYTES && framing === 0;
		if (isStream) meter.add(crossing('down', 'control', { framing: bytes }));
		else meter.add(crossing('down', kind, { head: bytes - framing - payload, framing, payload, events }));
	}
}

const NO_HEADERS = Object.freeze({});
const NO_RAW_HEADERS = Object.freeze([]) as unknown as string[];

/** Lets go of the head of a question whose answer may be open for an hour: nobody reads it again, and it would be kept as long. */
function forgetHead(request: IncomingMessage): void {
	request.headers = NO_HEADERS;
	request.rawHeaders = NO_RAW_HEADERS;
	request.url = '';
}

/** An open answer. What is sent was made once and is the same bytes for every reader. */
export class Stream implements Beating {
	readonly endsAt: number;
	/** Aborts when the answer has ended, for whatever reason. */
	readonly signal: EndSignal;
	readonly #response: ServerResponse;
	readonly #exchange: Exchange;
	readonly #socket: Socket;
	readonly #tap: Tap;
	readonly #meter: Meter;
	readonly #technique: TechniqueId;
	readonly #layer: Layer;
	readonly #beat: Encoded;
	readonly #isChunked: boolean;

	constructor(response: ServerResponse, exchange: Exchange, tap: Tap, beat: Encoded) {
		this.endsAt = exchange.layer.endsAt();
		this.signal = exchange.signal;
		this.#response = response;
		this.#exchange = exchange;
		this.#socket = exchange.request.socket;
		this.#tap = tap;
		this.#meter = exchange.asked.meter;
		this.#technique = exchange.asked.technique;
		this.#layer = exchange.layer;
		this.#beat = beat;
		this.#isChunked = exchange.request.httpVersion === '1.1';
	}

	/**
	 * Writes to the socket itself: the chunk around the text is in the bytes already, and Node would make it anew for each
	 * reader. HTTP/1.0 knows no chunks.
	 */
	send(encoded: Encoded): void {
		if (this.signal.aborted || (encoded.isVolatile && this.#layer.outbound.skips(this.#socket))) return;
		const { bytes, crossing } = this.#isChunked ? encoded : (encoded.bare ?? encoded);
		if (this.#isChunked) this.#socket.write(bytes);
		else this.#response.write(bytes);
		if (this.#meter.isCounting) this.#tap.sent(bytes.length, crossing);
		this.#layer.delivered(this.#technique, crossing.events);
		this.#layer.outbound.check(this.#socket, this);
	}

	drop(): void {
		this.#exchange.drop();
	}

	beat(): void {
		this.send(this.#beat);
	}

	/** What is sent until the end of this turn goes out together. */
	gather(): void {
		gather(this.#socket);
	}

	/** Whether more of a backlog should wait until the reader is ready. */
	get isFull(): boolean {
		return this.#layer.outbound.isBehind(this.#socket);
	}

	/** Resolves when the reader has taken what was sent. */
	ready(): Promise<void> {
		return drained(this.#socket);
	}

	end(): void {
		this.#exchange.end();
	}
}
