import { ARENA } from '#lib/protocol/rooms/game.ts';
import { plainText } from '#lib/protocol/text.ts';
import { COIN_RADIUS, PLAYER_RADIUS } from './arena.ts';
import type { Place } from './arena.ts';
import { fitName } from './fit-name.ts';
import { namePlaces } from './name-places.ts';
import { shapeOf } from './shapes.ts';

/** Colours and type of an arena, read from the tokens where the canvas stands. */
export interface ArenaStyle {
	readonly ink: string;
	readonly soft: string;
	readonly grid: string;
	readonly sheet: string;
	readonly accent: string;
	readonly family: string;
	/** Size of names and width of strokes, CSS px. */
	readonly type: number;
	readonly stroke: number;
}

/** A player as it is drawn. */
export interface Figure {
	readonly shape: number;
	readonly name: string;
	readonly place: Place;
	readonly isOwn: boolean;
	/** Where it was received before, oldest first. */
	readonly trail: readonly Place[];
}

/** All that there is to see. */
export interface ArenaView {
	readonly coin: Place | undefined;
	/** Whether one has claimed it already and the log has not answered. */
	readonly isClaimed: boolean;
	/** The coin that was just taken, and how far its ring has opened, from 0 to 1. */
	readonly taken: { readonly place: Place; readonly part: number } | undefined;
	readonly figures: readonly Figure[];
}

const PATHS = new Map<string, Path2D>();
const GRID_STEP = 100;
/** Of a name, at most: what is longer ends with an ellipsis. */
const NAME_WIDTH = 220;

/** Draws the arena; `scale` is CSS px a unit, and the canvas is `ratio` times as fine. */
export function drawArena(context: CanvasRenderingContext2D, view: ArenaView, style: ArenaStyle, scale: number, ratio: number): void {
	context.setTransform(scale * ratio, 0, 0, scale * ratio, 0, 0);
	context.clearRect(0, 0, ARENA.width, ARENA.height);
	const thin = style.stroke / scale;
	drawGrid(context, style, thin);
	for (const { trail } of view.figures) drawTrail(context, trail, style, thin);
	if (view.taken) drawRing(context, view.taken.place, COIN_RADIUS + 40 * view.taken.part, style.soft, thin);
	if (view.coin) drawCoin(context, view.coin, view.isClaimed, style, thin);
	for (const figure of view.figures) drawFigure(context, figure, style, thin);
	drawNames(context, view.figures, style, style.type / scale);
}

function drawGrid(context: CanvasRenderingContext2D, { grid }: ArenaStyle, thin: number): void {
	context.strokeStyle = grid;
	context.lineWidth = thin;
	context.beginPath();
	for (let x = GRID_STEP; x < ARENA.width; x += GRID_STEP) {
		context.moveTo(x, 0);
		context.lineTo(x, ARENA.height);
	}
	for (let y = GRID_STEP; y < ARENA.height; y += GRID_STEP) {
		context.moveTo(0, y);
		context.lineTo(ARENA.width, y);
	}
	context.stroke();
}

/** A point for each position that was received: dense over a stream, far apart over polls. */
function drawTrail(context: CanvasRenderingContext2D, trail: readonly Place[], { soft }: ArenaStyle, thin: number): void {
	context.strokeStyle = context.fillStyle = soft;
	context.lineWidth = thin;
	context.beginPath();
	for (const { x, y } of trail) context.lineTo(x, y);
	context.stroke();
	context.beginPath();
	for (const { x, y } of trail) {
		context.moveTo(x, y);
		context.arc(x, y, 2.5 * thin, 0, 2 * Math.PI);
	}
	context.fill();
}

function drawRing(context: CanvasRenderingContext2D, { x, y }: Place, radius: number, colour: string, thin: number): void {
	context.strokeStyle = colour;
	context.lineWidth = thin;
	context.beginPath();
	context.arc(x, y, radius, 0, 2 * Math.PI);
	context.stroke();
}

/** Whole while it is there for all, an empty broken ring while one's claim is on its way. */
function drawCoin(context: CanvasRenderingContext2D, coin: Place, isClaimed: boolean, style: ArenaStyle, thin: number): void {
	if (isClaimed) context.setLineDash([5, 5]);
	drawRing(context, coin, COIN_RADIUS, style.accent, 2 * thin);
	context.setLineDash([]);
	if (isClaimed) return;
	context.fillStyle = style.accent;
	context.beginPath();
	context.arc(coin.x, coin.y, 0.55 * COIN_RADIUS, 0, 2 * Math.PI);
	context.fill();
}

function drawFigure(context: CanvasRenderingContext2D, figure: Figure, style: ArenaStyle, thin: number): void {
	const { x, y } = figure.place;
	const { path } = shapeOf(figure.shape);
	const outline = PATHS.get(path) ?? new Path2D(path);
	PATHS.set(path, outline);
	context.save();
	context.translate(x, y);
	context.scale(PLAYER_RADIUS, PLAYER_RADIUS);
	context.fillStyle = figure.isOwn ? style.ink : style.sheet;
	context.strokeStyle = style.ink;
	context.lineWidth = (2 * thin) / PLAYER_RADIUS;
	context.fill(outline);
	context.stroke(outline);
	context.restore();
}

/** Over all players, none on another, in a width that no name leaves and in which none is squeezed. */
function drawNames(context: CanvasRenderingContext2D, figures: readonly Figure[], style: ArenaStyle, type: number): void {
	context.textBaseline = 'middle';
	context.lineWidth = type / 4;
	context.lineJoin = 'round';
	context.strokeStyle = style.sheet;
	context.fillStyle = style.ink;
	const fontOf = ({ isOwn }: Figure) => `${isOwn ? 600 : 400} ${type}px ${style.family}`;
	const widthOf = (text: string) => context.measureText(text).width;
	const names = figures.map((figure) => {
		context.font = fontOf(figure);
		const text = fitName(plainText(figure.name), NAME_WIDTH, widthOf);
		return { text, width: widthOf(text) };
	});
	const places = namePlaces(
		figures.map(({ place }) => place),
		names.map(({ width }) => width),
		1.2 * type
	);
	for (const [index, { x, y, align }] of places.entries()) {
		context.font = fontOf(figures[index] as Figure);
		context.textAlign = align;
		const { text = '' } = names[index] ?? {};
		context.strokeText(text, x, y);
		context.fillText(text, x, y);
	}
}
