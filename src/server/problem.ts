import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEMS } from '#lib/protocol/problem.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { UNFRAMED } from './framing.ts';

/** Bad input or a limit, answered with a problem document (RFC 9457): a code for programs, a sentence that says what to do. */
export class Problem extends Error {
	override readonly name = 'Problem';
	readonly code: ProblemCode;
	/** Headers that the answer needs, such as `Retry-After` (seconds) and `Allow`. */
	readonly headers: Readonly<Record<string, string>>;

	constructor(code: ProblemCode, detail: string, headers: Record<string, string> = {}) {
		super(detail);
		this.code = code;
		this.headers = headers;
	}

	get status(): number {
		return PROBLEMS[this.code];
	}

	/** The document. */
	toJSON() {
		return { type: 'about:blank', title: STATUS_CODES[this.status], status: this.status, code: this.code, detail: this.message };
	}
}

/** What went wrong as a problem; anything unforeseen becomes `internal` and tells the caller nothing. */
export function asProblem(error: unknown): Problem {
	return error instanceof Problem ? error : new Problem('internal', 'Something failed on the server. Try again.');
}

/** What is said of a path that leads nowhere. */
export function nothingHere(): Problem {
	return new Problem('unknown-path', 'There is nothing here.');
}

/** Answers a request with a problem. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
	if (response.headersSent || response.destroyed) {
		response.destroy();
		return;
	}
	const body = JSON.stringify(problem);
	response.writeHead(problem.status, {
		...UNFRAMED,
		...problem.headers,
		'Content-Type': 'application/problem+json',
		'Content-Length': Buffer.byteLength(body),
		'Cache-Control': 'no-store'
	});
	response.end(body);
}

/** Answers on a raw socket (a refused upgrade, a request that is no HTTP) and closes it. */
export function refuseSocket(socket: Duplex, problem: Problem): void {
	const body = JSON.stringify(problem);
	const headers = {
		...UNFRAMED,
		...problem.headers,
		'Content-Type': 'application/problem+json',
		'Content-Length': String(Buffer.byteLength(body)),
		Connection: 'close'
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n`;
	if (socket.writable) socket.end(head + body);
	const timer = setTimeout(() => socket.destroy(), 1000).unref();
	socket.once('close', () => clearTimeout(timer));
}
