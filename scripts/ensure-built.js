/** Builds the site unless `build/` is newer than every source it is made of. */
import { execSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src', 'static', 'package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];
const target = 'build/main.js';

/** @param {string} path @returns {number} the newest modification below `path`, in ms since 1970 */
function newest(path) {
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const isFresh = existsSync(target) && Math.max(...sources.map(newest)) < statSync(target).mtimeMs;
if (!isFresh) {
	console.log('Building the site (once; a minute at most)…');
	execSync('npm run --silent build', { stdio: 'inherit' });
}
