import { expect, it } from 'vitest';
import { HEADER_BYTES, SEGMENT_BYTES, estimateTcpIp, estimateTls, packetCount } from '#lib/wire/estimate.ts';
import { foldLedger } from '#lib/wire/ledger.ts';
import { crossing } from '#lib/wire/record.ts';

it.each([
	[0, 0],
	[1, 1],
	[SEGMENT_BYTES, 1],
	[SEGMENT_BYTES + 1, 2],
	[10 * SEGMENT_BYTES, 10]
])('%i bytes fill %i segments', (bytes, packets) => expect(packetCount(bytes)).toBe(packets));

it('a lane of nothing costs nothing more', () => {
	expect(estimateTcpIp(foldLedger([]))).toBe(0);
	expect(estimateTls(foldLedger([]))).toBe(0);
});

it('each record costs a header a segment; down also its ACK; a connection its opening and closing', () => {
	const connection = estimateTcpIp(foldLedger([crossing('up', 'connect')]));
	expect(connection).toBe(60 + 60 + 5 * HEADER_BYTES);
	expect(estimateTcpIp(foldLedger([crossing('up', 'request', { head: 500 })]))).toBe(HEADER_BYTES);
	expect(estimateTcpIp(foldLedger([crossing('down', 'answer', { head: 100, payload: 1400 })]))).toBe(2 * 2 * HEADER_BYTES);
	const lane = foldLedger([
		crossing('up', 'connect'),
		crossing('up', 'request', { head: 500 }),
		crossing('down', 'answer', { payload: 9 })
	]);
	expect(estimateTcpIp(lane)).toBe(connection + 3 * HEADER_BYTES);
});

it('TLS costs 22 bytes a segment, either way', () => {
	expect(estimateTls(foldLedger([crossing('up', 'request', { head: 1 }), crossing('down', 'answer', { head: SEGMENT_BYTES + 1 })]))).toBe(
		3 * 22
	);
});
