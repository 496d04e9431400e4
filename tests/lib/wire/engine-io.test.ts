import { encodePacket, encodePayload } from 'engine.io-parser';
import { Encoder, PacketType } from 'socket.io-parser';
import { expect, it } from 'vitest';
import { readPacket, splitPackets } from '#lib/wire/engine-io.ts';

/** A Socket.IO packet as the library's own encoders write it. */
function encoded(type: PacketType, data: unknown, id?: number): string {
	const [text] = new Encoder().encode({ type, nsp: '/', data, ...(id === undefined ? {} : { id }) }) as string[];
	let packet = '';
	encodePacket({ type: 'message', data: text }, false, (bytes) => (packet = String(bytes)));
	return packet;
}

const event = { id: 'e-1', at: 1, type: 'say', data: { text: 'a]"[,\u001f' } };

it.each([
	['an event', encoded(PacketType.EVENT, ['event', event]), { kind: 'event', body: JSON.stringify(event) }],
	['a publish', encoded(PacketType.EVENT, ['publish', { key: 'k' }]), { kind: 'publish', body: '{"key":"k"}' }],
	['a publish that wants an answer', encoded(PacketType.EVENT, ['publish', { key: 'k' }], 12), { kind: 'publish', body: '{"key":"k"}' }],
	['the answer', encoded(PacketType.ACK, [{ id: 'e-1' }], 12), { kind: 'control', body: '' }],
	['an event of another name', encoded(PacketType.EVENT, ['other', 1]), { kind: 'control', body: '' }],
	['a connect', encoded(PacketType.CONNECT, { feed: 'race' }), { kind: 'control', body: '', auth: '{"feed":"race"}' }],
	['a connect without data', '40', { kind: 'control', body: '', auth: '' }],
	['a disconnect', encoded(PacketType.DISCONNECT, undefined), { kind: 'control', body: '' }],
	['a ping', '2', { kind: 'heartbeat', body: '' }],
	['a pong', '3', { kind: 'heartbeat', body: '' }],
	["the upgrade's probe", '2probe', { kind: 'control', body: '' }],
	["the upgrade's end", '5', { kind: 'control', body: '' }],
	['an open packet', '0{"sid":"x"}', { kind: 'control', body: '' }],
	['nothing', '', { kind: 'control', body: '' }],
	['an event that was cut off', '42["event",{"id"', { kind: 'control', body: '' }]
])('%s is read', (_what, packet, expected) => {
	expect(readPacket(packet)).toEqual(expected);
});

it.each([[[]], [['2']], [['2', '3probe', '4hello']]])('a body of the packets %j is split as the library joins it', (packets) => {
	let body = '';
	const types = { '2': 'ping', '3': 'pong', '4': 'message' } as const;
	encodePayload(
		packets.map((packet) => ({ type: types[packet[0] as '2'], data: packet.slice(1) })),
		(text) => (body = text)
	);
	expect(splitPackets(body)).toEqual(packets);
});
