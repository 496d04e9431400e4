import * as Y from 'yjs';

/** Letters of a piece; an update holds several. */
const PIECE_LETTERS = 400;
/** Bytes of an item or a deleted range beside its letters, at most: ids of itself and of its neighbours. */
const STRUCT_BYTES = 64;
const RANGE_BYTES = 24;

interface Range {
	readonly client: number;
	readonly clock: number;
	readonly len: number;
}

/**
 * An update as several that are not larger than `maxBytes` each, to be applied in this order: a paste is one item in Yjs, and
 * is cut into items that stand on one another. Deletions come last.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
	if (update.length <= maxBytes) return [update];
	const { structs, ds } = Y.decodeUpdate(update);
	const pieces: Uint8Array[] = [];
	let group: (Y.Item | Y.GC)[] = [];
	let bytes = 0;
	const flush = () => {
		if (group.length > 0) pieces.push(encode(group, []));
		group = [];
		bytes = 0;
	};
	for (const struct of structs.flatMap(cutStruct)) {
		const size = STRUCT_BYTES + letterBytes(struct);
		if (bytes + size > maxBytes || group[0]?.id.client !== struct.id.client) flush();
		group.push(struct);
		bytes += size;
	}
	flush();
	const ranges = [...ds.clients].flatMap(([client, items]) => items.map(({ clock, len }) => ({ client, clock, len })));
	const count = Math.floor((maxBytes - STRUCT_BYTES) / RANGE_BYTES);
	for (let from = 0; from < ranges.length; from += count) pieces.push(encode([], ranges.slice(from, from + count)));
	return pieces;
}

function letterBytes(struct: Y.Item | Y.GC): number {
	const isText = struct instanceof Y.Item && struct.content instanceof Y.ContentString;
	return isText ? new TextEncoder().encode((struct.content as Y.ContentString).str).length : 0;
}

function cutStruct(struct: Y.Item | Y.GC | Y.Skip): (Y.Item | Y.GC)[] {
	if (struct instanceof Y.Skip) return [];
	if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct];
	const { id, rightOrigin, parent, parentSub, content } = struct;
	const items: Y.Item[] = [];
	for (let from = 0; from < content.str.length;) {
		const to = cutBefore(content.str, from + PIECE_LETTERS);
		const itemId = Y.createID(id.client, id.clock + from);
		const origin = from === 0 ? struct.origin : Y.createID(id.client, id.clock + from - 1);
		const letters = new Y.ContentString(content.str.slice(from, to));
		items.push(new Y.Item(itemId, null, origin, null, rightOrigin, from === 0 ? parent : null, parentSub, letters));
		from = to;
	}
	return items;
}

/** Never between the two halves of a letter: Yjs would replace both. */
function cutBefore(text: string, at: number): number {
	return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && at < text.length ? at - 1 : Math.min(at, text.length);
}

/** An update of structs of one client, or of deleted ranges, in the encoding of Yjs (version 1). */
function encode(structs: readonly (Y.Item | Y.GC)[], ranges: readonly Range[]): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	const [first] = structs;
	encoder.writeLen(first ? 1 : 0);
	if (first) {
		encoder.writeLen(structs.length);
		encoder.writeClient(first.id.client);
		encoder.writeLen(first.id.clock);
		for (const struct of structs) struct.write(encoder, 0);
	}
	const clients = [...new Set(ranges.map(({ client }) => client))];
	encoder.writeLen(clients.length);
	for (const client of clients) {
		const own = ranges.filter((range) => range.client === client);
		encoder.resetDsCurVal();
		encoder.writeClient(client);
		encoder.writeLen(own.length);
		for (const { clock, len } of own) {
			encoder.writeDsClock(clock);
			encoder.writeDsLen(len);
		}
	}
	return encoder.toUint8Array();
}
