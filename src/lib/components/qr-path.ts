import qrcode from 'qrcode-generator';

/** A QR code's dark modules as one SVG path, one unit a module, without the quiet zone. */
export interface QrPath {
	/** Modules on a side. */
	readonly size: number;
	readonly path: string;
}

/** The QR code of a text, with enough correction (M: 15 %) for a photograph of a projector. */
export function qrPath(text: string): QrPath {
	const code = qrcode(0, 'M');
	code.addData(text);
	code.make();
	const size = code.getModuleCount();
	const steps = Array.from({ length: size }, (_, index) => index);
	const rows = steps.map((y) => steps.map((x) => (code.isDark(y, x) ? `M${x} ${y}h1v1h-1z` : '')).join(''));
	return { size, path: rows.join('') };
}
