import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/* The table "Who may import whom" of ARCHITECTURE.md, executed. A folder may import itself; what is not listed is forbidden. */
interface Rule {
	readonly may: readonly string[];
	readonly node?: true;
	readonly dom?: true;
	readonly runes?: true;
}

const RULES: Record<string, Rule> = {
	'lib/wire': { may: [] },
	'lib/content': { may: [] },
	'lib/protocol': { may: ['lib/wire'] },
	'lib/techniques': { may: ['lib/protocol', 'lib/wire'], dom: true },
	'lib/state': { may: ['lib/techniques', 'lib/protocol', 'lib/wire'], dom: true, runes: true },
	'lib/charts': { may: ['lib/state', 'lib/protocol', 'lib/wire', 'lib/content'], dom: true, runes: true },
	'lib/components': { may: ['lib/state', 'lib/protocol', 'lib/wire', 'lib/content'], dom: true, runes: true },
	'lib/demos': {
		may: ['lib/components', 'lib/charts', 'lib/state', 'lib/protocol', 'lib/wire', 'lib/content'],
		dom: true,
		runes: true
	},
	routes: { may: ['lib'], dom: true, runes: true },
	server: { may: ['lib/protocol', 'lib/wire'], node: true }
};

/** Globals of a browser that no server and no pure module has. (Node has `fetch`, `URL`, `AbortController` and timers too.) */
const DOM =
	/(?<![\w.'"`$-])(?:window|document|localStorage|sessionStorage|navigator|location|history|requestAnimationFrame|matchMedia|EventSource|HTMLElement|customElements)(?=\.[a-zA-Z]|\()/;
const NODE_GLOBAL = /(?<![\w.'"`$-])(?:process\.|Buffer\.|__dirname|require\()/;
const RUNE = /(?<![\w.])\$(?:state|derived|effect|props|bindable|inspect|host)\b/;
const SPECIFIER = /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

const SRC = resolve(import.meta.dirname, '../src');

function sourceFiles(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.(ts|js|svelte)$/.test(entry.name))
		.map((entry) => relative(SRC, join(entry.parentPath, entry.name)));
}

/** Source without comments and without what is only shown or styled: prose may speak of the window. */
function code(file: string): string {
	const text = readFileSync(join(SRC, file), 'utf8');
	const script = file.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, inner]) => inner).join('\n')
		: text;
	return script.replace(/\/\*.*?\*\//gs, '').replace(/(?<![:'"`\w/])\/\/.*$/gm, '');
}

function importsOf(file: string): string[] {
	return [...code(file).matchAll(SPECIFIER)].map(([, from, dynamic]) => (from ?? dynamic) as string);
}

/** The folder of src that a specifier leads to; undefined for a package. `?raw` reads a file's text, and styles are no code. */
function folderOf(file: string, specifier: string): string | undefined {
	if (/(\?raw|\.css)$/.test(specifier)) return undefined;
	const target = specifier.startsWith('#lib/') ? `lib/${specifier.slice(5)}` : relative(SRC, resolve(SRC, dirname(file), specifier));
	if (specifier.startsWith('#lib/') || specifier.startsWith('.')) return folderName(target);
	return undefined;
}

function folderName(path: string): string {
	const [first = '', second = ''] = path.split('/');
	return first === 'lib' ? `lib/${second}` : first;
}

const files = sourceFiles(SRC);
const isBuiltin = (specifier: string) => specifier.startsWith('node:') || builtinModules.includes(specifier);

describe.each(Object.entries(RULES))('src/%s', (folder, rule) => {
	const own = files.filter((file) => folderName(file) === folder);
	const allowed = (target: string) =>
		target === folder || rule.may.some((name) => target === name || (name === 'lib' && target.startsWith('lib/')));

	it(`imports nothing but itself${rule.may.length > 0 ? ` and ${rule.may.join(', ')}` : ''}`, () => {
		const wrong = own.flatMap((file) =>
			importsOf(file)
				.filter((specifier) => !allowed(folderOf(file, specifier) ?? folder))
				.map((specifier) => `${file}: ${specifier}`)
		);
		expect(wrong).toEqual([]);
	});

	if (!rule.node)
		it('does not use Node', () => {
			const importing = own.flatMap((file) =>
				importsOf(file)
					.filter(isBuiltin)
					.map((specifier) => `${file}: ${specifier}`)
			);
			// Routes have server halves (`+server.ts`, `+page.server.ts`) that read files; they still import no Node in pages.
			const onServer = (line: string) => folder === 'routes' && /\+(server|page\.server|layout\.server)\.ts/.test(line);
			expect(importing.filter((line) => !onServer(line))).toEqual([]);
			expect(own.filter((file) => !onServer(file) && NODE_GLOBAL.test(code(file)))).toEqual([]);
		});

	if (!rule.dom)
		it('does not use the DOM', () => {
			expect(own.filter((file) => DOM.test(code(file)))).toEqual([]);
		});

	if (!rule.runes)
		it('has no runes', () => {
			expect(own.filter((file) => file.endsWith('.svelte') || file.endsWith('.svelte.ts') || RUNE.test(code(file)))).toEqual([]);
		});
});

it('every folder of src is in the table', () => {
	const folders = new Set(files.map(folderName).filter((name) => !name.includes('.')));
	expect([...folders].filter((name) => !(name in RULES))).toEqual([]);
});

it('pages never import the backend as code, not even by way of another module', () => {
	const outside = files.filter((file) => folderName(file) !== 'server');
	const wrong = outside.filter((file) => importsOf(file).some((specifier) => folderOf(file, specifier) === 'server'));
	expect(wrong).toEqual([]);
});

it('every relative import names its extension', () => {
	const wrong = files.flatMap((file) =>
		importsOf(file)
			.filter((specifier) => /^(\.|#lib\/)/.test(specifier) && !/\.(ts|js|svelte|css|json|svg)(\?\w+)?$/.test(specifier))
			.filter((specifier) => !specifier.startsWith('./$types'))
			.map((specifier) => `${file}: ${specifier}`)
	);
	expect(wrong).toEqual([]);
});

it('the table would catch what it forbids', () => {
	expect(folderOf('lib/wire/a.ts', '../protocol/b.ts')).toBe('lib/protocol');
	expect(folderOf('routes/+page.svelte', '../server/backend.ts')).toBe('server');
	expect(folderOf('routes/+page.svelte', '../server/techniques/sse.ts?raw')).toBeUndefined();
	expect(folderOf('lib/wire/a.ts', '#lib/state/race.svelte.ts')).toBe('lib/state');
	expect(DOM.test('const x = document.title')).toBe(true);
	expect(RUNE.test('let x = $state(0)')).toBe(true);
	expect(
		[
			...`import type {\n\tA\n} from './a.ts';\nexport { b } from "./b.ts"; const c = await import('./c.ts');\nimport './d.css';`.matchAll(
				SPECIFIER
			)
		].map(([, a, b]) => a ?? b)
	).toEqual(['./a.ts', './b.ts', './c.ts', './d.css']);
});

it('ws is at least 8.23.0 wherever it is installed: older ones fall to a client that pings and never reads', () => {
	const { packages } = JSON.parse(readFileSync(resolve(SRC, '../package-lock.json'), 'utf8')) as {
		packages: Record<string, { version?: string }>;
	};
	const versions = Object.entries(packages).filter(([path]) => /(^|\/)node_modules\/ws$/.test(path));
	expect(versions.length).toBeGreaterThan(0);
	for (const [path, { version = '' }] of versions) {
		const [major = 0, minor = 0] = version.split('.').map(Number);
		expect([path, version, major > 8 || (major === 8 && minor >= 23)]).toEqual([path, version, true]);
	}
});
