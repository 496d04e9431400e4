import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of the render worker as JavaScript that Node can load. In the bundle it stands beside the server; from the sources
 * (Vite, Vitest) it is bundled at the first call, into a place from which packages are found.
 */
export async function findWorkerFile(): Promise<string> {
	const here = fileURLToPath(import.meta.url);
	if (here.endsWith('.js')) return join(dirname(here), 'render-worker.js');
	const { build } = await import('esbuild');
	const file = join(dirname(here), '../../../node_modules/.cache/on-the-wire/render-worker.js');
	// Several processes may do this at once: none must find a file that another has not finished.
	const own = file.replace(/\.js$/, `.${process.pid}.js`);
	await build({
		entryPoints: [join(dirname(here), 'render-worker.ts')],
		outfile: own,
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		logLevel: 'silent'
	});
	await rename(own, file);
	return file;
}
