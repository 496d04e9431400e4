import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { expect } from 'vitest';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { PROBLEMS } from '#lib/protocol/problem.ts';
import type { LaneView, SessionView } from '#lib/protocol/session.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import type { TestServer } from './server.ts';

/** An answer as `curl -i` shows it. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
}

export interface Question {
	readonly headers?: Record<string, string>;
	/** An address of this machine to ask from, such as 127.0.0.2. */
	readonly from?: string;
	/** A string is sent as it is, anything else as JSON with its content type. */
	readonly body?: unknown;
}

/** Asks as `curl` does: a connection of its own, no headers that were not given. */
export function ask(
	server: Pick<TestServer, 'port'>,
	method: string,
	path: string,
	{ headers = {}, from, body }: Question = {}
): Promise<Answer> {
	const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
	const type: Record<string, string> = typeof body === 'string' || body === undefined ? {} : { 'Content-Type': 'application/json' };
	return new Promise((resolve, reject) => {
		const asked = request(
			{
				host: '127.0.0.1',
				port: server.port,
				method,
				path,
				headers: { ...type, ...headers },
				agent: false,
				...(from && { localAddress: from })
			},
			(response) => {
				const parts: Buffer[] = [];
				response.on('data', (part: Buffer) => parts.push(part));
				response.on('error', reject);
				response.on('end', () =>
					resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() })
				);
			}
		);
		asked.on('error', reject);
		asked.end(text);
	});
}

/** The JSON of an answer that went well. */
export async function askJson<Value>(
	server: Pick<TestServer, 'port'>,
	method: string,
	path: string,
	question: Question = {}
): Promise<Value> {
	const answer = await ask(server, method, path, question);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
	return JSON.parse(answer.text) as Value;
}

/** Starts a session, and gives what was answered. */
export function createSession(server: Pick<TestServer, 'port'>, settings: RaceChange = {}): Promise<SessionView> {
	return askJson(server, 'POST', '/sessions', { body: { settings } });
}

/** A session as the server reads it now. */
export function readSession(server: Pick<TestServer, 'port'>, id: string): Promise<SessionView> {
	return askJson(server, 'GET', `/sessions/${id}`);
}

/** A lane as the server reads it now. */
export async function readLane(server: Pick<TestServer, 'port'>, session: string, lane: string): Promise<LaneView | undefined> {
	return (await readSession(server, session)).lanes[lane];
}

/** Asserts a problem document: the status of its code, its type and its fields. */
export function expectProblem(answer: { status: number; text: string; type: string | undefined }, code: ProblemCode): void {
	expect({ status: answer.status, type: answer.type, body: answer.text }).toMatchObject({ type: 'application/problem+json' });
	const problem = JSON.parse(answer.text) as Record<string, unknown>;
	expect(problem).toEqual({
		type: 'about:blank',
		title: expect.any(String),
		status: PROBLEMS[code],
		code,
		detail: expect.stringMatching(/.{10,}[.]$/s)
	});
	expect(answer.status).toBe(PROBLEMS[code]);
}

/** Asks, and asserts that the answer is this problem. */
export async function expectRefusal(
	server: Pick<TestServer, 'port'>,
	method: string,
	path: string,
	code: ProblemCode,
	question: Question = {}
): Promise<Answer> {
	const answer = await ask(server, method, path, question);
	expectProblem({ ...answer, type: answer.headers['content-type'] }, code);
	return answer;
}

let rooms = 0;
const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The name of a room that no other test of the file uses. */
export function newRoom(): string {
	const number = rooms++;
	const letters = [number >> 10, number >> 5, number].map((part) => BASE_32[part & 31]);
	return `scratch:aaaaa${letters.join('')}`;
}
