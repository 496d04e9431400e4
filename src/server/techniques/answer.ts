import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { payloadJson } from '../meter/encoded.ts';
import type { Missed } from '../feeds/follow.ts';

/** The body of a polled answer and what it holds. */
export interface AnswerBody {
	readonly text: string;
	readonly payloadBytes: number;
	readonly events: number;
	readonly last: EventId;
}

/** An answer holds no more than this and what its last event adds, bytes. */
const MAX_ANSWER_BYTES = 262_144;

/**
 * `{"events":[…],"last":"ID"}`: what the polling techniques answer. The JSON around each `data` is framing. Where not all
 * fits, `"more":true` follows: ask again at once.
 */
export function encodeAnswer({ events, last, hasMore }: Missed): AnswerBody {
	const list: string[] = [];
	let payloadBytes = 0;
	let bytes = 0;
	for (const event of events) {
		if (bytes > MAX_ANSWER_BYTES) break;
		const data = payloadJson(event);
		payloadBytes += Buffer.byteLength(data);
		list.push(`{"id":"${event.id}","at":${event.at},"type":"${event.type}","data":${data}}`);
		bytes += Buffer.byteLength(list.at(-1) as string);
	}
	const isCutShort = list.length < events.length;
	const end = isCutShort ? (events[list.length - 1] as FeedEvent).id : last;
	const more = isCutShort || hasMore ? ',"more":true' : '';
	return { text: `{"events":[${list.join(',')}],"last":"${end}"${more}}`, payloadBytes, events: list.length, last: end };
}
