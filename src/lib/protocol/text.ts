import * as v from 'valibot';

/** Controls, and characters that turn the direction of what stands around them (Unicode's Bidi_Control), but for line feeds. */
// eslint-disable-next-line no-control-regex -- it is these that it is about
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Marks on one letter beyond the fourth: no script needs them, and a few hundred cover the lines above. */
const PILE = /(\p{M}{4})\p{M}+/gu;
/** Spaces, and characters that show nothing: a text of these alone looks empty. */
const BLANK = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What may be shown of a text that others wrote: without hidden characters, with no more marks on a letter than any script needs. */
export function plainText(text: string): string {
	return text.replace(HIDDEN, '').replace(PILE, '$1');
}

/** Whether there is nothing to see of a text. */
function isBlank(text: string): boolean {
	return plainText(text).replace(BLANK, '') === '';
}

/** Letters as a reader counts them. */
export function graphemeCount(text: string): number {
	let count = 0;
	for (const grapheme of graphemes.segment(text)) if (grapheme) count += 1;
	return count;
}

/** A text of at least one and at most `max` code points of which something is to be seen; 2 kB at most. */
export function textSchema(max: number) {
	return v.pipe(
		v.string(),
		v.check((text) => !isBlank(text), 'a text that is not empty'),
		v.check((text) => text.length <= 2 * max && [...text].length <= max, `a text of at most ${max} characters`),
		v.maxBytes(2048, 'a text of at most 2 kB')
	);
}

/** A person's name: 1 to 24 letters as a reader counts them, on one line. */
export const nameSchema = v.pipe(
	v.string(),
	v.maxBytes(192, 'a name of at most 24 letters'),
	v.check((text) => !isBlank(text), 'a name that is not empty'),
	v.check((text) => !text.includes('\n'), 'a name on one line'),
	v.check((text) => graphemeCount(text) <= 24, 'a name of at most 24 letters')
);
