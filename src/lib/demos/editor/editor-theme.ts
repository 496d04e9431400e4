import { EditorView } from '@codemirror/view';
import { STROKES } from './strokes.ts';

/** The editor in the ink of the page. */
export const editorTheme = EditorView.theme({
	'&': { height: '100%', background: 'var(--sheet)', color: 'var(--ink)', fontSize: 'var(--small)' },
	'&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '-1px' },
	'.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.7', overflowX: 'hidden' },
	'.cm-content': { padding: '0.9em 0', caretColor: 'var(--ink)' },
	'.cm-line': { padding: '0 0.8em 0 0.6em' },
	'.cm-gutters': { background: 'var(--sheet)', color: 'var(--soft)', border: '0', borderRight: 'var(--stroke) solid var(--line)' },
	'.cm-lineNumbers .cm-gutterElement': { minWidth: '2.6em', padding: '0 0.6em 0 0.4em' },
	'.cm-specialChar': { color: 'var(--accent)' },
	'&.cm-focused .cm-content ::selection, .cm-content ::selection': { background: 'color-mix(in srgb, var(--ink) 22%, transparent)' },
	'.cm-other-selection': { background: 'color-mix(in srgb, var(--ink) 10%, transparent)', borderBottom: '2px solid var(--framing)' },
	'.cm-other-caret': { position: 'absolute', width: '3px', borderLeft: '3px solid var(--ink)' },
	'.cm-other-caret bdi': {
		position: 'absolute',
		zIndex: '5',
		left: '-3px',
		bottom: 'calc(100% - 0.35em)',
		maxWidth: '12em',
		padding: '0 0.4em',
		overflow: 'hidden',
		textOverflow: 'ellipsis',
		whiteSpace: 'nowrap',
		background: 'var(--ink)',
		color: 'var(--paper)',
		font: '600 0.8em / 1.35 var(--prose)',
		pointerEvents: 'none'
	},
	'.cm-other-caret.cm-right bdi': { left: 'auto', right: '0' },
	...Object.fromEntries(
		STROKES.flatMap((style, look) => [
			[`.cm-other-caret.cm-look-${look}`, { borderLeftStyle: style }],
			[`.cm-other-selection.cm-look-${look}`, { borderBottomStyle: style }]
		])
	)
});
