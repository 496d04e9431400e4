/**
 * Takes a Web Lock: the function that gives it back, or undefined where it is not to be had with these options. `onStolen` is called
 * when somebody else takes it away.
 * @throws {DOMException} where locks are refused: an opaque origin, storage that is blocked.
 */
export async function takeLock(name: string, options: LockOptions, onStolen: () => void): Promise<(() => void) | undefined> {
	for (;;) {
		try {
			return await requestOnce(name, options, onStolen);
		} catch (error) {
			// Chromium loses a grant that arrives while `window.open` holds the page still: it throws an Error of no kind, and nobody has
			// the lock. (Seen with 156: "Failed to execute 'open' on 'Window': The provided callback is no longer runnable.")
			if (error instanceof DOMException) throw error;
		}
	}
}

function requestOnce(name: string, options: LockOptions, onStolen: () => void): Promise<(() => void) | undefined> {
	return new Promise((settle, refuse) => {
		let isHeld = false;
		navigator.locks
			.request(name, options, (lock) => {
				if (!lock) return settle(undefined);
				isHeld = true;
				return new Promise<void>((giveBack) => settle(giveBack));
			})
			.catch((error: unknown) => (isHeld ? onStolen() : refuse(error as Error)));
	});
}
