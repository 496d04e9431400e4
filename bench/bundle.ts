import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));

const made = new Map<string, Promise<string>>();

/** Bundles an entry for plain Node, as `npm run build` does, once a run; `beside` are files to put next to it. Returns the file's path. */
export function bundle(entry: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
	const known = made.get(entry) ?? make(entry, beside);
	made.set(entry, known);
	return known;
}

async function make(entry: string, beside: Readonly<Record<string, string>>): Promise<string> {
	const folder = join(FOLDER, basename(entry, '.ts'));
	const outfile = join(folder, 'main.js');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
	for (const [name, text] of Object.entries(beside)) await writeFile(join(folder, name), text);
	await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
	return outfile;
}
