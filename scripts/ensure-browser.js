/**
 * Finds what the tests drive (Chromium, Firefox, tcpdump, nginx) and installs what is missing where it can:
 * with apt on Debian as root, with Playwright's download elsewhere. Says in one line what to type where it cannot.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, findProgram } from './find-program.js';

const canApt = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const missing = [
	...(findChromium() ? [] : ['chromium']),
	...(findProgram('tcpdump') ? [] : ['tcpdump']),
	...(findProgram('firefox-esr', 'firefox') ? [] : ['firefox-esr']),
	...(findProgram('nginx') ? [] : ['nginx-light'])
];

/** @param {string[]} packages */
function install(packages) {
	console.log(`Installing for the tests: ${packages.join(', ')}…`);
	const quiet = {
		stdio: /** @type {const} */ (['ignore', 'ignore', 'inherit']),
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	};
	execFileSync('apt-get', ['update', '-qq'], quiet);
	execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}

if (missing.length > 0 && canApt) {
	install(missing);
} else if (missing.includes('chromium')) {
	try {
		execFileSync('npx', ['playwright-core', 'install', 'chromium'], { stdio: 'inherit' });
	} catch {
		console.error('No Chromium found. Install one and run: CHROMIUM=/path/to/chromium npm test');
		process.exit(1);
	}
}

// Not every Debian has it: without it the whole browser drives all tests, in half as much time again.
if (canApt && !process.env.CHROMIUM && !findProgram('chromium-headless-shell')) {
	try {
		install(['chromium-headless-shell']);
	} catch {
		console.log('No chromium-headless-shell here: the tests take the whole browser.');
	}
}
