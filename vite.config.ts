import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import type * as Backend from './src/server/backend.ts';
import type * as Config from './src/server/config.ts';

/** Mounts the backend of `src/server` into Vite's own server, so that `npm run dev` is one process and one origin. */
function backend(): Plugin {
	return {
		name: 'on-the-wire-backend',
		async configureServer(server) {
			if (!server.httpServer) return;
			const { createBackend } = (await server.ssrLoadModule('/src/server/backend.ts')) as typeof Backend;
			const { readConfig } = (await server.ssrLoadModule('/src/server/config.ts')) as typeof Config;
			const mounted = createBackend(readConfig(process.env));
			server.middlewares.use((request, response, next) => mounted.request(request, response, next));
			server.httpServer.on('connection', (socket) => mounted.connection(socket));
			server.httpServer.on('upgrade', (request, socket, head) => {
				if (mounted.owns(request)) mounted.upgrade(request, socket, head);
			});
			server.httpServer.on('close', () => void mounted.close());
		}
	};
}

export default defineConfig({
	plugins: [backend(), sveltekit()],
	build: {
		target: 'es2022',
		// A font inside the style sheet would need `font-src data:` in the policy.
		assetsInlineLimit: 0
	},
	test: {
		include: ['tests/**/*.test.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		expect: { poll: { timeout: 20_000 } },
		maxWorkers: 2,
		fileParallelism: true
	}
});
