/** Loaded before a server that is measured: collects garbage when the bench asks, and keeps nobody alive. */
process.on('message', ({ number, ask }: { number: number; ask: string }) => {
	if (ask !== 'collect') return;
	globalThis.gc?.();
	globalThis.gc?.();
	process.send?.({ number, answer: 0 });
});
process.channel?.unref();
