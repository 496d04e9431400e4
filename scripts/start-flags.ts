import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } };

/**
 * Node's flags in `npm start`: whatever else runs the site runs it as that does.
 *
 * `--disable-proto=delete`: no object has a `__proto__` to write to. `--max-semi-space-size=1`, MB: what lives for one event stays
 * in the processor's cache while it lives, and sending costs less (by a sixth to a third, on a noisy machine); V8's own choice, 16 MB,
 * walks through memory instead.
 */
export const START_FLAGS: readonly string[] = scripts.start.split(' ').filter((word) => word.startsWith('--'));
