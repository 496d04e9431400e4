import type { EventId } from '#lib/protocol/event.ts';
import { payloadJson } from '../meter/encoded.ts';
import type { Missed } from '../feeds/follow.ts';

/** The body of a polled answer and what it holds. */
export interface AnswerBody {
	readonly text: string;
	readonly payloadBytes: number;
	readonly events: number;
	readonly last: EventId;
}

/** `{"events":[…],"last":"ID"}`: what the polling techniques answer. The JSON around each `data` is framing. */
export function encodeAnswer({ events, last }: Missed): AnswerBody {
	let payloadBytes = 0;
	const list = events.map((event) => {
		const data = payloadJson(event);
		payloadBytes += Buffer.byteLength(data);
		return `{"id":"${event.id}","at":${event.at},"type":"${event.type}","data":${data}}`;
	});
	return { text: `{"events":[${list.join(',')}],"last":"${last}"}`, payloadBytes, events: events.length, last };
}
