import { untrack } from 'svelte';
import { page } from '$app/state';
import { isPresented, toldQuery } from '#lib/protocol/present.ts';
import { usePresenting } from './context.ts';

/**
 * Tells the talk where its tab is, from the first page that is presented. `query` is the page's own, of
 * settings that it knows: what else a link holds is told to nobody. Call it while a component is set up.
 */
export function tellPlace(query: () => URLSearchParams): void {
	const presenting = usePresenting();
	const { talk } = presenting;
	/** As text: a change of what is told to nobody is none. */
	const place = $derived.by(() => {
		const parameters = query();
		const isTold = (isPresented(parameters) || talk.id !== '') && !presenting.isAudience;
		return isTold ? `${page.url.pathname}?${toldQuery(parameters)}` : '';
	});
	$effect(() => {
		const [path, told] = place.split('?');
		if (path) untrack(() => talk.at(path, told ?? ''));
	});
}
