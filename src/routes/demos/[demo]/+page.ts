import { error } from '@sveltejs/kit';
import { findDemo } from '#lib/demos/index.ts';
import type { PageLoad } from './$types';

/** Loads the demo of the address, and nothing of any other. */
export const load: PageLoad = async ({ params }) => {
	const entry = findDemo(params.demo);
	if (!entry) error(404, 'There is no demo of that name.');
	const { demo } = await entry.load();
	return { id: params.demo, title: entry.title, lead: entry.lead, demo };
};
