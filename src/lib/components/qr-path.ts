import { encode } from 'uqr';

/** A QR code's dark modules as one SVG path, one unit a module, without the quiet zone. */
export interface QrPath {
	/** Modules on a side. */
	readonly size: number;
	readonly path: string;
}

/** The QR code of a text, with enough correction (M: 15 %) for a photograph of a projector. */
export function qrPath(text: string): QrPath {
	const { size, data } = encode(text, { ecc: 'M', border: 0 });
	const rows = data.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
	return { size, path: rows.join('') };
}
