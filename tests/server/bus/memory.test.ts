import { createMemoryBus } from '../../../src/server/bus/memory.ts';
import { busSuite } from './bus.suite.ts';

busSuite('memory', (limits) => {
	let now = 1_800_000_000_000;
	return {
		bus: createMemoryBus(limits, () => now),
		pass(ms) {
			now += ms;
		}
	};
});
