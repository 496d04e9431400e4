/** JSON that came from the network and is not what it must be; `code` is the problem's code. */
export class JsonError extends Error {
	override readonly name = 'JsonError';
	readonly code: 'bad-json' | 'too-deep';
	constructor(code: 'bad-json' | 'too-deep', message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Parses untrusted JSON. Nesting is bounded, because `JSON.stringify` throws on what `JSON.parse` still takes; the name
 * `__proto__` is refused, and so are numbers like `1e999`, which become Infinity and are `null` when written again.
 * @throws {JsonError}
 */
export function parseJson(text: string, maxDepth: number): unknown {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new JsonError('bad-json', 'This is not JSON.');
	}
	checkJson(value, maxDepth);
	return value;
}

/** Checks an untrusted value that a library has parsed: the same bounds, and nothing that is not JSON. @throws {JsonError} */
export function checkJson(value: unknown, depth: number): void {
	if (typeof value === 'number' && !Number.isFinite(value)) throw new JsonError('bad-json', 'The JSON holds a number that is too large.');
	if (typeof value !== 'object' || value === null) return;
	if (ArrayBuffer.isView(value)) throw new JsonError('bad-json', 'Bytes are not JSON.');
	if (depth === 0) throw new JsonError('too-deep', 'The JSON is nested too deeply.');
	for (const key of Object.keys(value)) {
		if (key === '__proto__') throw new JsonError('bad-json', 'The name "__proto__" is not allowed.');
		checkJson((value as Record<string, unknown>)[key], depth - 1);
	}
}
