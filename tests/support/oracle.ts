import type { CapturedConnection } from './pcap.ts';

/**
 * Says from captured bytes alone which lane each byte belongs to and what it is for. It shares no code with the meter: it
 * splits HTTP/1.1 (RFC 9112) and WebSocket frames (RFC 6455) by itself.
 */

/** A request as it crossed, and the answer to it. Where a line was cut either may be in part. */
interface HttpExchange {
	readonly method: string;
	readonly target: string;
	/** All bytes of each direction, head and body; after a `101` all that follows too. */
	readonly up: Buffer;
	readonly down: Buffer;
	readonly upHead: number;
	readonly downHead: number;
	readonly isUpgraded: boolean;
}

/** Bytes by purpose. */
export interface Purposes {
	head: number;
	framing: number;
	heartbeat: number;
	payload: number;
}

/** What a capture holds of a lane. */
export interface CapturedLane {
	up: number;
	down: number;
	events: number;
	/** The JSON of the `data` of every event that crossed. */
	payload: number;
	/** What the bytes are for, where the oracle can say: `sse`, `fetch-stream` and `websocket`. */
	purposes?: { up: Purposes; down: Purposes };
}

/** The lanes of a session, by name, and the bytes of Socket.IO connections that never said whose they are. */
export interface OracleReading {
	readonly lanes: ReadonlyMap<string, CapturedLane>;
	readonly unclaimed: number;
	/** The connections that carried a lane. */
	readonly connections: readonly CapturedConnection[];
}

const HEAD_END = '\r\n\r\n';

/** Reads what these connections carried for a session. */
export function readLanes(connections: readonly CapturedConnection[], session: string): OracleReading {
	const exchanges = connections.flatMap((connection) => splitExchanges(connection).map((exchange) => ({ connection, exchange })));
	const laneOfSid = new Map(exchanges.flatMap(({ exchange }) => connectPackets(exchange, session)));
	const lanes = new Map<string, CapturedLane>();
	const carrying = new Set<CapturedConnection>();
	let unclaimed = 0;
	for (const { connection, exchange } of exchanges) {
		const isSocketIo = exchange.target.startsWith('/live/socket.io');
		const sid = isSocketIo ? sidOf(exchange) : undefined;
		const lane = laneOf(exchange.target, session) ?? laneOfSid.get(sid ?? '');
		if (isSocketIo && lane === undefined) unclaimed += exchange.up.length + exchange.down.length;
		if (lane === undefined) continue;
		carrying.add(connection);
		const captured = lanes.get(lane) ?? newLane(lane);
		lanes.set(lane, captured);
		addExchange(captured, exchange, isSocketIo);
	}
	return { lanes, unclaimed, connections: [...carrying] };
}

function newLane(lane: string): CapturedLane {
	const isKnown = ['sse', 'fetch-stream', 'websocket'].includes(lane.split('.')[0] ?? '');
	const none = (): Purposes => ({ head: 0, framing: 0, heartbeat: 0, payload: 0 });
	return { up: 0, down: 0, events: 0, payload: 0, ...(isKnown ? { purposes: { up: none(), down: none() } } : {}) };
}

function laneOf(target: string, session: string): string | undefined {
	const query = new URLSearchParams(target.split('?')[1]);
	return query.get('session') === session ? (query.get('lane') ?? undefined) : undefined;
}

/** Splits a connection into exchanges: the n-th answer belongs to the n-th request. */
function splitExchanges({ up, down }: CapturedConnection): HttpExchange[] {
	const exchanges: HttpExchange[] = [];
	let upAt = 0;
	let downAt = 0;
	while (upAt < up.length) {
		const headEnd = up.indexOf(HEAD_END, upAt);
		const head = up.toString('latin1', upAt, headEnd === -1 ? up.length : headEnd);
		const [method = '', target = ''] = head.split(' ');
		const upHead = headEnd === -1 ? up.length - upAt : headEnd + 4 - upAt;
		const upEnd = Math.min(up.length, upAt + upHead + Number(header(head, 'content-length') ?? 0));
		const answer = splitAnswer(down, downAt);
		exchanges.push({
			method,
			target,
			up: up.subarray(upAt, answer.isUpgraded ? up.length : upEnd),
			down: down.subarray(downAt, answer.end),
			upHead,
			downHead: answer.head,
			isUpgraded: answer.isUpgraded
		});
		if (answer.isUpgraded) return exchanges;
		upAt = upEnd;
		downAt = answer.end;
	}
	if (downAt === down.length) return exchanges;
	if (exchanges.length > 0) throw new RangeError(`${down.length - downAt} bytes were answered to no request`);
	// A browser opens connections ahead of need, and the server closes one that asks nothing with a 408: that is no lane's.
	return [{ method: '', target: '', up, down, upHead: 0, downHead: down.length, isUpgraded: false }];
}

/** Where the answer that begins at `at` ends. One that was cut goes to the end of the stream. */
function splitAnswer(down: Buffer, at: number): { head: number; end: number; isUpgraded: boolean } {
	const headEnd = down.indexOf(HEAD_END, at);
	if (headEnd === -1) return { head: down.length - at, end: down.length, isUpgraded: false };
	const text = down.toString('latin1', at, headEnd);
	const status = Number(text.split(' ')[1]);
	const bodyAt = headEnd + 4;
	const head = bodyAt - at;
	if (status === 101) return { head, end: down.length, isUpgraded: true };
	if (status === 204 || status === 304) return { head, end: bodyAt, isUpgraded: false };
	const length = header(text, 'content-length');
	if (length !== undefined) return { head, end: Math.min(down.length, bodyAt + Number(length)), isUpgraded: false };
	if (header(text, 'transfer-encoding') !== 'chunked') return { head, end: down.length, isUpgraded: false };
	const last = splitChunks(down, bodyAt).at(-1);
	const isWhole = last !== undefined && last.data.length === 0;
	return { head, end: isWhole ? last.end : down.length, isUpgraded: false };
}

function header(head: string, name: string): string | undefined {
	const line = head.split('\r\n').find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
	return line?.slice(name.length + 1).trim();
}

interface Chunk {
	readonly data: Buffer;
	/** All bytes of the chunk: size line, data, line end. */
	readonly bytes: number;
	readonly end: number;
}

/** The whole chunks from `at` on, up to the empty one. */
function splitChunks(body: Buffer, at: number): Chunk[] {
	const chunks: Chunk[] = [];
	for (;;) {
		const lineEnd = body.indexOf('\r\n', at);
		if (lineEnd === -1) return chunks;
		const size = parseInt(body.toString('latin1', at, lineEnd), 16);
		const end = lineEnd + 2 + size + 2;
		if (end > body.length) return chunks;
		chunks.push({ data: body.subarray(lineEnd + 2, lineEnd + 2 + size), bytes: end - at, end });
		if (size === 0) return chunks;
		at = end;
	}
}

interface WebSocketFrame {
	readonly opcode: number;
	readonly bytes: number;
	readonly text: string;
}

/** The whole frames from `at` on; none of ours is fragmented. */
function splitFrames(stream: Buffer, at: number): WebSocketFrame[] {
	const frames: WebSocketFrame[] = [];
	while (at + 2 <= stream.length) {
		const isMasked = stream.readUInt8(at + 1) >= 128;
		let size = stream.readUInt8(at + 1) % 128;
		let dataAt = at + 2;
		if (size === 126 && at + 4 <= stream.length) {
			size = stream.readUInt16BE(at + 2);
			dataAt = at + 4;
		} else if (size === 127 && at + 10 <= stream.length) {
			size = Number(stream.readBigUInt64BE(at + 2));
			dataAt = at + 10;
		}
		const mask = isMasked ? stream.subarray(dataAt, dataAt + 4) : undefined;
		if (mask) dataAt += 4;
		const end = dataAt + size;
		if (end > stream.length) return frames;
		const data = Buffer.from(stream.subarray(dataAt, end));
		if (mask) for (let i = 0; i < data.length; i++) data.writeUInt8(data.readUInt8(i) ^ mask.readUInt8(i % 4), i);
		frames.push({ opcode: stream.readUInt8(at) % 16, bytes: end - at, text: data.toString('utf8') });
		at = end;
	}
	return frames;
}

/** The Engine.IO packets that went each way in an exchange. */
function enginePackets({ method, up, down, upHead, downHead, isUpgraded }: HttpExchange): { up: string[]; down: string[] } {
	if (isUpgraded) return { up: splitFrames(up, upHead).map(({ text }) => text), down: splitFrames(down, downHead).map(({ text }) => text) };
	const packets = (body: string) => body.split('\x1e');
	return {
		up: method === 'POST' ? packets(up.toString('utf8', upHead)) : [],
		down: method === 'GET' ? packets(down.toString('utf8', downHead)) : []
	};
}

/** The id of the Engine.IO connection: in the target, or where it begins in the open packet, `0{"sid":…}`. */
function sidOf(exchange: HttpExchange): string | undefined {
	const named = new URLSearchParams(exchange.target.split('?')[1]).get('sid');
	if (named !== null) return named;
	const open = enginePackets(exchange).down.find((packet) => packet.startsWith('0{'));
	return open ? (JSON.parse(open.slice(1)) as { sid: string }).sid : undefined;
}

/** Whose connection it is, as the client says in its CONNECT packet, `40{"session":…,"lane":…}`. */
function connectPackets(exchange: HttpExchange, session: string): [string, string][] {
	if (!exchange.target.startsWith('/live/socket.io')) return [];
	const sid = sidOf(exchange);
	return enginePackets(exchange)
		.up.filter((packet) => packet.startsWith('40{'))
		.map((packet) => JSON.parse(packet.slice(2)) as { session?: string; lane?: string })
		.filter((auth) => auth.session === session && auth.lane !== undefined && sid !== undefined)
		.map((auth) => [sid as string, auth.lane as string]);
}

function addExchange(lane: CapturedLane, exchange: HttpExchange, isSocketIo: boolean): void {
	lane.up += exchange.up.length;
	lane.down += exchange.down.length;
	const datas = isSocketIo ? engineDatas(exchange) : dataOf(exchange);
	lane.events += datas.length;
	lane.payload += datas.reduce<number>((sum, data) => sum + jsonBytes(data), 0);
	if (lane.purposes) addPurposes(lane.purposes, exchange);
}

const jsonBytes = (data: unknown) => Buffer.byteLength(JSON.stringify(data));

function engineDatas(exchange: HttpExchange): unknown[] {
	return enginePackets(exchange)
		.down.filter((packet) => packet.startsWith('42["event",'))
		.map((packet) => (JSON.parse(packet.slice(2)) as [string, { data: unknown }])[1].data);
}

/** The `data` of the events in an answer, whatever carries them. */
function dataOf(exchange: HttpExchange): unknown[] {
	const { target, down, downHead } = exchange;
	const path = target.split('?')[0] ?? '';
	if (path.endsWith('/websocket')) return splitFrames(down, downHead).flatMap(({ opcode, text }) => (opcode === 1 ? eventData(text) : []));
	if (path.endsWith('/sse')) return splitChunks(down, downHead).flatMap(({ data }) => eventData(sseData(data.toString('utf8'))));
	if (path.endsWith('/fetch-stream')) return splitChunks(down, downHead).flatMap(({ data }) => eventData(data.toString('utf8').trim()));
	if (down.length === downHead) return [];
	return (JSON.parse(down.toString('utf8', downHead)) as { events: { data: unknown }[] }).events.map(({ data }) => data);
}

function sseData(block: string): string {
	const line = block.split('\n').find((field) => field.startsWith('data: '));
	return line?.slice('data: '.length) ?? '';
}

function eventData(json: string): unknown[] {
	if (!json.startsWith('{')) return [];
	const message = JSON.parse(json) as { at?: number; data?: unknown };
	return message.at === undefined ? [] : [message.data];
}

/** What a stream's bytes are for: each chunk or frame is an event, a beat or talk of the protocol. */
function addPurposes({ up, down }: { up: Purposes; down: Purposes }, exchange: HttpExchange): void {
	up.head += exchange.upHead;
	down.head += exchange.downHead;
	const isWebSocket = exchange.isUpgraded;
	const pieces = isWebSocket ? splitFrames(exchange.down, exchange.downHead) : splitChunks(exchange.down, exchange.downHead);
	for (const piece of pieces) {
		const text = 'text' in piece ? piece.text : piece.data.toString('utf8');
		const isControl = 'opcode' in piece && piece.opcode > 8;
		const isBeat = isControl || text.startsWith('event: beat\n') || text === '\n' || text.startsWith('{"beat":');
		const payload = eventData(text.startsWith('{') ? text.trim() : sseData(text)).reduce<number>((sum, data) => sum + jsonBytes(data), 0);
		if (isBeat) down.heartbeat += piece.bytes;
		else down.payload += payload;
		if (!isBeat) down.framing += piece.bytes - payload;
	}
	if (!isWebSocket) return;
	for (const { opcode, bytes } of splitFrames(exchange.up, exchange.upHead)) {
		if (opcode > 8) up.heartbeat += bytes;
		else up.framing += bytes;
	}
}
