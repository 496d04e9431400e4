import { describe, expect, it } from 'vitest';
import { TECHNIQUE_IDS, isTechniqueId, laneTechnique } from '#lib/protocol/technique-id.ts';

it.each(TECHNIQUE_IDS)('%s is a technique, and a lane of itself with or without a seat', (technique) => {
	expect(isTechniqueId(technique)).toBe(true);
	for (const lane of [technique, `${technique}.left`, `${technique}.0`, `${technique}.a-b`, `${technique}.${'a'.repeat(16)}`])
		expect(laneTechnique(lane)).toBe(technique);
});

describe('no lane', () => {
	it.each([
		'',
		'.',
		'sse.',
		'.sse',
		'sse.A',
		'sse.a.b',
		'sse.a_b',
		`sse.${'a'.repeat(17)}`,
		'SSE',
		'sse ',
		' sse',
		'__proto__',
		'constructor',
		'sse.\n',
		'sse.a\n',
		'length'
	])('%j', (lane) => expect(laneTechnique(lane)).toBeUndefined());
});

it.each(['', 'SSE', 'length', 'toString', '0', 'socket.io'])('%j is no technique', (text) => expect(isTechniqueId(text)).toBe(false));
