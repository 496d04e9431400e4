import { expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { PAGE_FIELDS } from '#lib/protocol/page-settings.ts';

/** Each setting: its name in what is exported, and in a link. */
function namesOf(fields: object): { exported: string[]; linked: string[] } {
	const linked = Object.values(fields as Record<string, { parameter: string }>).map(({ parameter }) => parameter);
	return { exported: Object.keys(fields), linked };
}

it('the settings of the Race are called in what is exported as in its link', () => {
	const { exported, linked } = namesOf(PAGE_FIELDS);
	expect(exported).toEqual(linked);
});

it.each(Object.entries(DEMOS))('the settings of %s are called in what is exported as in its link', async (_, entry) => {
	const { exported, linked } = namesOf((await entry.load()).demo.fields);
	expect(exported).toEqual(linked);
});
