import { describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';

describe.each(Object.entries(DEMOS))('the words of %s', (_, entry) => {
	it('are 100 to 200 in all, with two or three experiments', async () => {
		const { about, experiments, right, wrong } = (await entry.load()).demo.words;
		const text = [...about, ...experiments.flatMap((one) => [one.try, one.see]), right, wrong].join(' ');
		expect(experiments.length).toBeGreaterThanOrEqual(2);
		expect(experiments.length).toBeLessThanOrEqual(3);
		expect(text.split(/\s+/).length).toBeGreaterThanOrEqual(100);
		expect(text.split(/\s+/).length).toBeLessThanOrEqual(200);
	});
});
