import type { Purpose } from '#lib/wire/record.ts';
import { resolveColour } from '#lib/state/colour.ts';

/** Colours and type of a chart, read from the tokens where the canvas stands. */
export interface ChartStyle {
	readonly ink: string;
	readonly soft: string;
	readonly grid: string;
	/** For figures. */
	readonly font: { readonly family: string; readonly size: number };
	/** For names. */
	readonly prose: { readonly family: string; readonly size: number };
	colour(property: string): string;
}

/** What charts take from the tokens of `app.css`, as it stands now. */
export function readStyle(canvas: HTMLCanvasElement): ChartStyle {
	const parent = canvas.parentElement as HTMLElement;
	const root = getComputedStyle(document.documentElement);
	return {
		ink: resolveColour(parent, '--ink'),
		soft: resolveColour(parent, '--soft'),
		grid: resolveColour(parent, '--grid'),
		font: { family: root.getPropertyValue('--mono'), size: Math.round(parseFloat(root.fontSize) * 0.75) },
		prose: { family: root.getPropertyValue('--prose'), size: Math.round(parseFloat(root.fontSize) * 0.8) },
		colour: (property) => resolveColour(parent, property)
	};
}

/** The fill of a purpose: a shade, and a hatching of its own so that the shade is not needed. */
export function purposeFill(purpose: Purpose, style: ChartStyle): string | CanvasPattern {
	const shade = style.colour(`--${purpose}`);
	if (purpose === 'payload') return shade;
	const size = 8;
	const tile = document.createElement('canvas');
	tile.width = tile.height = size;
	const context = tile.getContext('2d') as CanvasRenderingContext2D;
	context.fillStyle = shade;
	context.fillRect(0, 0, size, size);
	context.strokeStyle = style.ink;
	context.globalAlpha = 0.55;
	context.beginPath();
	if (purpose === 'framing') {
		context.moveTo(0, size);
		context.lineTo(size, 0);
	} else if (purpose === 'head') {
		context.moveTo(0, size / 2);
		context.lineTo(size, size / 2);
	} else {
		context.arc(size / 2, size / 2, 1, 0, 2 * Math.PI);
	}
	context.stroke();
	return context.createPattern(tile, 'repeat') ?? shade;
}
