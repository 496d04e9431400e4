/** Reads packet captures (https://www.tcpdump.org/manpages/pcap-savefile.5.txt) and puts TCP streams together (RFC 9293). */

/** A connection as a capture holds it; the client is who sent the first SYN. */
export interface CapturedConnection {
	/** `address:port` of both ends. */
	readonly client: string;
	readonly server: string;
	/** The bytes of each direction, each once however often it was sent. */
	readonly up: Buffer;
	readonly down: Buffer;
	/** Both sides have finished, or one has reset. */
	readonly isEnded: boolean;
}

interface Segment {
	readonly from: string;
	readonly to: string;
	readonly seq: number;
	readonly flags: number;
	readonly payload: Buffer;
}

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const PROTOCOL_TCP = 6;

/** Bytes of link layer before the IP packet, by link type: NULL, EN10MB, RAW, LINUX_SLL, LINUX_SLL2. */
const LINK_BYTES: Readonly<Record<number, number>> = { 0: 4, 1: 14, 101: 0, 113: 16, 276: 20 };

/** The TCP segments of a capture, in the order in which they were captured. A record that is not whole yet ends it. */
function* readSegments(file: Buffer): Generator<Segment> {
	if (file.length < 24) return;
	const magic = file.readUInt32LE(0);
	const isLittle = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
	const read32 = (offset: number) => (isLittle ? file.readUInt32LE(offset) : file.readUInt32BE(offset));
	if (!isLittle && ![0xa1b2c3d4, 0xa1b23c4d].includes(file.readUInt32BE(0))) throw new RangeError('this is no pcap file');
	const linkType = read32(20) & 0x0fffffff;
	const linkBytes = LINK_BYTES[linkType];
	if (linkBytes === undefined) throw new RangeError(`unknown link type ${linkType}`);
	for (let offset = 24; offset + 16 <= file.length;) {
		const captured = read32(offset + 8);
		const original = read32(offset + 12);
		const start = offset + 16;
		if (start + captured > file.length) return;
		if (captured !== original) throw new RangeError('a packet was captured in part: use -s 0');
		const segment = readPacket(file.subarray(start + linkBytes, start + captured));
		if (segment) yield segment;
		offset = start + captured;
	}
}

function readPacket(packet: Buffer): Segment | undefined {
	const version = (packet[0] ?? 0) >> 4;
	const etherType = version === 4 ? ETHERTYPE_IPV4 : version === 6 ? ETHERTYPE_IPV6 : 0;
	if (etherType === ETHERTYPE_IPV4 && packet[9] === PROTOCOL_TCP) {
		const headerBytes = ((packet[0] ?? 0) & 0x0f) * 4;
		const total = packet.readUInt16BE(2);
		const name = (at: number) => [...packet.subarray(at, at + 4)].join('.');
		return readTcp(packet.subarray(headerBytes, total), name(12), name(16));
	}
	if (etherType === ETHERTYPE_IPV6 && packet[6] === PROTOCOL_TCP) {
		const total = 40 + packet.readUInt16BE(4);
		const name = (at: number) => `[${packet.toString('hex', at, at + 16)}]`;
		return readTcp(packet.subarray(40, total), name(8), name(24));
	}
	return undefined;
}

function readTcp(segment: Buffer, source: string, destination: string): Segment {
	const headerBytes = (segment.readUInt8(12) >> 4) * 4;
	return {
		from: `${source}:${segment.readUInt16BE(0)}`,
		to: `${destination}:${segment.readUInt16BE(2)}`,
		seq: segment.readUInt32BE(4),
		flags: segment.readUInt8(13),
		payload: segment.subarray(headerBytes)
	};
}

/** One direction of a connection, put together by sequence numbers. */
class Direction {
	readonly #first: number;
	readonly #pieces = new Map<number, Buffer>();
	isFinished = false;

	constructor(synSeq: number) {
		this.#first = synSeq + 1;
	}

	add({ seq, payload, flags }: Segment): void {
		if (flags & FIN) this.isFinished = true;
		if (payload.length === 0) return;
		const offset = (seq - this.#first) >>> 0;
		const known = this.#pieces.get(offset);
		if (!known || known.length < payload.length) this.#pieces.set(offset, payload);
	}

	/** @throws {RangeError} where bytes are missing: the capture lost a packet. */
	bytes(): Buffer {
		const parts: Buffer[] = [];
		let end = 0;
		for (const [offset, piece] of [...this.#pieces].sort(([a], [b]) => a - b)) {
			if (offset > end) throw new RangeError(`bytes ${end} to ${offset} of a stream are not in the capture`);
			if (offset + piece.length <= end) continue;
			parts.push(piece.subarray(end - offset));
			end = offset + piece.length;
		}
		return Buffer.concat(parts);
	}
}

interface Building {
	readonly client: string;
	readonly server: string;
	readonly up: Direction;
	down: Direction | undefined;
	isReset: boolean;
}

/** The connections that began within a capture, in the order in which they did. */
export function readConnections(file: Buffer): CapturedConnection[] {
	const all: Building[] = [];
	// A port may be used again: the newest connection between two ends is the one that goes on.
	const current = new Map<string, Building>();
	for (const segment of readSegments(file)) {
		const { from, to, seq, flags } = segment;
		if (flags & SYN && !(flags & ACK)) {
			const known = current.get(`${from}>${to}`);
			if (known && !known.down && !known.isReset) continue; // The same SYN once more.
			const building: Building = { client: from, server: to, up: new Direction(seq), down: undefined, isReset: false };
			current.set(`${from}>${to}`, building);
			all.push(building);
			continue;
		}
		const upward = current.get(`${from}>${to}`);
		const connection = upward ?? current.get(`${to}>${from}`);
		if (!connection) continue;
		if (flags & RST) connection.isReset = true;
		if (flags & SYN) connection.down ??= new Direction(seq);
		else (upward ? connection.up : connection.down)?.add(segment);
	}
	return all.map(({ client, server, up, down, isReset }) => ({
		client,
		server,
		up: up.bytes(),
		down: down?.bytes() ?? Buffer.alloc(0),
		isEnded: isReset || (up.isFinished && (down?.isFinished ?? true))
	}));
}
