import type { Page } from 'playwright-core';

/** A text that somebody in the last row cannot read. */
export interface Unreadable {
	readonly text: string;
	readonly where: string;
	readonly px: number;
	readonly contrast: number;
}

/** What a canvas says, as it was drawn last. */
interface DrawnText {
	readonly text: string;
	/** CSS px. */
	readonly px: number;
	readonly colour: string;
}

/** Has a page note what it writes on canvases, for `unreadable`. Before it loads. */
export function noteCanvases(page: Page): Promise<unknown> {
	return page.addInitScript(() => {
		const drawn = new WeakMap<HTMLCanvasElement, DrawnText[]>();
		Object.assign(globalThis, { drawn });
		const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
		CanvasRenderingContext2D.prototype.clearRect = function (...of) {
			drawn.set(this.canvas, []);
			clearRect.apply(this, of);
		};
		CanvasRenderingContext2D.prototype.fillText = function (text, ...of) {
			const { c, d } = this.getTransform();
			const scale = (Math.hypot(c, d) * this.canvas.clientHeight) / this.canvas.height;
			const px = Number(/([\d.]+)px/.exec(this.font)?.[1]) * scale;
			drawn.get(this.canvas)?.push({ text, px, colour: String(this.fillStyle) });
			fillText.apply(this, [text, ...of]);
		};
	});
}

/** The visible texts of a page, on canvases that were noted too, that are smaller than `px` or of less contrast than `contrast` (WCAG 2.2), and how many there are in all, and on canvases. */
export function unreadable(
	page: Page,
	px: number,
	contrast: number
): Promise<{ readonly texts: number; readonly drawn: number; readonly found: Unreadable[] }> {
	return page.evaluate(
		({ px, contrast }) => {
			type Rgba = [number, number, number, number];
			const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
			/** Any CSS colour, as the browser itself paints it. */
			const rgba = (colour: string): Rgba => {
				probe.clearRect(0, 0, 1, 1);
				probe.fillStyle = colour;
				probe.fillRect(0, 0, 1, 1);
				const [r = 0, g = 0, b = 0, a = 0] = probe.getImageData(0, 0, 1, 1).data;
				return [r, g, b, a / 255];
			};
			const over = ([r, g, b, a]: Rgba, [br, bg, bb]: Rgba): Rgba => [r * a + br * (1 - a), g * a + bg * (1 - a), b * a + bb * (1 - a), 1];
			const behind = (element: Element | null): Rgba => {
				if (!element) return [255, 255, 255, 1];
				const colour = rgba(getComputedStyle(element).backgroundColor);
				return colour[3] === 1 ? colour : over(colour, behind(element.parentElement));
			};
			const opacity = (element: Element | null): number =>
				element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1;
			const luminance = ([r, g, b]: Rgba) => {
				const [lr = 0, lg = 0, lb = 0] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
				return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
			};
			const isSeen = (element: Element) => {
				const { width, height } = element.getBoundingClientRect();
				return width > 2 && height > 2 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
			};
			const shown: { element: Element; text: string; style: Pick<CSSStyleDeclaration, 'color' | 'fontSize'> }[] = [];
			const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (walker.nextNode()) {
				const { parentElement: element, textContent } = walker.currentNode;
				const text = textContent?.trim() ?? '';
				if (!element || text === '' || element.closest('select, script, style, noscript') || !isSeen(element)) continue;
				shown.push({ element, text, style: getComputedStyle(element) });
			}
			for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
				if (['range', 'radio', 'checkbox'].includes(field.type) || !isSeen(field)) continue;
				shown.push({ element: field, text: field.value, style: getComputedStyle(field) });
				if (field.placeholder) shown.push({ element: field, text: field.placeholder, style: getComputedStyle(field, '::placeholder') });
			}
			const onPage = shown.length;
			const { drawn } = globalThis as { drawn?: WeakMap<HTMLCanvasElement, DrawnText[]> };
			for (const canvas of document.querySelectorAll('canvas')) {
				if (!isSeen(canvas)) continue;
				for (const { text, px, colour } of drawn?.get(canvas) ?? [])
					shown.push({ element: canvas, text, style: { color: colour, fontSize: `${px}px` } });
			}
			const found = shown.flatMap(({ element, text, style }) => {
				const ground = behind(element);
				const [r, g, b, a] = rgba(style.color);
				const [light = 0, dark = 0] = [luminance(over([r, g, b, a * opacity(element)], ground)), luminance(ground)].sort((x, y) => y - x);
				const ratio = (light + 0.05) / (dark + 0.05);
				const size = parseFloat(style.fontSize);
				if (size >= px && ratio >= contrast) return [];
				const where = `${element.tagName.toLowerCase()}.${element.className} in ${element.parentElement?.tagName.toLowerCase()}.${element.parentElement?.className}`;
				return [{ text: text.slice(0, 40), where, px: Math.round(size * 10) / 10, contrast: Math.round(ratio * 10) / 10 }];
			});
			return { texts: onPage, drawn: shown.length - onPage, found };
		},
		{ px, contrast }
	);
}
