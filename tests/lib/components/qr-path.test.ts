import { describe, expect, it } from 'vitest';
import { qrPath } from '#lib/components/qr-path.ts';

/** Whether a module is dark. */
function isDark(path: string, x: number, y: number): boolean {
	return path.includes(`M${x} ${y}h1v1h-1z`);
}

describe('qrPath', () => {
	it('draws the three finders of a QR code', () => {
		const { size, path } = qrPath('http://192.168.0.12:3000/remote#abc');
		const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
		for (const [left, top] of [
			[0, 0],
			[size - 7, 0],
			[0, size - 7]
		] as const) {
			const drawn = finder.map((row, y) => [...row].map((_, x) => (isDark(path, left + x, top + y) ? '1' : '0')).join(''));
			expect(drawn).toEqual(finder);
		}
	});

	it('grows with the text, and takes a link of a thousand characters', () => {
		expect(qrPath('a').size).toBe(21);
		const long = qrPath(`http://localhost/?${'x'.repeat(1000)}`);
		expect(long.size).toBeGreaterThan(21);
		expect(long.size).toBeLessThanOrEqual(177);
	});

	it('draws another text otherwise', () => {
		expect(qrPath('a').path).not.toBe(qrPath('b').path);
	});
});
