import * as Y from 'yjs';
import { toBase64 } from '#lib/demos/editor/bytes.ts';
import { editorFold, textOf } from '#lib/demos/editor/fold.ts';
import type { EditorLog } from '#lib/demos/editor/fold.ts';
import { snapshotParts } from '#lib/demos/editor/snapshot.ts';
import { TEXT } from '#lib/demos/editor/text-update.ts';
import type { Actor, DemoScript } from '../script.ts';

/** The document that each member types into, by the document of its log. */
const replicas = new WeakMap<Y.Doc, Y.Doc>();

/** A member's own document: what its log tells, and what it typed itself. */
function replicaOf({ doc }: EditorLog): Y.Doc {
	const known = replicas.get(doc);
	if (known) return known;
	const replica = new Y.Doc();
	Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc));
	doc.on('update', (update: Uint8Array) => Y.applyUpdate(replica, update));
	replicas.set(doc, replica);
	return replica;
}

function edit(doc: Y.Doc, change: (text: Y.Text) => void): string {
	const updates: Uint8Array[] = [];
	const collect = (update: Uint8Array) => updates.push(update);
	doc.on('update', collect);
	doc.transact(() => change(doc.getText(TEXT)));
	doc.off('update', collect);
	return toBase64(Y.mergeUpdates(updates));
}

/** Inserts or deletes a few letters somewhere. */
async function typeSomewhere({ by, state, random, publish }: Actor<EditorLog>): Promise<void> {
	const replica = replicaOf(state);
	const update = edit(replica, (text) => {
		const at = Math.floor(random() * (text.length + 1));
		if (random() < 0.3 && text.length - at > 5) text.delete(at, 5);
		else text.insert(at, `${Math.floor(random() * 1e6)} `);
	});
	await publish('update', { by, update });
}

/** A text of two; each stands on what the other wrote. A snapshot and a cursor change nothing of it. */
export const script: DemoScript<EditorLog> = {
	fold: editorFold,
	read: (state) => textOf(state),
	room: 'editor',
	events(ada, grace) {
		const [one, two] = [new Y.Doc(), new Y.Doc()];
		[one.clientID, two.clientID] = [11, 12];
		const first = edit(one, (text) => text.insert(0, 'hello, world'));
		Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
		const second = edit(two, (text) => text.insert(7, 'whole '));
		const third = edit(one, (text) => text.delete(0, 5));
		const said = [
			{ by: ada, type: 'update', data: { by: ada, update: first } },
			{ by: grace, type: 'update', data: { by: grace, update: second } },
			{ by: ada, type: 'update', data: { by: ada, update: third } }
		];
		const log = said.reduce(
			(state, { type, data }, index) => editorFold.apply(state, { id: `script-${index + 1}`, at: 0, type, data }),
			editorFold.initial()
		);
		return [
			...said,
			...snapshotParts({ ...log, seq: 1 }, 'script').map((part) => ({ by: grace, type: 'snapshot', data: { by: grace, ...part } })),
			{ by: ada, type: 'cursor', data: { by: ada, anchor: 'AAAA', head: 'AAAA' } }
		];
	},
	act: typeSomewhere
};
