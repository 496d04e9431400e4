import { parseArgs } from 'node:util';
import { measureFanout } from './fanout.ts';
import { measureMemory } from './memory.ts';
import { measurePage } from './page.ts';
import type { Section } from './report.ts';
import { writeResults } from './results.ts';

/** `npm run bench [-- fanout|memory|page] [options]`: measures, prints and writes `bench/results.md`. */
const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: 'string', default: '5' },
		seconds: { type: 'string' },
		connections: { type: 'string' },
		subscribers: { type: 'string', default: '1000' },
		only: { type: 'string', default: '' },
		/** Print only. */
		dry: { type: 'boolean', default: false }
	}
});
const number = (text: string | undefined, initial: number) => (text === undefined ? initial : Number(text));

const benches: Record<string, () => Promise<Section>> = {
	fanout: () =>
		measureFanout({
			rounds: Number(values.rounds),
			seconds: number(values.seconds, 5),
			subscribers: Number(values.subscribers),
			only: values.only
		}),
	memory: () => measureMemory({ rounds: Number(values.rounds), connections: number(values.connections, 2000), only: values.only }),
	page: () => measurePage({ seconds: number(values.seconds, 60) })
};

const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.find((name) => !(name in benches));
if (unknown !== undefined) throw new RangeError(`"${unknown}" is no bench: ${Object.keys(benches).join(', ')}`);

const options = process.argv.slice(2).filter((argument) => !names.includes(argument));
for (const name of names) {
	const section = await benches[name]?.();
	if (section) writeResults(section, ['npm run bench --', name, ...options].join(' '), values.dry);
}
process.exit(0);
