import * as Y from 'yjs';
import { seqOf } from '#lib/protocol/event.ts';
import { codeOf } from '../problems.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { MAX_UPDATE_BYTES } from '#lib/protocol/rooms/editor.ts';
import type { SnapshotPart } from '#lib/protocol/rooms/editor.ts';
import { toBase64 } from './bytes.ts';
import { splitUpdate } from './split-update.ts';

/** How long edits are gathered, and the pause between two publishes: 12 a second leave a member room for its cursor. */
const PACE_MS = 80;
/** After a refusal. */
const RETRY_MS = 2000;
/** Refusals of what was sent; sending it again would be refused again. */
const HOPELESS: ReadonlySet<string> = new Set(['bad-event', 'bad-json', 'too-deep', 'too-large']);

/** Publishes in a member's name; resolves when the log has it. */
export type Send = (type: string, data: object, key: string) => Promise<EventId>;

interface Letter {
	readonly type: 'update' | 'snapshot';
	readonly data: object;
	readonly key: string;
}

/** What one has typed and the log has not: gathered, cut to size, and sent one after the other, each until it is stored. */
export class UpdateOutbox {
	/** Edits that are not in the log yet. */
	count = $state(0);
	/** Code of the last refusal; empty where the server gave none. */
	problem: string | undefined = $state();
	/** Seq of the newest event that came of it. */
	newest = 0;

	readonly #send: Send;
	readonly #newKey: () => string;
	#gathered: Uint8Array[] = [];
	#edits: Letter[] = [];
	#parts: Letter[] = [];
	#isPartNext = false;
	#isRunning = false;
	#isClosed = false;

	constructor(send: Send, newKey: () => string) {
		this.#send = send;
		this.#newKey = newKey;
	}

	/** All that was given to it is in the log, or was refused for good. */
	get isIdle(): boolean {
		return this.#gathered.length + this.#edits.length + this.#parts.length === 0;
	}

	/** An edit. */
	add(update: Uint8Array): void {
		this.#gathered.push(update);
		this.#counted();
		void this.#run();
	}

	/** Parts of a snapshot; they take turns with edits. */
	addSnapshot(parts: readonly Omit<SnapshotPart, 'by'>[]): void {
		this.#parts.push(...parts.map((data): Letter => ({ type: 'snapshot', data, key: this.#newKey() })));
		void this.#run();
	}

	/** There is another log: what is on its way to this one stays here. */
	forget(): void {
		this.#gathered = [];
		this.#edits = [];
		this.#parts = [];
		this.newest = 0;
		this.problem = undefined;
		this.#counted();
	}

	/** Sends no more. */
	close(): void {
		this.#isClosed = true;
	}

	async #run(): Promise<void> {
		if (this.#isRunning) return;
		this.#isRunning = true;
		await pause(PACE_MS);
		for (let letter = this.#next(); letter && !this.#isClosed; letter = this.#next()) {
			const isDone = await this.#deliver(letter);
			if (isDone) this.#delivered(letter);
			await pause(isDone ? PACE_MS : RETRY_MS);
		}
		this.#isRunning = false;
	}

	/** The letter whose turn it is; it stays first in its line until it is delivered. */
	#next(): Letter | undefined {
		if (this.#edits.length === 0 && this.#gathered.length > 0) {
			const [first, ...more] = this.#gathered;
			const merged = more.length > 0 ? Y.mergeUpdates(this.#gathered) : (first as Uint8Array);
			this.#gathered = [];
			this.#edits = splitUpdate(merged, MAX_UPDATE_BYTES).map((piece) => ({
				type: 'update',
				data: { update: toBase64(piece) },
				key: this.#newKey()
			}));
		}
		const [edit] = this.#edits;
		const [part] = this.#parts;
		return this.#isPartNext ? (part ?? edit) : (edit ?? part);
	}

	async #deliver({ type, data, key }: Letter): Promise<boolean> {
		try {
			this.newest = Math.max(this.newest, seqOf(await this.#send(type, data, key)));
			this.problem = undefined;
			return true;
		} catch (error) {
			this.problem = codeOf(error);
			return HOPELESS.has(this.problem);
		}
	}

	#delivered(letter: Letter): void {
		this.#isPartNext = letter.type === 'update';
		this.#edits = this.#edits.filter((one) => one !== letter);
		this.#parts = this.#parts.filter((one) => one !== letter);
		this.#counted();
	}

	#counted(): void {
		this.count = this.#gathered.length + this.#edits.length;
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
