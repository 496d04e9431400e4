import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { findChromium, findProgram } from '../scripts/find-program.js';

/** What the figures were measured on, in one line. */
export function describeMachine(): string {
	const cores = cpus();
	const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
	const machine = `${cores.length} × ${cores[0]?.model.trim()}, ${memory}, ${process.platform} ${process.arch}`;
	const chromium = findChromium();
	const nginx = findProgram('nginx');
	const programs = [`Node ${process.version}`, chromium && version(chromium, '--version'), nginx && version(nginx, '-v')];
	return [machine, ...programs].filter(Boolean).join(' · ');
}

/** The first version number that a program prints about itself. nginx prints to stderr. */
function version(program: string, flag: string): string {
	const printed = execFileSync('sh', ['-c', `"${program}" ${flag} 2>&1`], { encoding: 'utf8' });
	return (printed.split('\n').find((line) => /\d+\.\d+/.test(line)) ?? '').replace('nginx version: ', '').trim();
}
