import type { SessionView } from '#lib/protocol/session.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import type { LaneMeter } from './lane-meter.svelte.ts';

/** What a page does with its bench. */
export interface BenchHooks {
	/** Whether time counts now. */
	isRunning(): boolean;
	/** The lanes that the charts show. */
	shown(): readonly LaneMeter[];
	/** Whether nothing would show that a technique is back after a cut: it is answered only once there is something. */
	isResting?(technique: TechniqueId): boolean;
	/** So many more seconds have run. */
	onRan?(seconds: number): void;
	onRecord?(record: WireRecord): void;
	/** The server's totals, to go on from. */
	onView?(view: SessionView): void;
	/** The figures are being put where the page sees them. */
	onShow?(): void;
	/** The race's settings changed, or the race stands at `newest`. */
	onSettings?(settings: SessionView['settings'], newest: number): void;
	/** The line, which stayed cut for some seconds, lets everything through again, or the server is back. */
	onMended?(): void;
	/** The session has ended on the server: a new one is needed. */
	onGone(): void;
}
