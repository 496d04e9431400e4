import type { DemoRun } from '#lib/state/demo-run.svelte.ts';

/** The run as it is needed to know whether its lines carry. */
type Lines = Pick<DemoRun, 'state'> & {
	readonly seats: readonly Pick<DemoRun['seats'][number], 'condition'>[];
	readonly bench: Pick<DemoRun['bench'], 'downSeconds'>;
};

/** Whether a line of this page is down, or carries nothing up. Who polls notices a cut with the next question only: the page is told of it before. */
export function isLineDown({ state, seats, bench }: Lines): boolean {
	return (
		state === 'running' && (bench.downSeconds > 0 || seats.some(({ condition }) => condition === 'retrying' || condition === 'unheard'))
	);
}
