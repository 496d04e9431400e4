import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SessionChange, SessionView } from '#lib/protocol/session.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import type { Pages } from '../../src/server/server.ts';
import { fetchJson } from './fetch-json.ts';
import type { Lab } from './lab-page.ts';

const scripts = new Map<string, Promise<string>>();

/** The script of a lab page: the real browser halves, bundled once per test file. */
function labScript(page: string): Promise<string> {
	const script = scripts.get(page) ?? bundlePage(page);
	scripts.set(page, script);
	return script;
}

function bundlePage(page: string): Promise<string> {
	return build({
		entryPoints: [fileURLToPath(new URL(page, import.meta.url))],
		bundle: true,
		write: false,
		format: 'iife',
		target: 'es2022'
	}).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
}

/** The pages of a lab server: `/lab`, and its script (`lab-page.ts` unless told). Pass them to `startServer`. */
export async function labPages(page = './lab-page.ts'): Promise<Pages> {
	const text = await labScript(page);
	return (request, response) => {
		if (request.url === '/lab.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text);
		else if (request.url === '/lab') {
			response
				.writeHead(200, { 'Content-Type': 'text/html' })
				.end('<!doctype html><link rel="icon" href="data:,"><script src="/lab.js"></script>');
		} else response.writeHead(404).end();
	};
}

/** A page of Playwright's or Puppeteer's. */
export interface Drivable {
	evaluate<Argument, Result>(run: (argument: Argument) => Result, argument: Argument): Promise<Awaited<Result>>;
}

/** Calls a function of the lab in the page: `call('follow', 'a', 'sse', { feed: 'ticker' })`. */
export type CallLab<Functions extends object = Lab> = <Name extends keyof Functions>(
	name: Name,
	...parameters: Functions[Name] extends (...parameters: infer Given) => unknown ? Given : never
) => Promise<Functions[Name] extends (...parameters: never[]) => infer Result ? Awaited<Result> : never>;

/** A lab page to call; it must have `/lab` open. */
export function driveLab<Functions extends object = Lab>(page: unknown): CallLab<Functions> {
	const drivable = page as Drivable;
	return (name, ...parameters) =>
		drivable.evaluate(
			([called, given]) => {
				const lab = (window as unknown as { lab: Record<string, (...parameters: unknown[]) => unknown> }).lab;
				return lab[called]?.(...given);
			},
			[name as string, parameters as unknown[]] as const
		) as Promise<never>;
}

/** A session of the server under test, driven from outside the browser. */
export interface LabSession {
	readonly id: string;
	read(): Promise<SessionView>;
	change(change: SessionChange): Promise<SessionView>;
	/** Cuts every connection of every lane. */
	cut(): Promise<void>;
}

/** Starts a session, to be driven. */
export async function createLabSession(origin: string, settings: RaceChange): Promise<LabSession> {
	const { id } = await fetchJson<SessionView>('POST', `${origin}/sessions`, { settings });
	const url = `${origin}/sessions/${id}`;
	return {
		id,
		read: () => fetchJson('GET', url),
		change: (change) => fetchJson('PATCH', url, change),
		cut: async () => void (await fetchJson('PATCH', url, { faults: { cut: true } }))
	};
}

/** Publishes to a room, from outside the browser. */
export async function publishTo(origin: string, feed: string, key: string, data: unknown): Promise<string> {
	const { id } = await fetchJson<{ id: string }>('POST', `${origin}/live/${feed}`, { type: 'said', data, key });
	return id;
}

/** Streams that the server has open now, all techniques together. */
export async function openStreams(origin: string): Promise<number> {
	const text = await (await fetch(`${origin}/metrics`)).text();
	return [...text.matchAll(/^wire_streams_open\{.*\} (\d+)$/gm)].reduce((sum, [, value]) => sum + Number(value), 0);
}
