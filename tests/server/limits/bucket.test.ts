import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../src/server/limits/bucket.ts';

function bucketOf(perSecond: number, burst: number) {
	let now = 1_800_000_000_000;
	const bucket = new Bucket(perSecond, burst, () => now);
	return {
		bucket,
		takeMany: (count: number) => Array.from({ length: count }, () => bucket.take()),
		pass: (ms: number) => void (now += ms)
	};
}

describe('a bucket', () => {
	it('gives its burst at once and no more', () => {
		const { takeMany } = bucketOf(20, 60);
		expect(takeMany(61)).toEqual([...Array<boolean>(60).fill(true), false]);
	});

	it('fills as time goes by, up to its burst', () => {
		const { bucket, takeMany, pass } = bucketOf(20, 60);
		takeMany(60);
		pass(50);
		expect(takeMany(1)).toEqual([true]);
		pass(3_600_000);
		expect(takeMany(61).filter(Boolean)).toHaveLength(60);
		expect(bucket.isAbused).toBe(false);
	});

	it('says how long its debt takes, and is abused when the debt is as large as its burst', () => {
		const { bucket, takeMany, pass } = bucketOf(20, 60);
		takeMany(60);
		expect(bucket.secondsToWait).toBe(1);
		takeMany(59);
		expect([bucket.isAbused, bucket.secondsToWait]).toEqual([false, 3]);
		takeMany(1);
		expect(bucket.isAbused).toBe(true);
		takeMany(100_000);
		expect(bucket.secondsToWait).toBe(4);
		pass(4000);
		expect([bucket.take(), bucket.isAbused]).toEqual([true, false]);
	});
});
