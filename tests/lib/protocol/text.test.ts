import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { graphemeCount, nameSchema, plainText, textSchema } from '#lib/protocol/text.ts';

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const FLAG = '\u{1F1E8}\u{1F1ED}';

describe('what is shown of a text', () => {
	it.each([
		['NUL, bell and escape', 'a\u0000b\u0007c\u001b[31m', 'abc[31m'],
		['a tab and a carriage return', 'a\tb\r\nc', 'ab\nc'],
		['the second set of controls', 'a\u0085b\u009f', 'ab'],
		['an override that would turn what follows', '\u202Egnp.exe', 'gnp.exe'],
		['embeddings, isolates and marks of direction', '\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069\u200E\u200F\u061Cx', 'x'],
		['a byte order mark', '\uFEFFx', 'x']
	])('is without %s', (_what, text, shown) => expect(plainText(text)).toBe(shown));

	it.each(['Grüezi', 'two\nlines', 'שלום', 'مرحبا', 'नमस्ते', FAMILY, FLAG, '<b>&amp;</b>', "Robert'); DROP TABLE", 'Việt Nam'])(
		'is all of %j',
		(text) => expect(plainText(text)).toBe(text)
	);

	it('has four marks on a letter at most, though five hundred were sent', () => {
		expect(plainText(`z${'\u0300'.repeat(500)}a`)).toBe(`z${'\u0300'.repeat(4)}a`);
		expect(plainText(`z${'\u0300\u0489'.repeat(250)}`)).toHaveLength(5);
	});

	it('has no marks left over that were split by a hidden character', () => {
		expect(plainText(`z${'\u0300\u202E'.repeat(250)}`)).toBe(`z${'\u0300'.repeat(4)}`);
	});
});

it.each([
	['', 0],
	['abc', 3],
	['e\u0301', 1],
	[FAMILY, 1],
	[FLAG + FLAG, 2],
	['नि', 1]
])('%j has %i letters as a reader counts them', (text, count) => expect(graphemeCount(text)).toBe(count));

describe('a name', () => {
	it.each([
		[' ', 'a name that is not empty'],
		['two\nlines', 'a name on one line'],
		['x'.repeat(25), 'a name of at most 24 letters']
	])('%j is none, and what one would be is said', (name, said) =>
		expect(v.safeParse(nameSchema, name).issues?.map(({ message }) => message)).toEqual([said])
	);

	it.each(['A', 'Ann-Marie O’Neill', 'x'.repeat(24), 'e\u0301'.repeat(24), FLAG.repeat(24), FAMILY, 'שלום', '\u202EA'])(
		'%j is one',
		(name) => expect(v.is(nameSchema, name)).toBe(true)
	);
	it.each([
		'',
		' ',
		'\u00A0\u3000',
		'\u202E',
		'\u0000',
		'\u200B',
		'\u3164',
		'\u2800\u2800',
		'\u{E0041}',
		'two\nlines',
		'x'.repeat(25),
		'e\u0301'.repeat(25),
		`z${'\u0300'.repeat(500)}`,
		FAMILY.repeat(24),
		7,
		null,
		['x']
	])('%j is none', (name) => expect(v.is(nameSchema, name)).toBe(false));
});

describe('a text of at most 500 characters', () => {
	const schema = textSchema(500);
	it.each(['x', 'x'.repeat(500), '\u{1F600}'.repeat(500), '\n\nx'])('case %#', (text) => expect(v.is(schema, text)).toBe(true));
	it.each(['', ' \n\t', '\u200B\u2060', 'x'.repeat(501), '\u{1F600}'.repeat(501), 7, null])('is not case %#', (text) =>
		expect(v.is(schema, text)).toBe(false)
	);

	it('has 2 kB at most, whatever its characters', () => {
		expect(v.is(textSchema(5000), 'x'.repeat(2048))).toBe(true);
		expect(v.is(textSchema(5000), 'x'.repeat(2049))).toBe(false);
		expect(v.is(textSchema(5000), '\u20AC'.repeat(683))).toBe(false);
	});
});
