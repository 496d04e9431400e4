import { describe, expect, test } from 'vitest';
import { readConnections } from '../support/pcap.ts';

/** The capture tests stand on this reader, so it is shown to be right on captures made by hand. */

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
const CLIENT = 40_000;
const SERVER = 80;

interface Sent {
	readonly from: number;
	readonly to: number;
	readonly seq: number;
	readonly flags: number;
	readonly text?: string;
}

const LINKS = { EN10MB: [1, 14], NULL: [0, 4], LINUX_SLL: [113, 16] } as const;

function pcap(link: keyof typeof LINKS, packets: readonly Sent[], ipVersion: 4 | 6 = 4): Buffer {
	const [type, linkBytes] = LINKS[link];
	const head = Buffer.alloc(24);
	head.writeUInt32LE(0xa1b2c3d4, 0);
	head.writeUInt32LE(type, 20);
	return Buffer.concat([head, ...packets.map((packet) => record(packet, linkBytes, ipVersion))]);
}

function record({ from, to, seq, flags, text = '' }: Sent, linkBytes: number, ipVersion: 4 | 6): Buffer {
	const tcp = Buffer.alloc(20 + text.length);
	tcp.writeUInt16BE(from, 0);
	tcp.writeUInt16BE(to, 2);
	tcp.writeUInt32BE(seq >>> 0, 4);
	tcp.writeUInt8(5 << 4, 12);
	tcp.writeUInt8(flags, 13);
	tcp.write(text, 20);
	const ip = Buffer.alloc(ipVersion === 4 ? 20 : 40);
	ip.writeUInt8(ipVersion === 4 ? 0x45 : 0x60, 0);
	if (ipVersion === 4) ip.writeUInt16BE(ip.length + tcp.length, 2);
	else ip.writeUInt16BE(tcp.length, 4);
	ip.writeUInt8(6, ipVersion === 4 ? 9 : 6);
	// Ethernet pads short frames: what is after the IP packet is not part of it.
	const packet = Buffer.concat([Buffer.alloc(linkBytes), ip, tcp, Buffer.alloc(3)]);
	const head = Buffer.alloc(16);
	head.writeUInt32LE(packet.length, 8);
	head.writeUInt32LE(packet.length, 12);
	return Buffer.concat([head, packet]);
}

const up = (seq: number, flags: number, text?: string): Sent => ({ from: CLIENT, to: SERVER, seq, flags, text });
const down = (seq: number, flags: number, text?: string): Sent => ({ from: SERVER, to: CLIENT, seq, flags, text });
const opening = [up(100, SYN), down(500, SYN | ACK)];
const texts = (file: Buffer) => readConnections(file).map((connection) => [String(connection.up), String(connection.down)]);

describe('a capture', () => {
	test.each(Object.keys(LINKS) as (keyof typeof LINKS)[])('is read from the link type %s', (link) => {
		expect(texts(pcap(link, [...opening, up(101, ACK, 'ask'), down(501, ACK, 'answer')]))).toEqual([['ask', 'answer']]);
	});

	test('is read from IPv6', () => {
		expect(texts(pcap('EN10MB', [...opening, up(101, ACK, 'ask')], 6))).toEqual([['ask', '']]);
	});

	test('counts what was sent twice once, whole or in part', () => {
		const packets = [...opening, up(101, ACK, 'abc'), up(101, ACK, 'abc'), up(103, ACK, 'cde'), up(101, ACK, 'abcdef')];
		expect(texts(pcap('EN10MB', packets))).toEqual([['abcdef', '']]);
	});

	test('puts segments in order by their numbers, across the end of the number space', () => {
		const packets = [up(0xfffffffd, SYN), up(0, ACK, 'cd'), up(0xfffffffe, ACK, 'ab')];
		expect(texts(pcap('EN10MB', packets))).toEqual([['abcd', '']]);
	});

	test('that lost a packet is refused', () => {
		expect(() => readConnections(pcap('EN10MB', [...opening, up(101, ACK, 'a'), up(105, ACK, 'b')]))).toThrow('not in the capture');
	});

	test('keeps two connections of the same ports apart', () => {
		const first = [...opening, up(101, ACK, 'one'), up(104, FIN | ACK), down(501, FIN | ACK)];
		const second = [up(9000, SYN), down(7000, SYN | ACK), up(9001, ACK, 'two')];
		expect(texts(pcap('EN10MB', [...first, ...second]))).toEqual([
			['one', ''],
			['two', '']
		]);
	});

	test('knows a connection as ended when both sides have finished or one has reset', () => {
		const ended = (packets: Sent[]) => readConnections(pcap('EN10MB', [...opening, ...packets])).map(({ isEnded }) => isEnded);
		expect(ended([up(101, FIN | ACK)])).toEqual([false]);
		expect(ended([up(101, FIN | ACK), down(501, FIN | ACK)])).toEqual([true]);
		expect(ended([down(501, RST)])).toEqual([true]);
	});

	test('that is still being written is read up to its last whole packet', () => {
		const file = pcap('EN10MB', [...opening, up(101, ACK, 'whole'), up(106, ACK, 'part')]);
		expect(texts(file.subarray(0, file.length - 5))).toEqual([['whole', '']]);
	});
});
