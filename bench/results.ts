import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './machine.ts';
import { sectionText } from './report.ts';
import type { Section } from './report.ts';

const FILE = fileURLToPath(new URL('./results.md', import.meta.url));
const INTRODUCTION = '# What the bench found\n\nWritten by `npm run bench`; each section by its own sub-command, which replaces it.\n';

/** Prints a section and, unless `isDry`, puts it into `bench/results.md`, in place of an earlier one of the same sub-command. */
export function writeResults(section: Section, command: string, isDry: boolean): void {
	const text = sectionText(section);
	console.log(`\n${text}\n`);
	if (isDry) return;
	const stamp = `\`${command}\` · ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC · ${describeMachine()}`;
	const sections = new Map(readSections());
	sections.set(section.name, `${text}\n\n${stamp}`);
	const parts = [...sections].map(([name, body]) => `<!-- ${name} -->\n\n${body}\n`);
	writeFileSync(FILE, [INTRODUCTION, ...parts].join('\n'));
}

function readSections(): [name: string, text: string][] {
	if (!existsSync(FILE)) return [];
	const parts = readFileSync(FILE, 'utf8')
		.split(/^<!-- (\w+) -->$/m)
		.slice(1);
	return parts.flatMap((name, i) => (i % 2 === 0 ? [[name, (parts[i + 1] ?? '').trim()]] : []));
}
