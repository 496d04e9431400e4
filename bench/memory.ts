import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contenders/contender.ts';
import { BARE, OURS } from './contenders/index.ts';
import { startLoad } from './load.ts';
import { median } from './median.ts';
import { residentBytes } from './proc.ts';
import { bar, table } from './report.ts';
import type { Bar, Section } from './report.ts';

export interface MemoryOptions {
	readonly connections: number;
	readonly rounds: number;
	/** Only contenders whose name contains this. */
	readonly only: string;
}

/** Connections that come and go before anything is measured: what is made once for all is not theirs. */
const WARM_UP_CONNECTIONS = 200;
const SETTLE_MS = 500;

/** Measures what an idle connection keeps in memory: ours and the bare loops, in turns. */
export async function measureMemory(options: MemoryOptions): Promise<Section> {
	const contenders = [OURS, BARE].flatMap((group) => Object.values(group) as Contender[]).filter(({ name }) => name.includes(options.only));
	const rounds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
	for (let number = 1; number <= options.rounds; number++) {
		for (const contender of number % 2 ? contenders : contenders.toReversed()) {
			const bytes = await measureRound(contender, options.connections);
			rounds.get(contender)?.push(bytes);
			console.log(`round ${number}  ${contender.name.padEnd(26)} ${kilobytes(bytes)} kB`);
		}
	}
	return report(rounds, options);
}

/** Resident memory of the server with the connections, less that without, for one of them, bytes. */
async function measureRound(contender: Contender, connections: number): Promise<number> {
	const running = await contender.start();
	const load = await startLoad();
	const resident = async () => {
		await sleep(SETTLE_MS);
		await running.collect?.();
		return residentBytes(running.pids);
	};
	try {
		await load.open(running.subscription, WARM_UP_CONNECTIONS);
		await load.close();
		const before = await resident();
		const { open } = await load.open(running.subscription, connections);
		if (open < connections) throw new Error(`${contender.name}: ${open} of ${connections} connections are open`);
		return ((await resident()) - before) / connections;
	} finally {
		await load.stop();
		await running.stop();
	}
}

function report(rounds: ReadonlyMap<Contender, readonly number[]>, options: MemoryOptions): Section {
	const size = (contender: Contender) => median(rounds.get(contender) ?? []);
	const ratio = (ours: Contender, bare: Contender): Bar =>
		bar(`${ours.name} against the ${bare.name}`, size(ours) / size(bare), 1.2, 'times');
	const rows = [...rounds].map(([{ name }, list]) => {
		return [name, kilobytes(median(list)), `${kilobytes(Math.min(...list))} – ${kilobytes(Math.max(...list))}`];
	});
	return {
		name: 'memory',
		title: 'Memory of an idle connection',
		text: [
			`Resident memory of the server's process with ${options.connections} idle connections, less that before them, after garbage collection, for one`,
			`connection: medians of ${options.rounds} rounds, each in fresh processes, all contenders in turns, with the flags of \`npm start\` (the young generation of V8 has one size, 1 MB, and is not charged to the connections). Kernel memory is not in it.`
		].join(' '),
		tables: [table(['', 'kB per connection', 'least – most'], rows)],
		bars: [
			ratio(OURS.sse, BARE.sse),
			ratio(OURS.sseMetered, BARE.sse),
			ratio(OURS.websocket, BARE.websocket),
			ratio(OURS.websocketMetered, BARE.websocket)
		]
	};
}

function kilobytes(bytes: number): string {
	return (bytes / 1000).toFixed(2);
}
