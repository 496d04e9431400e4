import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Patience } from '#lib/techniques/patience.ts';

afterEach(() => void vi.useRealTimers());

it('a question that nobody answers ends, and who asked it does not', async () => {
	const silent = createServer((socket) => socket.on('error', () => {}));
	await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
	const { signal } = new AbortController();
	await expect(fetch(url, { signal: new Patience(signal, 50).ask() })).rejects.toMatchObject({ name: 'TimeoutError' });
	expect(signal.aborted).toBe(false);
	silent.close();
});

it('the visitor ends a question at once, and one asked after that', () => {
	const controller = new AbortController();
	const patience = new Patience(controller.signal);
	const question = patience.ask();
	controller.abort();
	expect([question.aborted, patience.ask().aborted]).toEqual([true, true]);
});

it('of a thousand questions nothing is kept but the last one’s timer, and of one that was ended nothing at all', () => {
	vi.useFakeTimers();
	const controller = new AbortController();
	const patience = new Patience(controller.signal);
	const questions = Array.from({ length: 1000 }, () => patience.ask());
	expect(vi.getTimerCount()).toBe(1);
	controller.abort();
	expect(vi.getTimerCount()).toBe(0);
	expect(questions.filter(({ aborted }) => aborted)).toEqual([questions.at(-1)]);

	const other = new Patience(new AbortController().signal);
	other.ask();
	other.end();
	expect(vi.getTimerCount()).toBe(0);
});
