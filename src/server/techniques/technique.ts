import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Exchange } from './exchange.ts';
import type { Handshake } from './handshake.ts';

/** Server half. Everything it writes goes through the exchange or the line, so that the meter can say what each byte was for. */
export interface TechniqueServer {
	readonly id: TechniqueId;
	/** Whether what it opens stays open: an address has only so many turns to do that. */
	readonly isStream?: true;
	/** Plain HTTP. */
	serve?(exchange: Exchange): void | Promise<void>;
	/** WebSocket. */
	upgrade?(handshake: Handshake): void | Promise<void>;
}
