import { describe, expect, it } from 'vitest';
import type { Prediction } from '#lib/protocol/present.ts';
import type { Cut } from '#lib/state/bench.svelte.ts';
import { Measurement } from '#lib/state/measurement.svelte.ts';
import type { Measured } from '#lib/state/measurement.svelte.ts';
import { emptyLedger } from '#lib/wire/ledger.ts';

/** A bench as a test turns it. */
function bench() {
	const ledger = emptyLedger();
	const measured = { seconds: 100, cut: undefined as Cut | undefined, samples: [] as Measured['samples'], ledger: () => ledger };
	return { ledger, measured };
}
const prediction = (figure: Prediction['figure']): Prediction => ({ question: '?', figure, of: ['polling'], seconds: 30 });

describe('a prediction', () => {
	it('is answered by what the ledger counted since it was asked, and by nothing before', () => {
		const { ledger, measured } = bench();
		ledger.requests = 40;
		const measurement = new Measurement(prediction('requests'), measured);
		expect(measurement.answer()).toEqual({ seconds: 0, values: [{ technique: 'polling', value: 0 }], isDone: false });
		measured.seconds = 112;
		ledger.requests = 52;
		expect(measurement.answer()).toEqual({ seconds: 12, values: [{ technique: 'polling', value: 12 }], isDone: false });
	});

	it('is answered for good once its time is over', () => {
		const { ledger, measured } = bench();
		const measurement = new Measurement(prediction('empty'), measured);
		measured.seconds = 130;
		ledger.empty = 21;
		expect(measurement.answer()).toMatchObject({ seconds: 30, isDone: true, values: [{ value: 21 }] });
		measured.seconds = 200;
		ledger.empty = 90;
		expect(measurement.answer()).toMatchObject({ seconds: 30, isDone: true, values: [{ value: 21 }] });
	});

	it('begins anew with a bench that begins anew', () => {
		const { ledger, measured } = bench();
		ledger.up.total = 1000;
		const measurement = new Measurement(prediction('bytes'), measured);
		measured.seconds = 2;
		ledger.up.total = 300;
		expect(measurement.answer()).toMatchObject({ seconds: 0, values: [{ value: 300 }] });
		measured.seconds = 5;
		ledger.down.total = 200;
		expect(measurement.answer()).toMatchObject({ seconds: 3, values: [{ value: 500 }] });
	});

	it('of a staleness is the median of the seconds since it was asked', () => {
		const { measured } = bench();
		const sample = (seconds: number, staleness: number) => ({ seconds, lanes: { polling: { staleness } } }) as never;
		measured.samples = [sample(99, 9000), sample(101, 400), sample(102, 600), sample(103, 500)];
		expect(new Measurement(prediction('staleness'), measured).answer().values).toEqual([{ technique: 'polling', value: 500 }]);
	});

	it('of a return tells of the cut that came after it, and of no older one', () => {
		const { measured } = bench();
		const cut = (seconds: number): Cut => ({ at: 1, back: { polling: 700 }, seq: 1, techniques: ['polling'], seconds });
		measured.cut = cut(90);
		const measurement = new Measurement(prediction('back'), measured);
		expect(measurement.answer().values).toEqual([{ technique: 'polling', value: undefined }]);
		measured.cut = cut(101);
		expect(measurement.answer().values).toEqual([{ technique: 'polling', value: 700 }]);
	});
});
