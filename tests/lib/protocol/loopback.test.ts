import { expect, it } from 'vitest';
import { isLoopback } from '../../../src/lib/protocol/loopback.ts';

it.each([
	'http://localhost:3000/?present=1',
	'http://wire.localhost/',
	'http://127.0.0.1:3000/',
	'http://127.8.9.1/',
	'http://[::1]:3000/#key'
])('%s is reached from its own machine alone', (address) => expect(isLoopback(address)).toBe(true));

it.each(['https://wire.example/', 'http://192.168.0.7:3000/', 'http://localhost.example/', 'http://127.0.0.1.example/', 'no address'])(
	'%s may be reached from others',
	(address) => expect(isLoopback(address)).toBe(false)
);
