import { setTimeout as sleep } from 'node:timers/promises';
import { BARE, LIBRARIES, NAGLING, NCHAN, OURS } from './contenders/index.ts';
import { EVENTS_PER_SECOND, PAYLOAD_BYTES } from './contenders/contender.ts';
import type { Contender, Running } from './contenders/contender.ts';
import { nchanMissing } from './contenders/nchan.ts';
import { startLoad } from './load.ts';
import type { Load, LoadReport } from './load.ts';
import { median } from './median.ts';
import { cpuUsed } from './proc.ts';
import { bar, table } from './report.ts';
import type { Bar, Section } from './report.ts';

export interface FanoutOptions {
	readonly subscribers: number;
	readonly rounds: number;
	/** Length of what is measured, after a warm-up. */
	readonly seconds: number;
	/** Only contenders whose name contains this. */
	readonly only: string;
}

/** Who is compared with whom stands side by side: what slows the machine down for a minute slows both. */
const TURNS: readonly Contender[] = [
	OURS.sseMetered,
	OURS.sse,
	BARE.sse,
	NCHAN.sse,
	NAGLING.sse,
	LIBRARIES.betterSse,
	LIBRARIES.socketIo,
	OURS.websocketMetered,
	OURS.websocket,
	BARE.websocket,
	NCHAN.websocket,
	NAGLING.websocket
];

/** Found with `strace -e setsockopt` and `strace -c` of both. */
const NCHAN_NOTE =
	`Nchan gets its events by POST, from outside; that is in its figure. Its subscribers' sockets have no TCP_NODELAY: an event
waits until the one before is acknowledged, and the kernel sends it on the account of whoever acknowledges. Ours are sent at once, on our own
account; "with Nagle" is ours made to wait as Nchan's do.`.replaceAll('\n', ' ');

const WARM_UP_MS = 1500;
/** Longest wait for the last events to arrive, ms. */
const DRAIN_MS = 15_000;

/** What one contender cost in one round. */
interface Round {
	/** CPU of the server's processes per delivered event. */
	readonly micros: number;
	/** As much of that was the kernel's, writing to sockets. */
	readonly kernelMicros: number;
	readonly bytesPerEvent: number;
	/** Events that were due to a subscriber and did not come. */
	readonly lost: number;
}

/** Measures what it costs a server to give the same events to a thousand subscribers: ours, bare loops and peers, in turns. */
export async function measureFanout(options: FanoutOptions): Promise<Section> {
	const missing = nchanMissing();
	if (missing) console.log(`nginx with Nchan is skipped: ${missing}`);
	const contenders = TURNS.filter((contender) => !(missing && Object.values(NCHAN).includes(contender))).filter(({ name }) =>
		name.includes(options.only)
	);
	const rounds = new Map<Contender, Round[]>(contenders.map((contender) => [contender, []]));
	for (let number = 1; number <= options.rounds; number++) {
		// Every other round runs backwards, so that a machine that slows down favours nobody.
		for (const contender of number % 2 ? contenders : contenders.toReversed()) {
			const round = await measureRound(contender, options);
			rounds.get(contender)?.push(round);
			console.log(
				`round ${number}  ${contender.name.padEnd(26)} ${round.micros.toFixed(2)} µs, ${round.kernelMicros.toFixed(2)} in the kernel  lost ${round.lost}`
			);
		}
	}
	return report(rounds, options, missing);
}

async function measureRound(contender: Contender, { subscribers, seconds }: FanoutOptions): Promise<Round> {
	const running = await contender.start();
	const load = await startLoad();
	try {
		const { open } = await load.open(running.subscription, subscribers);
		if (open < subscribers) throw new Error(`${contender.name}: ${open} of ${subscribers} subscribers are open`);
		const before = await flow(running, load, WARM_UP_MS);
		const cpuBefore = await cpuUsed(running.pids);
		const after = await flow(running, load, seconds * 1000, before.emitted);
		const cpu = await cpuUsed(running.pids);
		const { events, bytes } = after.report;
		const due = (after.emitted - before.emitted) * subscribers;
		const user = (cpu.user - cpuBefore.user) / events;
		const system = (cpu.system - cpuBefore.system) / events;
		return { micros: user + system, kernelMicros: system, bytesPerEvent: bytes / events, lost: due - events };
	} finally {
		await load.stop();
		await running.stop();
	}
}

/** Lets events flow for a time, then waits until all have arrived: what is counted is whole, and so is what it cost. */
async function flow(running: Running, load: Load, ms: number, emittedBefore = 0): Promise<{ emitted: number; report: LoadReport }> {
	await load.reset();
	await running.run();
	await sleep(ms);
	const emitted = await running.pause();
	const deadline = performance.now() + DRAIN_MS;
	let report = await load.look();
	while (report.fewest < emitted - emittedBefore && performance.now() < deadline) {
		await sleep(50);
		report = await load.look();
	}
	return { emitted, report };
}

function report(rounds: ReadonlyMap<Contender, readonly Round[]>, options: FanoutOptions, missing: string | undefined): Section {
	const costs = (contender: Contender) => (rounds.get(contender) ?? []).map(({ micros }) => micros);
	/** Round by round, so that a round in which the machine was slow is slow on both sides. */
	const ratio = (name: string, a: Contender, b: Contender, most: number): Bar => {
		const ratios = costs(a).map((cost, round) => cost / (costs(b)[round] ?? NaN));
		return bar(name, median(ratios), most, 'times');
	};
	const rows = [...rounds].map(([{ name }, list]) => {
		const micros = list.map((round) => round.micros);
		const lost = list.reduce((sum, round) => sum + round.lost, 0);
		const span = `${Math.min(...micros).toFixed(2)} – ${Math.max(...micros).toFixed(2)}`;
		const kernel = median(list.map((round) => round.kernelMicros)).toFixed(2);
		return [name, median(micros).toFixed(2), span, kernel, median(list.map((round) => round.bytesPerEvent)).toFixed(0), String(lost)];
	});
	const bars = [
		ratio('`sse` against the bare node:http loop', OURS.sse, BARE.sse, 0.8),
		ratio('`websocket` against the bare ws loop', OURS.websocket, BARE.websocket, 0.9),
		ratio('`sse` against Nchan', OURS.sse, NCHAN.sse, 1),
		ratio('`websocket` against Nchan', OURS.websocket, NCHAN.websocket, 1),
		ratio('`sse` with Nagle against Nchan', NAGLING.sse, NCHAN.sse, 1),
		ratio('`websocket` with Nagle against Nchan', NAGLING.websocket, NCHAN.websocket, 1),
		ratio('`sse` with metering against without', OURS.sseMetered, OURS.sse, 1.15),
		ratio('`websocket` with metering against without', OURS.websocketMetered, OURS.websocket, 1.15)
	];
	return {
		name: 'fanout',
		title: 'Cost of fan-out',
		text: [
			`${options.subscribers} subscribers, ${EVENTS_PER_SECOND} events/s, ${PAYLOAD_BYTES} B of data in each. CPU of the server's processes, user and system,`,
			`per delivered event: medians of ${options.rounds} rounds of ${options.seconds} s, each in fresh processes, all contenders in turns, those in Node with the flags of \`npm start\`. Bars: medians of the rounds' ratios.`,
			missing ? `Nchan was skipped: ${missing}.` : NCHAN_NOTE
		].join(' '),
		tables: [table(['', 'µs per event', 'least – most', 'in the kernel', 'bytes per event', 'lost'], rows)],
		bars
	};
}
