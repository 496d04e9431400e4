import type { BrowserContext, Page } from 'playwright-core';

/** What JavaScript holds at a moment after the start, after garbage collection. */
export interface HeapSample {
	readonly seconds: number;
	readonly bytes: number;
}

/** Heap samples being taken of a page. */
export interface Heap {
	readonly samples: readonly HeapSample[];
	/** Collects garbage and looks. */
	sample(): Promise<void>;
}

/** Gets ready to look into the heap of a page; time starts now. */
export async function startHeap(context: BrowserContext, page: Page): Promise<Heap> {
	const session = await context.newCDPSession(page);
	await session.send('HeapProfiler.enable');
	const start = performance.now();
	const samples: HeapSample[] = [];
	return {
		samples,
		async sample() {
			const seconds = (performance.now() - start) / 1000;
			await session.send('HeapProfiler.collectGarbage');
			const { usedSize } = await session.send('Runtime.getHeapUsage');
			samples.push({ seconds, bytes: usedSize });
		}
	};
}
