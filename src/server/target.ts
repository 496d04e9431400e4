import { Problem } from './problem.ts';

/** A request target in origin form, taken apart: decoded path segments and query. */
export interface Target {
	readonly segments: readonly string[];
	readonly query: URLSearchParams;
}

/**
 * Takes a request target apart without `new URL`, which throws on hostile ones.
 * @throws {Problem} `bad-target` for anything but origin form (`//`, `*`, `http://…`) and for bad escapes, `target-too-long`.
 */
export function parseTarget(raw: string, maxBytes: number): Target {
	if (raw.length > maxBytes) throw new Problem('target-too-long', `A request target has at most ${maxBytes} bytes.`);
	if (!raw.startsWith('/') || raw.startsWith('//')) {
		throw new Problem('bad-target', 'The request target must be a path that begins with one slash.');
	}
	const mark = raw.indexOf('?');
	const path = mark === -1 ? raw : raw.slice(0, mark);
	try {
		const segments = path.slice(1).split('/').map(decodeURIComponent);
		return { segments, query: new URLSearchParams(mark === -1 ? '' : raw.slice(mark + 1)) };
	} catch {
		throw new Problem('bad-target', 'The path holds a bad percent escape.');
	}
}
