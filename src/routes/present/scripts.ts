import { DEMO_TEXT } from '#lib/content/demos.ts';
import { DEMOS_SCRIPT } from '#lib/content/scripts/demos.ts';
import { RACE_SCRIPT } from '#lib/content/scripts/race.ts';
import { findDemo } from '#lib/demos/index.ts';
import type { Script } from '#lib/protocol/present.ts';

const DEMO_SCRIPTS = import.meta.glob<{ script: Script<unknown> }>('../../lib/demos/*/script.ts');

/** What a page is called and its script, for a window that is not the page; undefined where there is nothing to present. */
export async function loadScript(page: string): Promise<{ title: string; script: Script<unknown> } | undefined> {
	if (page === '/') return { title: 'The Race', script: RACE_SCRIPT };
	if (page === '/demos') return { title: DEMO_TEXT.title, script: DEMOS_SCRIPT };
	const id = page.replace(/^\/demos\//, '');
	const title = findDemo(id)?.title;
	const loaded = title && (await DEMO_SCRIPTS[`../../lib/demos/${id}/script.ts`]?.());
	return loaded ? { title, script: loaded.script } : undefined;
}
