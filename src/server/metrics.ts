import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Outbound } from './limits/outbound.ts';
import type { Traffic } from './meter/traffic.ts';
import type { Sessions } from './sessions/sessions.ts';

/** What the metrics are read from when asked. */
export interface MetricsSources {
	readonly sessions: Pick<Sessions, 'size'>;
	readonly jobs: Pick<Jobs, 'active'>;
	readonly outbound: Pick<Outbound, 'closed' | 'skipped'>;
	readonly traffic: Pick<Traffic, 'sockets' | 'requests' | 'bytes'>;
}

/** What `/metrics` tells, in the text format of Prometheus. Counted in plain numbers, turned into text when asked. */
export class Metrics {
	readonly #registry = new Registry();
	readonly #delivered = zeros();
	readonly #open = zeros();
	readonly #requests: Counter<'route' | 'status'>;

	constructor({ sessions, jobs, outbound, traffic }: MetricsSources) {
		const registers = [this.#registry];
		collectDefaultMetrics({ register: this.#registry });
		this.#requests = new Counter({ name: 'wire_requests_total', help: 'Answered requests', labelNames: ['route', 'status'], registers });
		this.#byTechnique('wire_streams_open', 'Open streams by technique', this.#open, registers);
		this.#byTechnique('wire_events_delivered_total', 'Events delivered by technique', this.#delivered, registers);
		gauge('wire_sessions', 'Sessions', () => sessions.size, registers);
		gauge('wire_jobs_active', 'Rendering jobs that wait or run', () => jobs.active, registers);
		counter('wire_slow_streams_closed_total', 'Streams closed because their reader was too slow', () => [[{}, outbound.closed]], registers);
		counter('wire_volatile_skipped_total', 'Volatile events that slow readers were not sent', () => [[{}, outbound.skipped]], registers);
		gauge('wire_sockets_open', 'Open sockets, whatever uses them', () => traffic.sockets, registers);
		counter(
			'wire_socket_requests_total',
			'Requests and upgrades that came in, those of pages too',
			() => [[{}, traffic.requests]],
			registers
		);
		const bytes = () => Object.entries(traffic.bytes()).map(([way, total]): [{ way: string }, number] => [{ way }, total]);
		counter('wire_socket_bytes_total', 'Bytes that crossed all sockets, up from the browsers and down to them', bytes, registers);
	}

	/** Open streams by technique, as they stand; of long polling the questions that wait. */
	get open(): Readonly<Record<TechniqueId, number>> {
		return this.#open;
	}

	delivered(technique: TechniqueId, events: number): void {
		this.#delivered[technique] += events;
	}

	stream(technique: TechniqueId, step: 1 | -1): void {
		this.#open[technique] += step;
	}

	answered(route: string, status: number): void {
		this.#requests.inc({ route, status: String(status) });
	}

	text(): Promise<string> {
		return this.#registry.metrics();
	}

	#byTechnique(name: string, help: string, values: Readonly<Record<TechniqueId, number>>, registers: Registry[]): void {
		new Gauge({
			name,
			help,
			labelNames: ['technique'],
			registers,
			collect() {
				for (const [technique, value] of Object.entries(values)) this.set({ technique }, value);
			}
		});
	}
}

/** A count for each technique, in a plain object: it is changed once per delivered event. */
function zeros(): Record<TechniqueId, number> {
	return Object.fromEntries(TECHNIQUE_IDS.map((id) => [id, 0])) as Record<TechniqueId, number>;
}

function gauge(name: string, help: string, read: () => number, registers: Registry[]): void {
	new Gauge({
		name,
		help,
		registers,
		collect() {
			this.set(read());
		}
	});
}

/** A total that is counted elsewhere. */
function counter<Labels extends Record<string, string>>(
	name: string,
	help: string,
	read: () => readonly (readonly [Labels, number])[],
	registers: Registry[]
): void {
	new Counter({
		name,
		help,
		labelNames: Object.keys(read()[0]?.[0] ?? {}),
		registers,
		collect() {
			this.reset();
			for (const [labels, total] of read()) this.inc(labels, total);
		}
	});
}
