import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Stage } from './stage.ts';

/**
 * What this machine itself takes from a key to its picture, by the shortest way there is: a bare page that sends each key to a bare
 * WebSocket server and draws when the answer comes. 95th percentile of `keys` keys, ms.
 */
export async function echoP95({ browser }: Pick<Stage, 'browser'>, keys: number): Promise<number> {
	const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html>'));
	const sockets = new WebSocketServer({ server });
	sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { page, close } = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
	await page.evaluate(
		() =>
			new Promise<void>((resolve) => {
				const times: number[] = [];
				Object.assign(globalThis, { times });
				const socket = new WebSocket(`ws://${location.host}`);
				socket.onopen = () => resolve();
				const pressed: number[] = [];
				addEventListener('keydown', ({ timeStamp }) => {
					pressed.push(timeStamp);
					socket.send('key');
				});
				socket.onmessage = () => {
					const since = pressed.shift() ?? 0;
					requestAnimationFrame(() => times.push(performance.now() - since));
				};
			})
	);
	for (let i = 0; i < keys; i++) await page.keyboard.press('KeyA', { delay: 70 + ((i * 37) % 60) });
	await page.waitForFunction((count) => (globalThis as unknown as { times: number[] }).times.length === count, keys);
	const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times.sort((a, b) => a - b));
	await close();
	sockets.close();
	server.close();
	server.closeAllConnections();
	return Math.round(times[Math.floor(0.95 * times.length)] ?? 0);
}
