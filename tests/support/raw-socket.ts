import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FrameScanner, OPCODE, frameHeaderBytes } from '#lib/wire/websocket.ts';
import type { Frame } from '#lib/wire/websocket.ts';

/** An answer as it crossed. `body` is without the chunked coding. */
export interface RawResponse {
	readonly status: number;
	readonly headers: ReadonlyMap<string, string>;
	readonly body: string;
}

const PATIENCE_MS = 10_000;

/** A TCP client without manners: it sends what it is told and counts every byte that crosses. */
export class RawSocket {
	readonly socket: Socket;
	/** Resolves when the socket has closed, however that came. */
	readonly closed: Promise<void>;
	sentBytes = 0;
	receivedBytes = 0;
	isClosed = false;
	/** What came and was not read yet. */
	#unread = Buffer.alloc(0);
	#onChange = () => {};
	readonly #scanner = new FrameScanner(1 << 20);

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', (bytes: Buffer) => {
			this.receivedBytes += bytes.length;
			this.#unread = Buffer.concat([this.#unread, bytes]);
			this.#onChange();
		});
		socket.on('error', () => {});
		this.closed = new Promise((resolve) =>
			socket.once('close', () => {
				this.isClosed = true;
				this.#onChange();
				resolve();
			})
		);
	}

	static async open(port: number): Promise<RawSocket> {
		const socket = connect({ port, host: '127.0.0.1', noDelay: true });
		const raw = new RawSocket(socket);
		await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
		return raw;
	}

	send(data: string | Uint8Array): void {
		const bytes = typeof data === 'string' ? Buffer.from(data) : data;
		this.sentBytes += bytes.length;
		this.socket.write(bytes);
	}

	/** Sends a request; `headers` are lines such as `Origin: null`. */
	request(method: string, target: string, headers: readonly string[] = [], body = ''): void {
		const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
		const lines = [`${method} ${target} HTTP/1.1`, 'Host: test', ...headers, ...length];
		this.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
	}

	/** Sends a request and reads its whole answer. */
	async ask(method: string, target: string, headers: readonly string[] = [], body = ''): Promise<RawResponse> {
		this.request(method, target, headers, body);
		return this.response();
	}

	/** Asks for a WebSocket; `headers` may replace the usual ones by coming later with the same name left out here. */
	upgrade(target: string, headers: readonly string[] = []): Promise<RawResponse> {
		return this.ask('GET', target, [...UPGRADE, 'Sec-WebSocket-Version: 13', ...headers]);
	}

	/** Sends a frame as a browser does: masked. */
	sendFrame(opcode: number, payload: string | Uint8Array = '', options: { final?: boolean } = {}): void {
		this.send(maskedFrame(opcode, payload, options));
	}

	sendText(text: string): void {
		this.sendFrame(OPCODE.text, text);
	}

	/** Reads the next answer: its length is given, chunked, or it has none. */
	async response(): Promise<RawResponse> {
		const head = await this.head();
		if (head.status === 204 || head.status === 304 || head.status < 200) return { ...head, body: '' };
		if (head.headers.get('transfer-encoding') === 'chunked') return { ...head, body: await this.#chunks() };
		const length = head.headers.get('content-length');
		if (length === undefined) {
			await this.until(() => this.isClosed);
			return { ...head, body: this.#take(this.#unread.length).toString() };
		}
		await this.until((bytes) => bytes.length >= Number(length));
		return { ...head, body: this.#take(Number(length)).toString() };
	}

	/** Reads the head of an answer, and leaves the body, which may be a stream, unread. */
	async head(): Promise<Omit<RawResponse, 'body'>> {
		await this.until((bytes) => bytes.includes('\r\n\r\n'));
		const [start = '', ...lines] = this.#take(this.#unread.indexOf('\r\n\r\n') + 4)
			.toString('latin1')
			.trimEnd()
			.split('\r\n');
		const headers = new Map(
			lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
		);
		return { status: Number(start.split(' ')[1]), headers };
	}

	/** Reads the next WebSocket frame. */
	async frame(): Promise<Frame> {
		for (;;) {
			await this.until((bytes) => bytes.length > 0);
			// One byte at a time: what follows the frame stays unread.
			while (this.#unread.length > 0) for (const frame of this.#scanner.scan(this.#take(1))) return frame;
		}
	}

	/** Reads text messages until one fits; control frames and others are skipped. */
	async message(fits: (text: string) => boolean): Promise<string> {
		for (;;) {
			const frame = await this.frame();
			const text = Buffer.from(frame.payload).toString();
			if (frame.opcode === OPCODE.text && fits(text)) return text;
		}
	}

	/** Reads the code of the close frame that comes, past whatever comes before it. */
	async closeCode(): Promise<number> {
		for (;;) {
			const frame = await this.frame();
			if (frame.opcode === OPCODE.close) return Buffer.from(frame.payload).readUInt16BE(0);
		}
	}

	/** Waits for a condition on what is unread. */
	until(holds: (unread: Buffer) => boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			const settle = (error?: Error) => {
				clearTimeout(timer);
				this.#onChange = () => {};
				if (error) reject(error);
				else resolve();
			};
			const seen = () => `${this.#unread.length} bytes: ${this.#unread.subarray(0, 300).toString('latin1')}`;
			const timer = setTimeout(() => settle(new Error(`Waited in vain. Unread: ${seen()}`)), PATIENCE_MS);
			this.#onChange = () => {
				if (holds(this.#unread)) settle();
				else if (this.isClosed) settle(new Error(`The socket closed. Unread: ${seen()}`));
			};
			this.#onChange();
		});
	}

	/** Forgets what came so far. */
	skip(): string {
		return this.#take(this.#unread.length).toString();
	}

	/** Closes with a reset, as a process that dies does; a socket that is on its way out already is only closed. */
	reset(): void {
		if (this.socket.readableEnded || this.socket.writableEnded) this.socket.destroy();
		else this.socket.resetAndDestroy();
	}

	close(): void {
		this.socket.destroy();
	}

	async #chunks(): Promise<string> {
		const parts: Buffer[] = [];
		for (;;) {
			await this.until((bytes) => bytes.includes('\r\n'));
			const line = this.#take(this.#unread.indexOf('\r\n') + 2).toString();
			const size = parseInt(line, 16);
			await this.until((bytes) => bytes.length >= size + 2);
			parts.push(this.#take(size));
			this.#take(2);
			if (size === 0) return Buffer.concat(parts).toString();
		}
	}

	#take(count: number): Buffer {
		const taken = this.#unread.subarray(0, count);
		this.#unread = this.#unread.subarray(count);
		return taken;
	}
}

/** The headers of a handshake, but for the version. */
export const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];

/** A frame as a browser sends it. */
export function maskedFrame(opcode: number, payload: string | Uint8Array = '', { final = true } = {}): Buffer {
	const bytes = Buffer.from(payload);
	const header = Buffer.alloc(frameHeaderBytes(bytes.length, true));
	header[0] = (final ? 0x80 : 0) | opcode;
	if (bytes.length < 126) header[1] = 0x80 | bytes.length;
	else if (bytes.length < 65_536) header.writeUInt16BE(bytes.length, 2);
	else header.writeBigUInt64BE(BigInt(bytes.length), 2);
	if (bytes.length >= 126) header[1] = 0x80 | (bytes.length < 65_536 ? 126 : 127);
	const key = [0x12, 0x34, 0x56, 0x78];
	header.set(key, header.length - 4);
	return Buffer.concat([header, bytes.map((byte, i) => byte ^ (key[i & 3] as number))]);
}
