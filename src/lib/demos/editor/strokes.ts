/** Strokes that tell the cursors of others apart, as CSS calls them; there are as many looks. */
export const STROKES = ['solid', 'dashed', 'dotted', 'double'] as const;
