import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { CHUNK_TAIL, LAST_CHUNK_BYTES, chunkHead, chunkOverheadBytes } from '#lib/wire/http.ts';
import { RawSocket } from '../../support/raw-socket.ts';

it.each([
	[1, 5],
	[15, 5],
	[16, 6],
	[255, 6],
	[256, 7],
	[4095, 7],
	[4096, 8],
	[65_535, 8],
	[65_536, 9]
])('a chunk of %i bytes costs %i bytes more', (size, overhead) => {
	expect(chunkOverheadBytes(size)).toBe(overhead);
	expect(chunkHead(size) + CHUNK_TAIL).toHaveLength(overhead);
});

it('chunks are as Node writes them', async () => {
	const sizes = [1, 15, 16, 255, 256, 5000];
	const server = createServer((_request, response) => {
		response.flushHeaders();
		for (const size of sizes) response.write('x'.repeat(size));
		response.end();
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const raw = await RawSocket.open((server.address() as AddressInfo).port);
	raw.send('GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n');
	await raw.head();
	await raw.until(() => raw.isClosed);
	const expected = sizes.map((size) => chunkHead(size) + 'x'.repeat(size) + CHUNK_TAIL).join('');
	const body = raw.skip();
	expect(body).toBe(`${expected}0\r\n\r\n`);
	expect(body.length - expected.length).toBe(LAST_CHUNK_BYTES);
	server.close();
});
