import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPacket, splitPackets } from '#lib/wire/engine-io.ts';
import { crossing } from '#lib/wire/record.ts';
import type { Way } from '#lib/wire/record.ts';
import type { ReadMessage } from './frames.ts';
import type { Meter } from './meter.ts';
import { readText } from './read-text.ts';
import { tapOf } from './tap.ts';

/** What an Engine.IO packet counts as: the data of an event, the body of a publish, a beat, or talk of the protocol. */
export const readEngineMessage: ReadMessage = (text) => {
	const { kind, body } = readPacket(text);
	if (kind === 'event') return { kind, payloadBytes: Buffer.byteLength(eventData(body)) };
	return kind === 'publish' ? { kind, payloadBytes: Buffer.byteLength(body) } : { kind };
};

/** The JSON of `data` in the JSON of an event; our own encoder writes it last. */
function eventData(json: string): string {
	const mark = ',"data":';
	const start = json.indexOf(mark);
	return start === -1 ? '' : json.slice(start + mark.length, -1);
}

/** Bytes of a body that are kept for reading; one that is longer is refused by the library. */
const MAX_KEPT_BYTES = 65_536;

/** A body as it crossed: how many bytes it has, and the first of them. */
class Body {
	bytes = 0;
	readonly #parts: Uint8Array[] = [];

	add(part: Uint8Array): void {
		if (this.bytes < MAX_KEPT_BYTES) this.#parts.push(part);
		this.bytes += part.length;
	}

	/** Its packets; none where it is no UTF-8. */
	get packets(): string[] {
		return splitPackets(readText(this.#parts));
	}
}

interface PacketCount {
	payload: number;
	heartbeat: number;
	events: number;
}

/**
 * Measures one exchange of Socket.IO's HTTP transport, whose body holds packets. The library answers it by itself. `onCut` is
 * told when the line is cut, `onAnswer` when the whole answer was written.
 */
export function meterEngineExchange(
	request: IncomingMessage,
	response: ServerResponse,
	meter: Meter,
	{ onCut, onAnswer }: { onCut(): void; onAnswer(): void }
): void {
	const tap = tapOf(request.socket);
	tap.carry(meter, onCut);
	const sent = new Body();
	// As the parser hands it over: the library has it decoded, and then a byte that is no UTF-8 is three.
	const push = request.push;
	request.push = function (part: Buffer | null, ...rest: unknown[]) {
		if (part) sent.add(part);
		return Reflect.apply(push, request, [part, ...rest]) as boolean;
	};
	// What came while it waited for its turn is here already.
	if (request.readableLength > 0) {
		const early = request.read() as Buffer;
		sent.add(early);
		request.unshift(early);
	}
	let isRequested = false;
	const requested = () => {
		const total = tap.takeUp();
		if (total > 0) meter.add(isRequested ? crossing('up', 'control', { framing: total }) : bodyCrossing('up', 'request', total, sent));
		isRequested = true;
	};
	if (request.method === 'POST') request.once('end', requested);
	else requested();

	const body = new Body();
	const end = response.end;
	response.end = function (...parameters: unknown[]) {
		const [last] = parameters;
		if (typeof last === 'string' || Buffer.isBuffer(last)) body.add(Buffer.from(last));
		Reflect.apply(end, response, parameters);
		onAnswer();
		return response;
	};
	const settle = () => {
		// A request may be refused before all of it has come.
		requested();
		const total = tap.takeDown();
		if (total > 0) meter.add(bodyCrossing('down', request.method === 'GET' ? 'answer' : 'response', total, body));
	};
	response.once('finish', settle);
	response.once('close', settle);
	// Refused before it was complete: the rest of the body, which may be endless, is not waited for.
	response.once('finish', () => {
		if (!request.complete) request.socket.destroySoon();
	});
}

function bodyCrossing(way: Way, kind: 'request' | 'answer' | 'response', total: number, body: Body) {
	const { payload, heartbeat, events } = countPackets(body.packets, way);
	return crossing(way, kind, { head: total - body.bytes, framing: body.bytes - payload - heartbeat, payload, heartbeat, events });
}

function countPackets(packets: readonly string[], way: Way): PacketCount {
	const count: PacketCount = { payload: 0, heartbeat: 0, events: 0 };
	for (const packet of packets) {
		const { kind, payloadBytes = 0 } = readEngineMessage(packet, way);
		count.payload += payloadBytes;
		if (kind === 'event') count.events += 1;
		if (kind === 'heartbeat') count.heartbeat += packet.length;
	}
	return count;
}
