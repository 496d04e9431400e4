import { describe, expect, it } from 'vitest';
import { freeName, guestName, joinName, nameFields, nameOf, namesOf, readName } from '#lib/demos/names.ts';
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

	it('who has left a name behind is told from who has it now', () => {
		const names = namesOf(members({ id: 'abcdef', name: 'Ada', hasLeft: true }, { id: 'zyxwvu', name: ' Ada' }));
		expect([...names.values()]).toEqual(['Ada (abc)', 'Ada']);
	});

	it('a guest joins by the name of the link, or one of the list; whoever has one of two seats as the page says', () => {
		const settings = { name: '', rightname: 'Hopper' };
		expect([joinName('left', settings), joinName('right', settings)]).toEqual([undefined, 'Hopper']);
		expect(joinName('only', { ...settings, name: 'Lovelace' })).toBe('Lovelace');
		const joined = new Set(Array.from({ length: 100 }, () => joinName('only', settings)));
		expect(joined.size).toBeGreaterThan(5);
		for (const name of ['Ada', 'Grace', undefined]) expect(joined).not.toContain(name);
	});

	it('of two guests of one name the later takes another that is free, and the earlier keeps it', () => {
		const room = members({ id: 'a', name: 'Alan' }, { id: 'b', name: 'Alan' }, { id: 'c', name: 'Alonzo' });
		expect([freeName(room, 'a', 'Alan'), freeName(room, 'b', 'Alan')]).toEqual(['Alan', 'Annie']);
		expect(freeName(room, 'new', 'Alonzo')).toBe('Annie');
		expect(freeName(members({ id: 'a', name: 'Alan', hasLeft: true }), 'b', 'Alan')).toBe('Alan');
	});

	it('a name that a person chose is not changed, whoever has it; nor is one of the list when all are taken', () => {
		expect(freeName(members({ id: 'a', name: 'Ada' }), 'b', 'Ada')).toBe('Ada');
		const all = Array.from({ length: 2000 }, (_, index) => ({ id: `m${index}`, name: guestName(String.fromCharCode(index)) }));
		expect(freeName(members(...all), 'new', 'Alan')).toBe('Alan');
	});

	it('a guest has the same name each time', () => {
		expect(guestName('abcdefghijkl')).toBe(guestName('abcdefghijkl'));
		expect(readName(guestName('zzzzzzzzzzzz'))).toBeDefined();
	});
});
