import { EditorState } from '@codemirror/state';
import type { Extension, Text, Transaction } from '@codemirror/state';
import { MAX_DOCUMENT_BYTES } from '#lib/protocol/rooms/editor.ts';

/** Bytes of a text as UTF-8. */
export function documentBytes(text: Text): number {
	return new TextEncoder().encode(text.toString()).length;
}

/** Refuses what would make a document larger than it may be. What others wrote is not asked: it is in the log. */
export function sizeLimit(isFromOthers: (transaction: Transaction) => boolean, onRefused: () => void): Extension {
	return EditorState.transactionFilter.of((transaction) => {
		if (!transaction.docChanged || isFromOthers(transaction)) return transaction;
		const { newDoc, startState } = transaction;
		// A letter has three bytes at most: a short text need not be measured.
		const isSmall = 3 * newDoc.length <= MAX_DOCUMENT_BYTES;
		if (isSmall || documentBytes(newDoc) <= MAX_DOCUMENT_BYTES || newDoc.length < startState.doc.length) return transaction;
		onRefused();
		return [];
	});
}
