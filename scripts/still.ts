import { RACE_TEXT } from '../src/lib/content/race.ts';

/** The address of an embed of which a picture is taken: at work, without what only a hand needs or a guest. */
export function stillPath(id: string, theme: 'light' | 'dark', query = ''): string {
	return `/embed/${id}?autoplay=1&hide=title,controls,invite&theme=${theme}&${query}`;
}

/** No picture is live, none leads to the machine that it was taken on, and the way to the full page stands under each: these are left out. */
export const STILL_STYLE = `:is(p:has(> [title='${RACE_TEXT.live}']), small[title='${RACE_TEXT.live}'], .address, .way) { display: none }`;
