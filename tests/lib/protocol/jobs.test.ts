import * as v from 'valibot';
import { expect, it } from 'vitest';
import { newJobSchema } from '#lib/protocol/jobs.ts';

it('frames that are no whole number are told to be one', () => {
	const { issues } = v.safeParse(newJobSchema, { key: 'k', session: 's', frames: 8.5 });
	expect(issues?.map(({ message }) => message)).toEqual(['a whole number']);
});
