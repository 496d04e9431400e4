import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { withPatience } from '#lib/techniques/patience.ts';

it('a question that nobody answers ends, and one that is answered does not', async () => {
	const silent = createServer((socket) => socket.on('error', () => {}));
	await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
	const { signal } = new AbortController();
	await expect(fetch(url, { signal: withPatience(signal, 50) })).rejects.toMatchObject({ name: 'TimeoutError' });
	expect(signal.aborted).toBe(false);
	silent.close();
});

it('the visitor ends a question at once', () => {
	const controller = new AbortController();
	const patient = withPatience(controller.signal, 60_000);
	controller.abort();
	expect(patient.aborted).toBe(true);
});
