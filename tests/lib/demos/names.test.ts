import { describe, expect, it } from 'vitest';
import { guestName, nameFields, nameOf, readName } from '#lib/demos/names.ts';
import type { Member, Members } from '#lib/protocol/presence.ts';

const members = (...all: Partial<Member>[]): Members =>
	new Map(all.map((one) => [one.id ?? '', { id: '', name: '', seenAt: 0, hasLeft: false, ...one }]));

describe('a name', () => {
	it.each([
		['Ada', 'Ada'],
		['  Ada  ', 'Ada'],
		['A\u202eda\u0000', 'Ada'],
		['<b>Ada</b>', '<b>Ada</b>'],
		['', undefined],
		['\u202e', undefined],
		['two\nlines', undefined],
		['x'.repeat(25), undefined]
	])('%j is read as %j', (text, name) => {
		expect(readName(text)).toBe(name);
	});

	it('a broken name in a link is no name', () => {
		expect(nameFields.name.read('x'.repeat(99))).toBeUndefined();
	});

	it('two of one name are told apart, as long as both are here', () => {
		const two = members({ id: 'abcdef', name: 'Ada' }, { id: 'zyxwvu', name: 'Ada' }, { id: 'g', name: 'Grace' });
		expect([nameOf(two, 'abcdef'), nameOf(two, 'zyxwvu'), nameOf(two, 'g')]).toEqual(['Ada (abc)', 'Ada (zyx)', 'Grace']);
		const one = members({ id: 'abcdef', name: 'Ada', hasLeft: true }, { id: 'zyxwvu', name: 'Ada' });
		expect(nameOf(one, 'zyxwvu')).toBe('Ada');
	});

	it('whoever is unknown is somebody', () => {
		expect(nameOf(members(), 'nobody')).toBe('Somebody');
	});

	it('a guest has the same name each time', () => {
		expect(guestName('abcdefghijkl')).toBe(guestName('abcdefghijkl'));
		expect(readName(guestName('zzzzzzzzzzzz'))).toBeDefined();
	});
});
