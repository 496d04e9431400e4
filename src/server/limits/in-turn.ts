const waiting: (() => void)[] = [];

function callNext(): void {
	const next = waiting.shift();
	if (waiting.length > 0) setImmediate(callNext);
	next?.();
}

/**
 * Calls back in a later turn of the event loop, one caller a turn. Who goes on with long work here leaves room in between: a
 * hundred readers of long backlogs hold up nobody else, only each other.
 */
export function inTurn(callback: () => void): void {
	if (waiting.push(callback) === 1) setImmediate(callNext);
}
