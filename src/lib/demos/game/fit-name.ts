const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A name, or as much of its beginning as is no wider than this with an ellipsis. `widthOf` measures a text. */
export function fitName(name: string, width: number, widthOf: (text: string) => number): string {
	if (widthOf(name) <= width) return name;
	const letters = Array.from(graphemes.segment(name), ({ segment }) => segment);
	const cut = (count: number) => `${letters.slice(0, count).join('').trimEnd()}…`;
	let [fitting, tooMany] = [0, letters.length];
	while (tooMany - fitting > 1) {
		const middle = Math.floor((fitting + tooMany) / 2);
		if (widthOf(cut(middle)) <= width) fitting = middle;
		else tooMany = middle;
	}
	return cut(fitting);
}
