import { afterEach, describe, expect, it, vi } from 'vitest';
import { takeLock } from '../../../src/lib/state/lock.ts';

type Granted = (lock: object | null) => unknown;

/** A browser's locks that answer one request after the other as told. */
function setLocks(...answers: ((granted: Granted) => Promise<unknown>)[]) {
	const request = vi.fn((_name: string, _options: LockOptions, granted: Granted) => (answers.shift() ?? answerless)(granted));
	vi.stubGlobal('navigator', { locks: { request } });
	return request;
}
const answerless = () => new Promise(() => {});
const grants = async (granted: Granted) => granted({});
const isTaken = async (granted: Granted) => granted(null);
const rejects = (error: Error) => () => Promise.reject(error);

afterEach(() => void vi.unstubAllGlobals());

describe('a lock', () => {
	it('that is free is taken until it is given back', async () => {
		let end: unknown;
		setLocks(async (granted) => (end = granted({})));
		const giveBack = await takeLock('name', {}, vi.fn());
		giveBack?.();
		await expect(end).resolves.toBeUndefined();
	});

	it('that another tab has is undefined', async () => {
		setLocks(isTaken);
		expect(await takeLock('name', { ifAvailable: true }, vi.fn())).toBeUndefined();
	});

	it('whose grant the browser lost is asked for again', async () => {
		const lost = new Error("Failed to execute 'open' on 'Window': The provided callback is no longer runnable.");
		const request = setLocks(rejects(lost), rejects(lost), grants);
		const onStolen = vi.fn();
		expect(await takeLock('name', { ifAvailable: true }, onStolen)).toBeTypeOf('function');
		expect(request).toHaveBeenCalledTimes(3);
		expect(onStolen).not.toHaveBeenCalled();
	});

	it('that is refused is an error, and not asked for again', async () => {
		const request = setLocks(rejects(new DOMException('no', 'SecurityError')));
		await expect(takeLock('name', {}, vi.fn())).rejects.toThrow('no');
		expect(request).toHaveBeenCalledTimes(1);
	});

	it('that is stolen says so', async () => {
		let steal = (_error: Error) => {};
		setLocks((granted) => {
			void granted({});
			return new Promise((_resolve, reject) => (steal = reject));
		});
		const onStolen = vi.fn();
		await takeLock('name', {}, onStolen);
		steal(new DOMException('stolen', 'AbortError'));
		await vi.waitFor(() => expect(onStolen).toHaveBeenCalledTimes(1));
	});
});
