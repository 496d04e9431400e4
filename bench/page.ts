import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium } from '../scripts/find-program.js';
import { START_FLAGS } from '../scripts/start-flags.ts';
import { startFrames } from './frames.ts';
import { startHeap } from './heap.ts';
import type { HeapSample } from './heap.ts';
import { median } from './median.ts';
import { bar, table } from './report.ts';
import type { Bar, Section } from './report.ts';
import { watchTraffic } from './traffic.ts';
import type { Traffic } from './traffic.ts';

export interface PageOptions {
	/** How long the page runs. */
	readonly seconds: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PATH = '/?rate=50';
/** What is made once is made by then. */
const SETTLED_SECONDS = 20;
const EMPTY_SECONDS = 15;
const FLAGS =
	'--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** What was seen of the page with the race on it. */
interface Seen {
	readonly frames: readonly number[];
	readonly heap: readonly HeapSample[];
	readonly traffic: Traffic;
	readonly eventsPerSecond: number;
}

/** Measures the page with seven lanes at 50 events a second, in Chromium, between two looks at an empty page. */
export async function measurePage(options: PageOptions): Promise<Section> {
	const executablePath = findChromium();
	if (!executablePath) throw new Error('There is no Chromium here: name one in CHROMIUM.');
	execFileSync(process.execPath, ['scripts/ensure-built.js'], { cwd: ROOT, stdio: 'inherit' });
	const { server, origin } = await startSite();
	const browser = await chromium.launch({ executablePath, args: FLAGS.split(' ') });
	try {
		const before = await measureEmpty(browser, origin);
		const seen = await measureRace(browser, origin, options.seconds);
		const after = await measureEmpty(browser, origin);
		return report(seen, [...before, ...after], options, origin);
	} finally {
		await browser.close();
		server.kill('SIGTERM');
	}
}

/** The site as `npm start` runs it, on a free port. */
async function startSite(): Promise<{ server: ChildProcess; origin: string }> {
	const env = { ...process.env, PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' };
	const server = spawn(process.execPath, [...START_FLAGS, 'build/main.js'], {
		cwd: ROOT,
		env,
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const port = await new Promise<string>((resolve, reject) => {
		server.stdout.on('data', (printed: Buffer) => {
			const found = /http:\/\/[^:\s]+:(\d+)/.exec(String(printed));
			if (found?.[1]) resolve(found[1]);
		});
		server.once('exit', (code) => reject(new Error(`the site ended with ${code}`)));
	});
	return { server, origin: `http://localhost:${port}` };
}

async function withPage<Result>(browser: Browser, use: (page: Page, context: BrowserContext) => Promise<Result>): Promise<Result> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		return await use(await context.newPage(), context);
	} finally {
		await context.close();
	}
}

/** Frame times of a page of ours without anything on it. */
function measureEmpty(browser: Browser, origin: string): Promise<number[]> {
	return withPage(browser, async (page) => {
		await page.goto(`${origin}/healthz`);
		const frames = await startFrames(page);
		await sleep(EMPTY_SECONDS * 1000);
		return frames.stop();
	});
}

function measureRace(browser: Browser, origin: string, seconds: number): Promise<Seen> {
	return withPage(browser, async (page, context) => {
		const traffic = await watchTraffic(page);
		const failures: string[] = [];
		page.on('pageerror', (error) => failures.push(error.message));
		const before = await delivered(origin);
		await page.goto(origin + PATH);
		const frames = await startFrames(page);
		const heap = await startHeap(context, page);
		for (let second = 0; second < seconds; second += 5) {
			await sleep(Math.min(5, seconds - second) * 1000);
			await heap.sample();
		}
		const eventsPerSecond = ((await delivered(origin)) - before) / seconds;
		if (failures.length > 0) console.log(`The page reported: ${failures.join(' · ')}`);
		return { frames: await frames.stop(), heap: heap.samples, traffic: await traffic.sum(), eventsPerSecond };
	});
}

/** Events that the server has delivered, by all techniques, as it says at `/metrics`: shows that the lanes really ran. */
async function delivered(origin: string): Promise<number> {
	const text = await (await fetch(`${origin}/metrics`)).text();
	const values = [...text.matchAll(/^wire_events_delivered_total\{[^}]*\} (\d+)$/gm)].map(([, value]) => Number(value));
	return values.reduce((sum, value) => sum + value, 0);
}

/** The value that this share of the numbers does not exceed. */
function percentile(numbers: readonly number[], share: number): number {
	return numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length * share) - 1] ?? NaN;
}

function report(
	{ frames, heap, traffic, eventsPerSecond }: Seen,
	empty: readonly number[],
	{ seconds }: PageOptions,
	origin: string
): Section {
	const [p95, emptyP95] = [percentile(frames, 0.95), percentile(empty, 0.95)];
	const settled = heap.filter((sample) => sample.seconds >= SETTLED_SECONDS);
	const third = Math.ceil(settled.length / 3);
	const early = median(settled.slice(0, third).map(({ bytes }) => bytes));
	const late = median(settled.slice(-third).map(({ bytes }) => bytes));
	const foreign = traffic.hosts.filter((host) => host !== new URL(origin).host);
	const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
	const smooth = bar('p95 frame time', p95, Math.max(20, Math.ceil(emptyP95 * 10) / 10), 'ms', 1);
	const hosts: Bar = {
		name: 'hosts contacted besides ours',
		figure: foreign.join(', ') || 'none',
		bar: 'none',
		verdict: foreign.length > 0 ? 'missed' : 'met'
	};
	const timing = (name: string, list: readonly number[]) => [
		name,
		...[0.5, 0.95, 0.99].map((share) => percentile(list, share).toFixed(1)),
		String(list.length)
	];
	return {
		name: 'page',
		title: 'The page',
		text: [
			`\`${PATH}\` in headless Chromium for ${seconds} s, on the site as built; the server delivered ${eventsPerSecond.toFixed(0)} events a second to it.`,
			`The empty page is \`/healthz\`, looked at before and after. Heap: JavaScript's, after garbage collection, every 5 s; flat means that the last`,
			`third after ${SETTLED_SECONDS} s is at most 5 % above the first. JavaScript: all scripts fetched, each compressed by itself.`
		].join(' '),
		tables: [
			table(['frame time, ms', 'p50', 'p95', 'p99', 'frames'], [timing('race', frames), timing('empty page', empty)]),
			table(['heap', ...heap.map((sample) => `${sample.seconds.toFixed(0)} s`)], [['MB', ...heap.map(({ bytes }) => megabytes(bytes))]]),
			table(
				['JavaScript', 'files', 'plain', 'gzip', 'brotli', 'on the wire'],
				[
					[
						'kB',
						String(traffic.scripts),
						...[traffic.plain, traffic.gzip, traffic.brotli, traffic.wire].map((bytes) => (bytes / 1000).toFixed(1))
					]
				]
			)
		],
		bars: [
			smooth,
			bar('heap, late against early', late / early, 1.05, 'times', 3),
			bar('JavaScript, gzip', traffic.gzip / 1000, 150, 'kB', 1),
			hosts
		]
	};
}
