import { describe, expect, it } from 'vitest';
import { findJobs } from '#lib/demos/progress/found-jobs.ts';
import { KeptJobs } from '#lib/demos/progress/kept-jobs.ts';
import type { JobStorage } from '#lib/demos/progress/kept-jobs.ts';
import type { JobStage, JobView } from '#lib/protocol/jobs.ts';
import { ServerError } from '#lib/state/ask.ts';

const id = (n: number) => String(n).padStart(32, '0');

/** A storage that holds one text. */
function storage(text: string | null = null): JobStorage & { text: string | null } {
	return {
		text,
		getItem() {
			return this.text;
		},
		setItem(_key, next) {
			this.text = next;
		},
		removeItem() {
			this.text = null;
		}
	};
}

function keep(...ids: readonly number[]): KeptJobs {
	const own = storage();
	const kept = new KeptJobs(() => own);
	for (const n of ids) kept.add(id(n), n);
	return kept;
}

describe('the jobs that a browser keeps', () => {
	it('are the last five, newest first, each once', () => {
		const kept = keep(1, 2, 3, 4, 5, 6, 2);
		expect(kept.all()).toEqual([2, 6, 5, 4, 3].map((n) => ({ id: id(n), at: n })));
		kept.drop(id(6));
		expect([kept.has(id(6)), kept.has(id(5))]).toEqual([false, true]);
	});

	it('leave nothing behind when the last one is dropped', () => {
		const own = storage();
		const kept = new KeptJobs(() => own);
		kept.add(id(1), 1);
		kept.drop(id(1));
		expect(own.text).toBeNull();
	});

	it.each([
		['a storage that cannot be opened', refuse],
		['a storage that takes and gives nothing', () => ({ getItem: refuse, setItem: refuse, removeItem: refuse })]
	] as const)('are none with %s, and nothing is thrown', (_what, open) => {
		const kept = new KeptJobs(open as () => JobStorage);
		kept.add(id(1), 1);
		kept.drop(id(1));
		expect([kept.all(), kept.has(id(1))]).toEqual([[], false]);
	});

	it.each(['', '{', 'null', '{"length":3}', '[1,null,{"id":"../x","at":1},{"id":"' + id(1) + '","at":"now"}]'])(
		'are none where %j is what is stored',
		(text) => expect(new KeptJobs(() => storage(text)).all()).toEqual([])
	);
});

function refuse(): never {
	throw new Error('QuotaExceededError');
}

describe('the jobs that are found again', () => {
	const view = (stages: Readonly<Record<number, JobStage>>) => async (asked: string) => {
		const stage = stages[Number(asked)];
		if (stage === undefined) throw new ServerError('unknown-job', 'gone');
		return { id: asked, stage } as JobView;
	};

	it('are those that the server has, newest first; what is over and what it has forgotten is dropped', async () => {
		const kept = keep(1, 2, 3, 4, 5);
		expect(await findJobs(kept, view({ 5: 'rendering', 4: 'cancelled', 3: 'expired', 2: 'queued' }))).toEqual([
			{ job: { id: id(5), stage: 'rendering' }, at: 5 },
			{ job: { id: id(2), stage: 'queued' }, at: 2 }
		]);
		expect(kept.all().map(({ at }) => at)).toEqual([5, 2]);
	});

	it('are all kept where the server does not answer, or refuses for another reason', async () => {
		const kept = keep(1, 2);
		await expect(findJobs(kept, () => Promise.reject(new TypeError('fetch failed')))).rejects.toThrow('fetch failed');
		const draining = async (asked: string) => {
			if (asked === id(1)) throw new ServerError('draining', 'restarting');
			throw new ServerError('unknown-job', 'gone');
		};
		await expect(findJobs(kept, draining)).rejects.toThrow('restarting');
		expect([kept.has(id(1)), kept.has(id(2))]).toEqual([true, true]);
	});
});
