/** Where the programs that tests and scripts drive are: an environment variable, the PATH, the usual places, Playwright's own. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** @param {string} path */
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * The path of the first program of these names, or undefined.
 * @param {...string} names
 */
export function findProgram(...names) {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** The path of the Chromium without windows, which opens pages in half the time, or else of any: what most tests drive. */
export function findHeadlessChromium() {
	return process.env.CHROMIUM ?? findProgram('chromium-headless-shell') ?? findChromium();
}

/** The path of a Chromium to drive, or undefined: `CHROMIUM`, the PATH, macOS and Windows places, Playwright's download. */
export function findChromium() {
	const usual = [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'C:/Program Files/Google/Chrome/Application/chrome.exe'
	];
	return (
		process.env.CHROMIUM ??
		findProgram('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome') ??
		[...usual, chromium.executablePath()].find((path) => existsSync(path))
	);
}
