import { DEMO_PROBLEMS } from '#lib/content/demos.ts';

/** What may go wrong, by the problem's code, as a demo says it. */
export type ProblemTexts = Readonly<Record<string, string>>;

/** The code of what was thrown, as the server named it; empty where nothing answered. */
export function codeOf(error: unknown): string {
	const { code } = (error ?? {}) as { code?: unknown };
	return typeof code === 'string' ? code : '';
}

/** What a visitor reads of a problem: the demo's own sentence, the one all demos share, or what the server said. */
export function sentenceOf(error: unknown, own: ProblemTexts): string {
	const code = codeOf(error);
	return own[code] ?? DEMO_PROBLEMS[code] ?? (error instanceof Error ? error.message : '');
}
