import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResults {
	readonly violations: readonly {
		readonly id: string;
		readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
	}[];
}

/** What axe finds wrong with a page, frames in it included, or with the one part of it that `within` selects, one line each. */
export async function axeFindings(page: Page, within?: string): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
	const part = within === undefined ? 'document' : JSON.stringify(within);
	const options = JSON.stringify({ runOnly: RULES, resultTypes: ['violations'], selectors: false, iframes: within === undefined });
	const look = () => page.evaluate<AxeResults>(`axe.run(${part}, ${options}).then(({ violations }) => ({ violations }))`);
	// It looks in several goes: what a page that lives takes away meanwhile makes it throw, and it looks again, up to five times.
	const { violations } = await look().catch(look).catch(look).catch(look).catch(look);
	return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
