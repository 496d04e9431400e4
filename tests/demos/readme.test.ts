import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startSite } from '../support/site.ts';

/** Follows the README's "To add a demo" to the letter: writes its files, adds its lines, checks what is asked of each demo, builds the site and plays it. */

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const BLOCK = /```\w+ (file|line)=(\S+)(?: before="([^"]+)")?\n(.*?)```/gs;
let site: string;

beforeAll(async () => {
	site = await mkdtemp(join(tmpdir(), 'wire-readme-'));
	for (const name of ['src', 'static', 'tests', 'package.json', 'tsconfig.json', 'svelte.config.js', 'vite.config.ts', 'README.md']) {
		await cp(join(ROOT, name), join(site, name), { recursive: true });
	}
	await symlink(join(ROOT, 'node_modules'), join(site, 'node_modules'));
	const readme = await readFile(join(site, 'README.md'), 'utf8');
	for (const [, what, file = '', before = '', text = ''] of readme.matchAll(BLOCK)) {
		const path = join(site, file);
		await mkdir(dirname(path), { recursive: true });
		if (what === 'file') await writeFile(path, text);
		else await insert(path, before, text);
	}
	await run('npm', ['run', 'build'], { cwd: site, env: { ...process.env, NODE_OPTIONS: '' } });
}, 180_000);
afterAll(() => rm(site, { recursive: true, force: true }));

async function insert(path: string, before: string, text: string): Promise<void> {
	const source = await readFile(path, 'utf8');
	expect(source.split(before)).toHaveLength(2);
	await writeFile(
		path,
		source.replace(before, () => text + before)
	);
}

it('the demo of the README has all that is asked of each', async () => {
	const files = ['tests/lib/demos/words.test.ts', 'tests/lib/content/scripts.test.ts'];
	await run('npx', ['vitest', 'run', ...files], { cwd: site, env: { ...process.env, NODE_OPTIONS: '' } });
});

it('the demo of the README runs as it is written there, at two seats', async () => {
	const [running, browser] = await Promise.all([startSite({}, site), launchBrowser()]);
	const { page } = await browser.open(`${running.origin}/demos/clap`);
	const right = page.getByTestId('seat-right');
	await page.getByTestId('seat-left').getByRole('button', { name: 'Clap' }).click();
	await expect.poll(() => right.getByText('1 claps').count()).toBe(1);
	await right.getByRole('combobox').selectOption('long-polling');
	await page.getByTestId('seat-left').getByRole('button', { name: 'Clap' }).click();
	await expect.poll(() => right.getByText('2 claps').count()).toBe(1);
	await browser.close();
	await running.close();
});
