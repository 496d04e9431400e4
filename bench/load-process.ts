import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Subscription } from './contenders/contender.ts';
import type { LoadCommand, LoadReport } from './load.ts';

/**
 * The subscribers: raw sockets that only count, so that the load leaves the machine to the server. An event ends with `}}` in
 * every contender's wire format, and nothing else does; the mark may be split between two reads.
 */
const BRACE = 0x7d;
const CONNECTING_AT_ONCE = 50;
/** One for all sockets: what is read is counted at once and not kept. */
const shared = Buffer.allocUnsafe(65_536);

/**
 * After a batch of reads the process sleeps outside of its event loop, until a server has surely written an event to all. A reader that
 * waits in `epoll_wait` has to be woken by the kernel at each write, and one that reads meanwhile fights for the same locks, both at
 * the writer's expense: what would be measured is when the load was awake.
 */
const REST_MS = 12;
const never = new Int32Array(new SharedArrayBuffer(4));
let isTired = false;

function rest(): void {
	if (isTired) return;
	isTired = true;
	setImmediate(() => {
		Atomics.wait(never, 0, 0, REST_MS);
		isTired = false;
	});
}

class Subscriber {
	events = 0;
	bytes = 0;
	isOpen = false;
	readonly socket: Socket;
	#endedWithBrace = false;

	constructor({ port, request, greeting }: Subscription, onReady: () => void) {
		const callback = (length: number) => {
			if (!this.isOpen) {
				this.isOpen = true;
				if (greeting) this.socket.write(maskedText(greeting));
				onReady();
			}
			this.#count(length);
			rest();
			return true;
		};
		this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: shared, callback } });
		this.socket.on('error', () => {}); // 'close' follows.
		this.socket.on('close', () => (this.isOpen = false));
		this.socket.write(request);
	}

	#count(length: number): void {
		this.bytes += length;
		let wasBrace = this.#endedWithBrace;
		for (let i = 0; i < length; i++) {
			const isBrace = shared[i] === BRACE;
			if (isBrace && wasBrace) this.events += 1;
			wasBrace = isBrace;
		}
		this.#endedWithBrace = wasBrace;
	}
}

/** A masked frame of a short text (RFC 6455, section 5.2), its mask all zero. */
function maskedText(text: string): Buffer {
	return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

let subscribers: Subscriber[] = [];

async function open(subscription: Subscription, count: number): Promise<void> {
	while (subscribers.length < count) {
		const group = Array.from({ length: Math.min(CONNECTING_AT_ONCE, count - subscribers.length) }, () => {
			return new Promise<void>((ready) => subscribers.push(new Subscriber(subscription, ready)));
		});
		await Promise.all(group);
	}
}

function report(): LoadReport {
	const sum = { open: 0, bytes: 0, events: 0, fewest: Infinity, most: 0 };
	for (const { isOpen, bytes, events } of subscribers) {
		sum.open += isOpen ? 1 : 0;
		sum.bytes += bytes;
		sum.events += events;
		sum.fewest = Math.min(sum.fewest, events);
		sum.most = Math.max(sum.most, events);
	}
	return sum;
}

process.on('message', async (command: LoadCommand) => {
	if ('open' in command) await open(command.open, command.count);
	if ('reset' in command) for (const subscriber of subscribers) subscriber.events = subscriber.bytes = 0;
	if ('close' in command) {
		for (const { socket } of subscribers) socket.resetAndDestroy();
		subscribers = [];
	}
	process.send?.(report());
});
process.once('disconnect', () => process.exit(0));
