import * as v from 'valibot';
import { newEventSchema } from '#lib/protocol/new-event.ts';
import { CLOSE } from '#lib/protocol/problem.ts';
import { parseInput } from '../body.ts';
import { followFeed } from '../feeds/follow.ts';
import { encodeMessage, encodedOnce, payloadJson } from '../meter/encoded.ts';
import type { ReadMessage } from '../meter/frames.ts';
import { asProblem } from '../problem.ts';
import { startAfter } from './start.ts';
import type { TechniqueServer } from './technique.ts';

const messageSchema = v.strictObject({ publish: newEventSchema });
const PUBLISH = '{"publish":';

/** One event as one text message. */
const encode = encodedOnce((event) => {
	const data = payloadJson(event);
	const text = `{"id":"${event.id}","at":${event.at},"type":"${event.type}","data":${data}}`;
	return encodeMessage(text, { kind: 'event', payload: Buffer.byteLength(data) });
});

const encodeBeat = () => encodeMessage(`{"beat":${Math.round(performance.timeOrigin + performance.now())}}`, { kind: 'heartbeat' });

/** What the meter needs to know of a message: the body of a publish is payload, the rest of the protocol is framing. */
const readMessage: ReadMessage = (text, way) => {
	if (way === 'down' || !text.startsWith(PUBLISH)) return { kind: 'control' };
	return { kind: 'publish', payloadBytes: Buffer.byteLength(text) - PUBLISH.length - 1 };
};

/** WebSocket: events down as text messages; `{"publish":{…}}` up, answered with `{"ack":{"key","id"}}` on the same socket. */
export const websocket: TechniqueServer = {
	id: 'websocket',
	isStream: true,

	async upgrade(handshake) {
		const { asked } = handshake;
		const { clock } = handshake.layer;
		const start = await startAfter(asked.feed, asked.after, clock);
		const line = handshake.accept(encodeBeat, readMessage);
		const say = (message: object) => line.send(encodeMessage(JSON.stringify(message), { kind: 'control' }));

		line.onMessage(async (text) => {
			let key = '';
			try {
				const event = parseInput(text, messageSchema, 'bad-event').publish;
				key = event.key;
				const { id } = await asked.publish(event);
				say({ ack: { key, id } });
			} catch (error) {
				const { code, message } = asProblem(error);
				if (key === '') line.close(CLOSE.bad, code);
				else say({ problem: { key, code, detail: message } });
			}
		});
		if (asked.after === undefined) say({ start });
		await followFeed(asked.feed, start, clock, line, encode);
	}
};
