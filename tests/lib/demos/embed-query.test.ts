import { describe, expect, it } from 'vitest';
import { readEmbedQuery, writeEmbedQuery } from '#lib/demos/embed-query.ts';
import { DEMOS } from '#lib/demos/index.ts';
import type { DemoId } from '#lib/demos/index.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';

const demoOf = async (id: DemoId) => (await DEMOS[id].load()).demo;
const seats = async (id: DemoId, query: string) => {
	const { technique, right } = readEmbedQuery(await demoOf(id), new URLSearchParams(query));
	return [technique, right];
};

describe('the query of an embed', () => {
	it.each(['chat', 'editor', 'game'] as const)('%s: a technique that is named alone is that of both seats', async (id) => {
		expect(await seats(id, '?technique=sse')).toEqual(['sse', 'sse']);
		expect(await seats(id, '?technique=sse&right=websocket')).toEqual(['sse', 'websocket']);
		expect(await seats(id, '?right=polling')).toEqual(['websocket', 'polling']);
		expect(await seats(id, '?technique=pigeon')).toEqual(['websocket', 'websocket']);
	});

	it('the help desk keeps its mix', async () => {
		expect(await seats('desk', '?technique=polling')).toEqual(['polling', 'sse']);
	});

	it.each(Object.keys(DEMOS) as DemoId[])('%s: what is written gives back both techniques, whatever they are', async (id) => {
		const demo = await demoOf(id);
		for (const technique of TECHNIQUE_IDS)
			for (const right of TECHNIQUE_IDS) {
				const settings = { ...readEmbedQuery(demo, new URLSearchParams()), technique, right };
				expect(readEmbedQuery(demo, new URLSearchParams(writeEmbedQuery(demo, settings)))).toEqual(settings);
			}
	});
});
