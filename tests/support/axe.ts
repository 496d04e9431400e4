import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The source of axe, to be run in a page. */
export const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
