import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { SOCKET_BEAT_MS, SSE_BEAT_MS } from '#lib/protocol/limits.ts';
import type { Clock } from '../clock.ts';
import type { EndSignal } from '../ending.ts';
import { Heart } from '../limits/heart.ts';
import type { Beating } from '../limits/heart.ts';
import type { Outbound } from '../limits/outbound.ts';
import type { Streams } from '../limits/streams.ts';
import type { Asked } from './asked.ts';

/** What all techniques share around them: the clock, the limits, the heart that beats open streams, what is told to `/metrics`. */
export interface Layer {
	readonly clock: Clock;
	readonly streams: Streams;
	readonly outbound: Outbound;
	readonly maxMessageBytes: number;
	heart(technique: TechniqueId): Heart;
	/** When a stream that opens now shall end, on the clock of `performance.now`, ms. */
	endsAt(): number;
	/** An event was delivered. */
	delivered(technique: TechniqueId, events: number): void;
	opened(technique: TechniqueId): void;
	closed(technique: TechniqueId): void;
}

/** Beats a stream that was opened, until it ends; then gives its place back. */
export function keepOpen(stream: Beating & { readonly signal: EndSignal }, asked: Asked, layer: Layer): void {
	layer.heart(asked.technique).add(stream);
	layer.opened(asked.technique);
	const closed = () => {
		layer.heart(asked.technique).delete(stream);
		asked.giveBackPlace();
		layer.closed(asked.technique);
	};
	if (stream.signal.aborted) closed();
	else stream.signal.addEventListener('abort', closed);
}

/** Hearts by technique, made when first asked for. */
export function createHearts(): { heart(technique: TechniqueId): Heart; all(): Iterable<Heart> } {
	const hearts = new Map<TechniqueId, Heart>();
	return {
		heart(technique) {
			const known = hearts.get(technique) ?? new Heart(technique === 'websocket' ? SOCKET_BEAT_MS : SSE_BEAT_MS);
			hearts.set(technique, known);
			return known;
		},
		all: () => hearts.values()
	};
}
