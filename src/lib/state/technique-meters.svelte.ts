import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { LaneMeter } from './lane-meter.svelte.ts';
import type { SeatContext } from './seat-context.ts';

/** A technique that is told in words; `isNow` while a seat hangs on it. */
export interface ToldMeter {
	readonly meter: LaneMeter;
	readonly isNow: boolean;
}

/** A seat has one technique at a time, and a page two seats. */
const MAX_TOLD = 2;

/** What crossed on a page by technique, all its seats together. */
export class TechniqueMeters {
	readonly all: readonly LaneMeter[] = TECHNIQUE_IDS.map((id) => new LaneMeter(id));
	/** As text: figures come five times a second, and whoever draws these need not begin anew for that. */
	readonly #usedIds = $derived.by(() => {
		const isUsed = (meter: LaneMeter) => meter.isUsed || this.#inUse().includes(meter.technique);
		return this.all
			.filter(isUsed)
			.map(({ technique }) => technique)
			.join(' ');
	});
	/** Techniques that carried something, for the charts; the same array until there is another. */
	readonly used: readonly LaneMeter[] = $derived.by(() => {
		const ids = this.#usedIds.split(' ');
		return this.all.filter(({ technique }) => ids.includes(technique));
	});
	/** What is told in words: what the seats hang on now, in their order, and then what ran just before; two at most. */
	readonly told: readonly ToldMeter[] = $derived.by(() => {
		const inUse = this.#inUse();
		const told = eachOnce([...inUse, ...this.#latest]).flatMap((id) => {
			const meter = this.of(id);
			const isNow = inUse.includes(id);
			return meter && (isNow || meter.isUsed) ? [{ meter, isNow }] : [];
		});
		return told.slice(0, MAX_TOLD);
	});
	readonly #inUse: () => readonly TechniqueId[];
	/** What has run, the latest first. */
	#latest: readonly TechniqueId[] = $state.raw([]);

	/** `inUse` answers the techniques that the seats hang on now. */
	constructor(inUse: () => readonly TechniqueId[]) {
		this.#inUse = inUse;
	}

	/** The meter of a technique. */
	of(technique: TechniqueId): LaneMeter | undefined {
		return this.all.find((meter) => meter.technique === technique);
	}

	/** What a seat tells of its traffic, for its own meter and for that of the technique. */
	listener(seat: { readonly meter: LaneMeter }): Pick<SeatContext, 'onArrived' | 'onReconnected'> {
		return {
			onArrived: (technique, event, stalenessMs) => {
				this.of(technique)?.arrived(event, stalenessMs);
				seat.meter.arrived(event, stalenessMs);
			},
			onReconnected: (technique) => {
				this.of(technique)?.reconnected();
				seat.meter.reconnected();
			}
		};
	}

	/** So many more seconds have run, over what is in use. */
	ran(seconds: number): void {
		const inUse = eachOnce(this.#inUse());
		for (const meter of this.all) if (inUse.includes(meter.technique)) meter.ran(seconds);
		if (inUse.some((id, index) => this.#latest[index] !== id)) {
			this.#latest = [...inUse, ...this.#latest.filter((id) => !inUse.includes(id))];
		}
	}
}

function eachOnce(ids: readonly TechniqueId[]): readonly TechniqueId[] {
	return ids.filter((id, index) => ids.indexOf(id) === index);
}
