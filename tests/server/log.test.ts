import { afterAll, beforeAll, expect, it } from 'vitest';
import { RawSocket } from '../support/raw-socket.ts';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => void (site = await startSite({ LOG_LEVEL: 'debug' })));
afterAll(() => site.close());

const lines = () => site.printed().split('\n').filter(Boolean);

it('says of every request what it was, as JSON, and never which session', async () => {
	const answer = await fetch(`${site.origin}/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
	const { id } = (await answer.json()) as { id: string };
	const asked: [string, string][] = [
		['GET', `/sessions/${id}`],
		['GET', `/sessions/${id}/`],
		['GET', `/sessions/${id}/nope`],
		['GET', `/live/race/polling?session=${id}`],
		['GET', `/live/race/polling/more?session=${id}`],
		['GET', `/nothing/${id}?session=${id}`],
		['GET', `/demos/${id}`],
		['GET', `/embed/${id}`],
		['POST', `/?session=${id}`],
		['DELETE', `/sessions/${id}`]
	];
	for (const [method, path] of asked) await (await fetch(site.origin + path, { method })).text();
	await expect.poll(() => lines().filter((line) => line.includes('"method":"DELETE"')).length).toBe(1);
	expect(site.printed()).not.toContain(id);
	// All but the line that names the address.
	const others = lines().filter((line) => !line.startsWith('On the Wire'));
	for (const line of others) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) });
	expect(others.map((line) => (JSON.parse(line) as { level: number }).level).filter((level) => level >= 50)).toEqual([]);
});

it('takes a body that breaks off for nothing that failed', async () => {
	const before = lines().length;
	const raw = await RawSocket.open(Number(new URL(site.origin).port));
	raw.send('POST /sessions HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
	raw.close();
	await raw.closed;
	// What comes after it on another connection is logged after it.
	await (await fetch(`${site.origin}/sessions/none`)).text();
	await expect.poll(() => lines().length).toBeGreaterThan(before);
	expect(site.printed()).not.toContain('a request failed');
});
