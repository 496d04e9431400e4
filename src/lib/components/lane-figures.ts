import { formatBytes, formatCount, formatMs, formatShare } from '#lib/content/numbers.ts';
import { integrityWords } from '#lib/content/race.ts';
import type { LaneReading } from '#lib/state/lane-meter.svelte.ts';
import { payloadShare } from '#lib/wire/ledger.ts';

/** What a lane's row says in figures, and what each is called. */
export interface LaneFigure {
	readonly label: 'requests' | 'events' | 'up' | 'down' | 'counted' | 'payload' | 'staleness' | 'delivery';
	readonly text: string;
}

/** The labels, in the order of the row. */
export const FIGURE_LABELS: readonly LaneFigure['label'][] = [
	'requests',
	'events',
	'up',
	'down',
	'counted',
	'payload',
	'staleness',
	'delivery'
];

/** The figures of a lane; `counted` are its bytes in the visitor's layer. */
export function laneFigures(reading: LaneReading, counted: number): LaneFigure[] {
	const { ledger, received, p50 } = reading;
	/** What brought something and asked nothing was not measured yet. */
	const measured = (text: string) => (received > 0 && ledger.requests === 0 ? '–' : text);
	const texts: Record<LaneFigure['label'], string> = {
		requests: measured(formatCount(ledger.requests)),
		events: formatCount(received),
		up: measured(formatBytes(ledger.up.total)),
		down: measured(formatBytes(ledger.down.total)),
		counted: measured(formatBytes(counted)),
		payload: measured(formatShare(payloadShare(ledger))),
		staleness: formatMs(p50),
		delivery: received === 0 ? '–' : integrityWords(reading)
	};
	return FIGURE_LABELS.map((label) => ({ label, text: texts[label] }));
}
