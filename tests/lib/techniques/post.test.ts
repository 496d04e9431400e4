import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { post } from '#lib/techniques/post.ts';

const event = { type: 'note', data: 1, key: 'a' };

it('what waits to be sent again goes out when there is hope for the line, and its patience begins anew', async () => {
	// Back-off at its longest: half a second, one, two, four: the eighth attempt would come after a minute.
	vi.spyOn(Math, 'random').mockReturnValue(0.99);
	const server = createServer((_request, response) => response.writeHead(201).end('{"id":"e-1"}'));
	const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
	await listen(0);
	const { port } = server.address() as AddressInfo;
	await new Promise((done) => server.close(done));

	const begunAt = performance.now();
	let openings = 0;
	const failed = () => {
		const opening = new AbortController();
		openings += 1;
		const open = () => opening.abort();
		if (openings === 8) void listen(port).then(open);
		else setImmediate(open);
		return opening.signal;
	};
	const answered = vi.fn();
	const upstream = { failed, answered };
	expect(await post({ feed: 'chat:a', origin: `http://127.0.0.1:${port}`, upstream }, event)).toBe('e-1');
	expect(openings).toBe(8);
	expect(answered).toHaveBeenCalledOnce();
	expect(performance.now() - begunAt).toBeLessThan(10_000);
	server.close();
	vi.restoreAllMocks();
});
