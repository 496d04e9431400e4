import { estimateTcpIp } from './estimate.ts';
import type { Ledger } from './ledger.ts';

/** The bytes of a ledger, both ways, up to a layer: payload; with framing and heartbeats; with HTTP heads; with the TCP/IP estimate. */
export function countedBytes(ledger: Ledger, layer: 'payload' | 'framing' | 'head' | 'tcp'): number {
	const { up, down } = ledger;
	const payload = up.payload + down.payload;
	if (layer === 'payload') return payload;
	if (layer === 'framing') return payload + up.framing + down.framing + up.heartbeat + down.heartbeat;
	const total = up.total + down.total;
	return layer === 'head' ? total : total + estimateTcpIp(ledger);
}
