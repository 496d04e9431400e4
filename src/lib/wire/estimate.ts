import type { Ledger } from './ledger.ts';

/** TCP payload in a full segment on Ethernet: MTU 1500 − 20 IPv4 − 20 TCP − 12 timestamps (RFC 7323). */
export const SEGMENT_BYTES = 1448;
/** IPv4 and TCP header with timestamps, on every segment and every bare ACK. */
export const HEADER_BYTES = 52;
/** SYN and SYN-ACK carry 8 bytes of options more; then one ACK; four segments to close. */
const CONNECTION_BYTES = 60 + 60 + HEADER_BYTES + 4 * HEADER_BYTES;
/** TLS 1.3 with AES-GCM: 5 header + 1 content type + 16 tag on each record (RFC 8446, section 5.2). */
const TLS_RECORD_BYTES = 22;

/** The TCP segments that `bytes` written at once fill on Ethernet; none for none, and as many below zero for what is taken back. */
export function packetCount(bytes: number): number {
	return bytes < 0 ? -packetCount(-bytes) : Math.ceil(bytes / SEGMENT_BYTES);
}

/**
 * An ESTIMATE of the bytes that TCP and IP add to a lane, both ways: a header on every segment, one ACK for each segment
 * down (a segment up is acknowledged by the answer that follows it), and opening and closing each connection.
 * It assumes Ethernet, IPv4 and no retransmission; loopback and offloading differ.
 */
export function estimateTcpIp(ledger: Pick<Ledger, 'connections' | 'up' | 'down'>): number {
	return HEADER_BYTES * (ledger.up.packets + 2 * ledger.down.packets) + CONNECTION_BYTES * ledger.connections;
}

/** An ESTIMATE of what TLS 1.3 records would add, one record a segment, without the handshake. */
export function estimateTls(ledger: Pick<Ledger, 'up' | 'down'>): number {
	return TLS_RECORD_BYTES * (ledger.up.packets + ledger.down.packets);
}
