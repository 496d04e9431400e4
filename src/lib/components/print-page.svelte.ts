import { flushSync } from 'svelte';

/** What a page prints: with its figures, or with room to fill them in and an answer key. */
export type PrintVariant = 'handout' | 'worksheet';

const wanted = $state({ variant: 'handout' as PrintVariant });

/** What is printed next; a page printed by the browser's own command is a handout. */
export function printVariant(): PrintVariant {
	return wanted.variant;
}

/** Prints this page. */
export function printPage(variant: PrintVariant): void {
	flushSync(() => (wanted.variant = variant));
	addEventListener('afterprint', () => (wanted.variant = 'handout'), { once: true });
	print();
}
