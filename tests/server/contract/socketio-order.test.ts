import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

it('the first event after 0 says so, the next ones follow by their numbers: who gets another first knows that some were lost', async () => {
	const feed = 'scratch:firstone';
	const publish = (key: string) =>
		fetch(`${server.origin}/live/${feed}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ type: 'note', data: key, key })
		});
	for (const key of ['a', 'b']) await publish(key);
	const heard: { after?: string; data: string }[] = [];
	const socket = io(server.origin, { path: '/live/socket.io', auth: { feed, after: '0' } });
	socket.on('event', (event: { after?: string; data: string }) => heard.push(event));
	await expect.poll(() => heard.length).toBe(2);
	await publish('c');
	await expect
		.poll(() => heard.map(({ after, data }) => [after, data]))
		.toEqual([
			['0', 'a'],
			[undefined, 'b'],
			[undefined, 'c']
		]);
	socket.close();
});
