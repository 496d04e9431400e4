/** Shapes by which players are told apart, around a middle of 0, 0 and about 1 wide to each side; named for who cannot see them. */
const SHAPES = [
	{ name: 'triangle', path: 'M0-1.1L1 .75L-1 .75Z' },
	{ name: 'disc', path: 'M-.95 0a.95 .95 0 1 0 1.9 0a.95 .95 0 1 0-1.9 0Z' },
	{ name: 'square', path: 'M-.85-.85H.85V.85H-.85Z' },
	{ name: 'diamond', path: 'M0-1.15L1.15 0L0 1.15L-1.15 0Z' },
	{ name: 'plus', path: 'M-.38-1H.38V-.38H1V.38H.38V1H-.38V.38H-1V-.38H-.38Z' },
	{ name: 'hexagon', path: 'M-1 0L-.5-.87H.5L1 0L.5 .87H-.5Z' }
] as const;

/** The shape of whoever entered as the how-many-th, from 0. */
export function shapeOf(index: number): (typeof SHAPES)[number] {
	return SHAPES[index % SHAPES.length] as (typeof SHAPES)[number];
}
