import { describe, expect, it } from 'vitest';
import { JsonError, checkJson, parseJson } from '#lib/protocol/json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

function codeOf(work: () => unknown): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof JsonError) return error.code;
		throw error;
	}
}

describe('JSON from the network', () => {
	it.each([
		['null', null],
		['7', 7],
		['"a"', 'a'],
		['{"a":[1,{"b":2}]}', { a: [1, { b: 2 }] }]
	])('%s is taken as it is', (text, value) => expect(parseJson(text, 8)).toEqual(value));

	it('may be nested as deeply as the bound and no deeper', () => {
		expect(codeOf(() => parseJson(nested(8), 8))).toBeUndefined();
		expect(codeOf(() => parseJson(nested(9), 8))).toBe('too-deep');
		expect(codeOf(() => parseJson(`{"a":{"a":[${nested(6)}]}}`, 8))).toBe('too-deep');
		expect(codeOf(() => parseJson(nested(8000), 8))).toBe('too-deep');
	});

	it('that is not bounded would end in an exception when it is written again', () => {
		const deep = JSON.parse(nested(100_000).slice(0)) as unknown;
		expect(() => JSON.stringify(deep)).toThrow(RangeError);
		expect(codeOf(() => parseJson(nested(100_000), 8))).toBe('too-deep');
	});

	it.each(['{"__proto__":1}', '{"a":{"__proto__":{}}}', '[{"\\u005f_proto__":1}]', '{"__proto__":null}'])(
		'%s is refused for its name',
		(text) => {
			expect(codeOf(() => parseJson(text, 8))).toBe('bad-json');
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		}
	);

	it.each(['', ' ', '{', "{'a':1}", 'NaN', 'undefined', '[1,]', '1 2', '\u0000', '1e999', '{"a":[-1e999]}'])('%j is none', (text) => {
		expect(codeOf(() => parseJson(text, 8))).toBe('bad-json');
	});

	it('that a library has parsed is held to the same bounds, and bytes are none', () => {
		expect(codeOf(() => checkJson(JSON.parse(nested(9)), 8))).toBe('too-deep');
		expect(codeOf(() => checkJson({ a: new Uint8Array(2) }, 8))).toBe('bad-json');
		expect(codeOf(() => checkJson({ a: [1, 'b', null, true] }, 8))).toBeUndefined();
	});
});
