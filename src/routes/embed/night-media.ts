import type { Theme } from '#lib/protocol/theme.ts';

/** The media query under which the night's picture stands for the day's, in these colours. */
export function nightMedia(theme: Theme): string {
	if (theme === 'auto') return '(prefers-color-scheme: dark)';
	return theme === 'dark' ? 'all' : 'not all';
}
