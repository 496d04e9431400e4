import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FrameScanner, OPCODE, encodeFrame, frameHeaderBytes } from '#lib/wire/websocket.ts';
import type { Frame } from '#lib/wire/websocket.ts';
import { maskedFrame } from '../../support/raw-socket.ts';

const EDGES = [
	[0, 2],
	[125, 2],
	[126, 4],
	[65_535, 4],
	[65_536, 10]
] as const;

describe.each(EDGES)('a payload of %i bytes', (size, headerBytes) => {
	it(`needs a header of ${headerBytes} bytes, and 4 more when masked`, () => {
		expect(frameHeaderBytes(size, false)).toBe(headerBytes);
		expect(frameHeaderBytes(size, true)).toBe(headerBytes + 4);
	});

	it('is framed so that the scanner finds it again', () => {
		const payload = Uint8Array.from({ length: size }, (_, i) => i);
		const bytes = encodeFrame(OPCODE.binary, payload);
		expect(bytes).toHaveLength(headerBytes + size);
		expect([...new FrameScanner(1 << 20).scan(bytes)]).toEqual([
			{ opcode: OPCODE.binary, final: true, headerBytes, payloadBytes: size, payload }
		]);
	});

	it('is unmasked by the scanner', () => {
		const payload = Buffer.alloc(size, 'wire');
		const [frame] = new FrameScanner(1 << 20).scan(maskedFrame(OPCODE.text, payload));
		expect(frame).toMatchObject({ headerBytes: headerBytes + 4, payloadBytes: size });
		expect(Buffer.from(frame?.payload ?? []).equals(payload)).toBe(true);
	});

	it('is read by a WebSocket library as it was sent', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		server.on('upgrade', (request, socket) => {
			const accept = createHash('sha1')
				.update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
				.digest('base64');
			socket.write(
				`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
			);
			socket.write(encodeFrame(OPCODE.text, Buffer.alloc(size, 'a')));
		});
		await new Promise((listening) => server.once('listening', listening));
		const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
		const text = await new Promise<string>((resolve) => client.once('message', (data: Buffer) => resolve(data.toString())));
		expect(text).toBe('a'.repeat(size));
		client.terminate();
		server.close();
	});
});

const frame = fc.record({
	opcode: fc.constantFrom(...Object.values(OPCODE)),
	payload: fc.oneof(
		fc.uint8Array({ maxLength: 200 }),
		fc.constantFrom(125, 126, 65_535, 65_536).map((size) => new Uint8Array(size).fill(7))
	),
	masked: fc.boolean(),
	final: fc.boolean()
});
type FrameInput = typeof frame extends fc.Arbitrary<infer T> ? T : never;

function encode({ opcode, payload, masked, final }: FrameInput): Uint8Array {
	const bytes = masked ? maskedFrame(opcode, payload, { final }) : encodeFrame(opcode, payload);
	if (!final) bytes[0] = opcode;
	return bytes;
}

const plain = (frames: Iterable<Frame>) =>
	[...frames].map((found) => ({ ...found, payload: Buffer.from(found.payload).toString('base64') }));

describe('a scanner', () => {
	it('finds the same frames however the stream is cut into pieces', () => {
		fc.assert(
			fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat(400_000), { maxLength: 8 }), (frames, cuts) => {
				const stream = Buffer.concat(frames.map(encode));
				const whole = plain(new FrameScanner(100_000).scan(stream));
				expect(whole.map(({ opcode, final, payload }) => ({ opcode, final, payload }))).toEqual(
					frames.map(({ opcode, final, payload }) => ({ opcode, final, payload: Buffer.from(payload).toString('base64') }))
				);
				const scanner = new FrameScanner(100_000);
				const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
				const pieces = edges.slice(1).map((end, i) => stream.subarray(edges[i], end));
				expect(pieces.flatMap((piece) => plain(scanner.scan(piece)))).toEqual(whole);
			}),
			{ numRuns: 60 }
		);
	});

	it('fed byte by byte finds what it finds when fed whole', () => {
		fc.assert(
			fc.property(fc.array(frame, { maxLength: 3 }), (frames) => {
				const stream = Buffer.concat(frames.map(encode));
				const scanner = new FrameScanner(100_000);
				const found: Frame[] = [];
				for (const byte of stream) found.push(...scanner.scan(Uint8Array.of(byte)));
				expect(plain(found)).toEqual(plain(new FrameScanner(100_000).scan(stream)));
			}),
			{ numRuns: 15 }
		);
	});

	it('finds control frames between the fragments of a message', () => {
		const stream = Buffer.concat([
			maskedFrame(OPCODE.text, 'a', { final: false }),
			maskedFrame(OPCODE.ping, 'p'),
			maskedFrame(OPCODE.continuation, 'b', { final: false }),
			maskedFrame(OPCODE.pong),
			maskedFrame(OPCODE.continuation, 'c')
		]);
		expect(
			[...new FrameScanner().scan(stream)].map(({ opcode, final, payload }) => [opcode, final, Buffer.from(payload).toString()])
		).toEqual([
			[OPCODE.text, false, 'a'],
			[OPCODE.ping, true, 'p'],
			[OPCODE.continuation, false, 'b'],
			[OPCODE.pong, true, ''],
			[OPCODE.continuation, true, 'c']
		]);
	});

	it('keeps only the beginning of a large payload, and still counts it whole', () => {
		const [found] = new FrameScanner(10).scan(maskedFrame(OPCODE.text, 'x'.repeat(1000)));
		expect(found).toMatchObject({ payloadBytes: 1000, headerBytes: 8 });
		expect(Buffer.from(found?.payload ?? []).toString()).toBe('x'.repeat(10));
	});

	it('says how much of a frame has come that is not complete', () => {
		const scanner = new FrameScanner();
		const bytes = maskedFrame(OPCODE.text, 'x'.repeat(300));
		for (const [count, pending] of [
			[1, 1],
			[7, 8],
			[100, 108],
			[200, 0]
		] as const) {
			const from = bytes.length - (300 + 8 - (scanner.pendingBytes || 0));
			expect([...scanner.scan(bytes.subarray(from, from + count))].length).toBe(pending === 0 ? 1 : 0);
			expect(scanner.pendingBytes).toBe(pending);
		}
	});

	it('does not make room for a payload that a header only promises', () => {
		const scanner = new FrameScanner(16);
		expect([...scanner.scan(Uint8Array.of(0x82, 0x7f, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))]).toEqual([]);
		expect(scanner.pendingBytes).toBe(10);
	});
});
