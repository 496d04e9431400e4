/** The only place that knows Chart.js: the parts in use, and how all charts here behave. */
import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	LineController,
	LineElement,
	LinearScale,
	LogarithmicScale,
	PointElement
} from 'chart.js';
import type { ChartConfiguration } from 'chart.js';
import { onColourChange } from '#lib/state/colour.ts';
import { drawSoon } from './draw-queue.ts';

Chart.register(BarController, BarElement, CategoryScale, LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** The kinds of chart that are drawn here. */
export type ChartKind = 'line' | 'bar';

/** How every chart here behaves: it is drawn as it is, at the size of its place, and hears no mouse. */
export const LIVE_OPTIONS = { animation: false, responsive: true, maintainAspectRatio: false, events: [] as [] } as const;
/** A marker at the edge of its chart stands there whole, px. */
const MARKER = 7;
/** The same for lines, whose points come as they are drawn: in order, as `x` and `y`. */
export const LINE_OPTIONS = {
	...LIVE_OPTIONS,
	parsing: false,
	normalized: true,
	clip: { left: 0, top: MARKER, right: MARKER, bottom: MARKER },
	layout: { padding: { top: MARKER, right: MARKER } }
} as const;

/** A chart on a canvas. `redraw` is cheap to call often: it draws at most once a frame, and not while out of sight. */
export interface LiveChart {
	redraw(): void;
	close(): void;
}

/** Whether an axis says its figures: that of a chart in which nothing is has none to say. */
export function sayFigures(chart: Chart<'line'> | Chart<'bar'>, axis: 'x' | 'y', isSaid: boolean): void {
	const ticks = chart.options.scales?.[axis]?.ticks;
	if (ticks) ticks.display = isSaid;
}

/**
 * Draws `configure()` on a canvas and again, with the same configuration made anew, when colours change; `fill` puts the
 * newest figures into it before each drawing.
 */
export function createLiveChart<Type extends ChartKind>(
	canvas: HTMLCanvasElement,
	configure: () => ChartConfiguration<Type>,
	fill: (chart: Chart<Type>) => void
): LiveChart {
	let chart = new Chart(canvas, configure());
	let isSeen = false;
	let cancel = () => {};

	const draw = () => {
		fill(chart);
		chart.update('none');
	};
	const redraw = () => {
		cancel();
		if (isSeen) cancel = drawSoon(draw);
	};
	const sight = new IntersectionObserver(([entry]) => {
		isSeen = entry?.isIntersecting ?? false;
		redraw();
	});
	sight.observe(canvas);
	const stopColours = onColourChange(() => {
		chart.destroy();
		chart = new Chart(canvas, configure());
		redraw();
	});
	return {
		redraw,
		close() {
			cancel();
			sight.disconnect();
			stopColours();
			chart.destroy();
		}
	};
}

export type { Chart, ChartConfiguration };
