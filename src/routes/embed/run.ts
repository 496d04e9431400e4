import { mount } from 'svelte';
import { TITLES } from '#lib/content/titles.ts';
import { readEmbedQuery } from '#lib/demos/embed-query.ts';
import { findDemo } from '#lib/demos/index.ts';
import { EMBED_FIELDS } from '#lib/protocol/embed-settings.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { heldStreams } from '#lib/protocol/held-streams.ts';
import { readPageSettings } from '#lib/protocol/page-settings.ts';
import { hasFeed } from '#lib/state/demo-plan.ts';
import { EmbedLife } from '#lib/state/embed-life.svelte.ts';
import { openBudget } from '#lib/state/stream-budget.ts';
import type { Runner } from './runner.ts';
import EmbedApp from './EmbedApp.svelte';

/** An embed that runs, as its host may steer it. */
export interface RunningEmbed {
	play(): void;
	pause(): void;
}

/** Replaces the still picture on `stage` by the thing itself, as soon as that may run; until then the picture stays. */
export async function runEmbed(root: HTMLElement, stage: HTMLElement, isSeen: boolean): Promise<RunningEmbed> {
	const query = new URLSearchParams(location.search);
	const runner = await loadRunner(root.dataset.embed ?? '', query);
	const budget = await openBudget(() => life.lost());
	const life = new EmbedLife(budget, heldStreams(runner.techniques));
	watch(life, isSeen);
	const full = root.querySelector<HTMLAnchorElement>('a.full');
	const address = root.querySelector('#address:not([hidden])');
	const still = stage.firstElementChild;
	mount(EmbedApp, {
		target: stage,
		...(still && { anchor: still }),
		props: {
			runner,
			query: runner.query,
			shown: readFields(EMBED_FIELDS, query),
			life,
			budget,
			onPage: (path: string) => {
				if (full) full.href = path;
				if (address) address.textContent = new URL(path, location.href).href;
			},
			onChosen: () => stage.focus({ preventScroll: true }),
			onPhase: (phase: string) => {
				root.dataset.phase = phase;
				if (phase === 'running') still?.remove();
			}
		}
	});
	return { play: () => life.play(), pause: () => life.pause() };
}

async function loadRunner(id: string, query: URLSearchParams): Promise<Runner> {
	if (id === 'race') {
		const { default: Face } = await import('./EmbedRace.svelte');
		return { id, title: TITLES.race, query, techniques: readPageSettings(query).techniques, Race: Face };
	}
	const entry = findDemo(id);
	if (!entry) throw new Error(`There is no demo "${id}".`);
	const [{ demo }, { default: Face }] = await Promise.all([entry.load(), import('./EmbedDemo.svelte')]);
	const settings = readEmbedQuery(demo, query);
	const { technique, right, seats } = settings;
	const both = demo.plan.people.length > 1 && seats === 'two' ? [technique, right] : [technique];
	const techniques = hasFeed(demo.plan, settings) ? both : [];
	const asked = new URLSearchParams(writeFields(demo.fields, settings));
	return { id, title: entry.title, query: asked, techniques, demo, Demo: Face };
}

/** Nobody sees it: its part of the page is scrolled away, or the whole tab is hidden. */
function watch(life: EmbedLife, isSeen: boolean): void {
	let isIntersecting = isSeen;
	const look = () => life.see(isIntersecting && !document.hidden);
	look();
	new IntersectionObserver(([entry]) => {
		isIntersecting = entry?.isIntersecting ?? false;
		look();
	}).observe(document.documentElement);
	document.addEventListener('visibilitychange', look);
	addEventListener('pagehide', () => life.end());
	// A page that comes back out of the browser's cache has ended what it ran.
	addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
}
