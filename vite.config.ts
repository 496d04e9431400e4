import { resolve, sep } from 'node:path';
import type { IncomingMessage } from 'node:http';
import { sveltekit } from '@sveltejs/kit/vite';
import { build as bundle } from 'esbuild';
import { defineConfig } from 'vitest/config';
import type { Plugin, ViteDevServer } from 'vite';
import type * as Backend from './src/server/backend.ts';
import { readConfig } from './src/server/config.ts';

const config = readConfig(process.env);

/** What the backend is made of. */
const BACKEND = ['src/server', 'src/lib/protocol', 'src/lib/wire'].map((folder) => resolve(import.meta.dirname, folder) + sep);
/** An editor, and all the more git, saves several files in one go, ms. */
const SAVING_MS = 50;

/** Mounts the backend of `src/server` into Vite's own server, so that `npm run dev` is one process and one origin. */
function backend(): Plugin {
	return {
		name: 'on-the-wire-backend',
		apply: 'serve',
		async configureServer(server) {
			const { httpServer } = server;
			if (!httpServer) return;
			const { createBackend } = (await server.ssrLoadModule('/src/server/backend.ts')) as typeof Backend;
			const mounted = createBackend(config);
			server.middlewares.use((request, response, next) => mounted.request(request, response, next));
			httpServer.on('connection', (socket) => mounted.connection(socket));
			httpServer.on('upgrade', (request, socket, head) => {
				if (!isVites(request)) mounted.upgrade(request, socket, head);
			});
			httpServer.on('close', () => void mounted.close(0));
			restartOnChange(server);
		}
	};
}

/** Whether an upgrade is for Vite itself, to replace modules in the page. */
function isVites({ headers }: IncomingMessage): boolean {
	return ['vite-hmr', 'vite-ping'].includes(headers['sec-websocket-protocol'] ?? '');
}

/** Begins anew, backend and all, when a file that the backend is made of changes. */
function restartOnChange(server: ViteDevServer): void {
	let timer: NodeJS.Timeout | undefined;
	server.watcher.on('all', (_event, file) => {
		if (!BACKEND.some((folder) => resolve(file).startsWith(folder))) return;
		clearTimeout(timer);
		timer = setTimeout(() => void server.restart(), SAVING_MS);
	});
	server.httpServer?.on('close', () => clearTimeout(timer));
}

/** What other sites' pages load by name, and so has names without a hash: the start of an embed, and the custom element. */
function embedScripts(): Plugin {
	const folder = resolve(import.meta.dirname, 'src/routes/embed');
	let isForPages = false;
	/** One file without imports, for a plain `<script src>`. */
	const element = async () => {
		const entryPoints = [`${folder}/element.ts`];
		const { outputFiles } = await bundle({ entryPoints, bundle: true, minify: true, target: 'es2022', write: false });
		return outputFiles[0]?.text ?? '';
	};
	return {
		name: 'on-the-wire-embed',
		configResolved: ({ command, build }) => void (isForPages = command === 'build' && !build.ssr),
		buildStart() {
			if (isForPages) this.emitFile({ type: 'chunk', id: `${folder}/start.ts`, fileName: '_app/embed.js' });
		},
		async generateBundle() {
			if (isForPages) this.emitFile({ type: 'asset', fileName: 'embed.js', source: await element() });
		},
		configureServer(server) {
			server.middlewares.use('/embed.js', (_request, response, next) => {
				element().then((text) => response.setHeader('Content-Type', 'text/javascript').end(text), next);
			});
		}
	};
}

/**
 * What every page has comes in one file: its layout, header, controls and lanes with all they need, Svelte’s runtime too. Left alone it would be
 * thirty. What fetches modules stays apart: an embed that nobody has clicked needs nothing else.
 */
const groups = [
	{ name: 'load', test: /vite[\\/]preload-helper/, priority: 1 },
	{
		name: 'site',
		test: /src[\\/](routes[\\/]present[\\/]PresentingHost|lib[\\/](components[\\/](SiteHeader|Controls|LaneRow|keyboard)|wire[\\/]count|state[\\/]quantiles))\.(svelte|ts)$/
	}
];

const ALONE = 'tests/**/*.alone.test.ts';
const UNITS = 'tests/lib/**/*.test.ts';
/** Short to read and long to run: begun last, as small files are, they would leave a core with nothing to do. */
const LONGEST = 'tests/{techniques/streams,techniques/polls,demos/readme,demos/converge,wire/exactness}.test.ts';
/** Three files at a time. */
const beside = { maxWorkers: 3, sequence: { groupOrder: 1 } };

export default defineConfig({
	plugins: [sveltekit(), backend(), embedScripts()],
	server: { port: config.PORT, host: config.HOST, strictPort: true },
	build: {
		target: 'es2022',
		// A font inside the style sheet would need `font-src data:` in the policy.
		assetsInlineLimit: 0,
		rolldownOptions: { output: { codeSplitting: { groups } } }
	},
	test: {
		testTimeout: 120_000,
		hookTimeout: 60_000,
		// After a cut of six seconds a lane may wait half a minute before it tries again (lib/techniques/backoff.ts).
		expect: { poll: { timeout: 40_000 } },
		projects: [
			// Pure functions leave nothing behind: their files share workers.
			{ extends: true, test: { name: 'units', include: [UNITS], isolate: false, maxWorkers: 3, sequence: { groupOrder: 0 } } },
			// Of one group; by their names these come first.
			{ extends: true, test: { name: 'longest', include: [LONGEST], ...beside } },
			{ extends: true, test: { name: 'together', include: ['tests/**/*.test.ts'], exclude: [ALONE, UNITS, LONGEST], ...beside } },
			// What measures time has the machine to itself.
			{ extends: true, test: { name: 'alone', include: [ALONE], maxWorkers: 1, sequence: { groupOrder: 2 } } }
		]
	}
});
