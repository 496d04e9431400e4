import type { Quote } from './fold.ts';

/** What a quote comes to. */
export interface QuoteFigures {
	readonly price: number;
	/** Since the oldest price of the last minute, as a share of it. */
	readonly change: number;
	readonly low: number;
	readonly high: number;
	/** Where the newest price went: 1 up, -1 down, 0 nowhere. */
	readonly way: 1 | 0 | -1;
}

/** The figures of a quote; undefined before its first price. */
export function quoteFigures(quote: Quote): QuoteFigures | undefined {
	const [first] = quote;
	const last = quote.at(-1);
	if (!first || !last) return undefined;
	const values = quote.map(({ value }) => value);
	const before = quote.at(-2)?.value ?? last.value;
	return {
		price: last.value,
		change: first.value === 0 ? 0 : last.value / first.value - 1,
		low: Math.min(...values),
		high: Math.max(...values),
		way: Math.sign(last.value - before) as QuoteFigures['way']
	};
}

/** `121.03`. */
export function formatPrice(price: number): string {
	return price.toFixed(2);
}

/** `+0.42 %`, `−0.42 %`, `±0.00 %`: always a sign, so that the figures stand under each other. */
export function formatChange(change: number): string {
	const percent = (Math.abs(change) * 100).toFixed(2);
	const sign = Number(percent) === 0 ? '±' : change > 0 ? '+' : '−';
	return `${sign}${percent} %`;
}

/** A price of so many seconds ago is still the present one: it may have waited for a question or two. */
const FRESH_SECONDS = 2;

/** How old the newest price is, s; 0 while it counts as the present one, and where the server's clock is not known. */
export function staleSeconds(newestAt: number | undefined, now: number | undefined): number {
	if (newestAt === undefined || now === undefined) return 0;
	const seconds = Math.round((now - newestAt) / 1000);
	return seconds > FRESH_SECONDS ? seconds : 0;
}

/** The minute of a symbol, in words, as it is or as it was so many seconds ago. */
export function quoteSentence(symbol: string, figures: QuoteFigures | undefined, agoSeconds: number): string {
	if (!figures) return `No price of ${symbol} has arrived yet.`;
	const { price, change, low, high } = figures;
	const percent = (Math.abs(change) * 100).toFixed(2);
	const moved = Number(percent) === 0 ? 'as much as' : `${percent} % ${change > 0 ? 'more' : 'less'} than`;
	const range = `it was between ${formatPrice(low)} and ${formatPrice(high)}.`;
	return agoSeconds > 0
		? `${agoSeconds} s ago ${symbol} cost ${formatPrice(price)}, ${moved} a minute before; ${range}`
		: `${symbol} costs ${formatPrice(price)}, ${moved} a minute ago; ${range}`;
}
