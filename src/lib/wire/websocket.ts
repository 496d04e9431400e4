/** Frames of the WebSocket protocol (RFC 6455, section 5.2). */

/** Opcodes (RFC 6455, section 11.8). From 8 up they are control frames. */
export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

/**
 * Bytes of a frame's header: 2, then 2 more for payloads from 126 bytes or 8 more from 65,536, then 4 for the masking key,
 * which every frame from a browser has.
 */
export function frameHeaderBytes(payloadBytes: number, masked: boolean): number {
	const length = payloadBytes < 126 ? 0 : payloadBytes < 65_536 ? 2 : 8;
	return 2 + length + (masked ? 4 : 0);
}

/** A whole unmasked frame, final and unfragmented, as a server sends it. */
export function encodeFrame(opcode: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
	const size = payload.length;
	const header = frameHeaderBytes(size, false);
	const frame = new Uint8Array(header + size);
	const view = new DataView(frame.buffer);
	frame[0] = 0x80 | opcode; // FIN
	if (header === 2) frame[1] = size;
	else if (header === 4) {
		frame[1] = 126;
		view.setUint16(2, size);
	} else {
		frame[1] = 127;
		view.setBigUint64(2, BigInt(size));
	}
	frame.set(payload, header);
	return frame;
}

/** A frame as it crossed: header and payload are its two parts, `payload` is unmasked and holds at most `maxKeptBytes`. */
export interface Frame {
	readonly opcode: number;
	readonly final: boolean;
	readonly headerBytes: number;
	readonly payloadBytes: number;
	readonly payload: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/**
 * Cuts a byte stream, in pieces of any size, into frames. It judges nothing: what breaks the protocol is for the endpoint
 * to refuse. Only the first `maxKeptBytes` of each payload are kept, so that a scanner never holds more than that.
 */
export class FrameScanner {
	#header: number[] = [];
	#expectedHeader = 2;
	#size = 0;
	#kept: Uint8Array = NOTHING;
	#seen = 0;
	readonly #maxKeptBytes: number;

	constructor(maxKeptBytes = 65_536) {
		this.#maxKeptBytes = maxKeptBytes;
	}

	/** Bytes of a frame that has begun and is not complete. */
	get pendingBytes(): number {
		return this.#header.length + this.#seen;
	}

	/** The frames that these bytes complete. */
	*scan(bytes: Uint8Array): Generator<Frame> {
		let offset = 0;
		while (offset < bytes.length) {
			if (this.#header.length < this.#expectedHeader) {
				this.#takeHeaderByte(bytes[offset++] as number);
			} else {
				offset += this.#takePayload(bytes.subarray(offset));
			}
			if (this.#isComplete()) yield this.#finish();
		}
	}

	#isComplete(): boolean {
		return this.#header.length === this.#expectedHeader && this.#header.length > 1 && this.#seen === this.#size;
	}

	#takeHeaderByte(byte: number): void {
		const header = this.#header;
		header.push(byte);
		if (header.length === 2) {
			const length = byte & 0x7f;
			this.#size = length;
			this.#expectedHeader = 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (byte & 0x80 ? 4 : 0);
			if (length >= 126) this.#size = 0;
		}
		if (header.length === this.#expectedHeader) {
			const length = (header[1] as number) & 0x7f;
			if (length >= 126) this.#size = header.slice(2, length === 126 ? 4 : 10).reduce((sum, value) => sum * 256 + value, 0);
			this.#kept = new Uint8Array(Math.min(this.#size, this.#maxKeptBytes));
		}
	}

	#takePayload(bytes: Uint8Array): number {
		const taken = Math.min(bytes.length, this.#size - this.#seen);
		const room = Math.max(0, Math.min(taken, this.#kept.length - this.#seen));
		this.#kept.set(bytes.subarray(0, room), this.#seen);
		this.#seen += taken;
		return taken;
	}

	#finish(): Frame {
		const [first = 0, second = 0] = this.#header;
		const payload = this.#kept;
		if (second & 0x80) {
			const key = this.#header.slice(-4);
			for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] as number) ^ (key[i & 3] as number);
		}
		const frame = {
			opcode: first & 0x0f,
			final: (first & 0x80) !== 0,
			headerBytes: this.#header.length,
			payloadBytes: this.#size,
			payload
		};
		this.#header = [];
		this.#expectedHeader = 2;
		this.#size = 0;
		this.#seen = 0;
		return frame;
	}
}
