import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { JsonError, checkJson, parseJson } from '#lib/protocol/json.ts';
import { MAX_JSON_DEPTH } from '#lib/protocol/limits.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { expectation, received } from './expectation.ts';
import { Problem } from './problem.ts';

/**
 * The JSON of a request's body, checked against a schema. `onRead` hears how many bytes it has, before they are judged.
 * @throws {Problem} `wrong-type`, `too-large`, `bad-json`, `too-deep`, or `code` where the schema does not fit.
 */
export async function readBody<Schema extends v.GenericSchema>(
	request: IncomingMessage,
	schema: Schema,
	code: ProblemCode,
	maxBytes: number,
	onRead: (bytes: number) => void = () => {}
): Promise<v.InferOutput<Schema>> {
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/json') throw new Problem('wrong-type', 'Send JSON with "Content-Type: application/json".');
	const body = await readBytes(request, maxBytes);
	onRead(body.length);
	return parseInput(body.toString('utf8'), schema, code);
}

/** Untrusted JSON text, checked against a schema. @throws {Problem} as `readBody`. */
export function parseInput<Schema extends v.GenericSchema>(text: string, schema: Schema, code: ProblemCode): v.InferOutput<Schema> {
	return fitInput(
		judgeJson(() => parseJson(text, MAX_JSON_DEPTH)),
		schema,
		code
	);
}

/** Untrusted JSON that a library has parsed, checked against a schema. @throws {Problem} as `readBody`. */
export function checkInput<Schema extends v.GenericSchema>(value: unknown, schema: Schema, code: ProblemCode): v.InferOutput<Schema> {
	judgeJson(() => checkJson(value, MAX_JSON_DEPTH));
	return fitInput(value, schema, code);
}

function judgeJson<Value>(judge: () => Value): Value {
	try {
		return judge();
	} catch (error) {
		if (error instanceof JsonError) throw new Problem(error.code, error.message);
		throw error;
	}
}

/** A value of JSON, checked against a schema. @throws {Problem} `code`. */
export function fitInput<Schema extends v.GenericSchema>(value: unknown, schema: Schema, code: ProblemCode): v.InferOutput<Schema> {
	// An empty array would pass for an object of which every field is optional.
	if (Array.isArray(value)) throw new Problem(code, 'The body must be an object.');
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	throw new Problem(code, issueSentence(result.issues[0]));
}

/** What does not fit, and what to do. */
function issueSentence(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue);
	const what = expectation(issue) + received(issue);
	if (path === null) return `The body must be ${what}.`;
	if (issue.type === 'strict_object' && issue.expected === 'never') return `There is no "${path}" here: leave it out.`;
	return issue.received === 'undefined' ? `"${path}" is missing.` : `"${path}" must be ${what}.`;
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
	const tooLarge = new Problem('too-large', `A body has at most ${maxBytes} bytes.`, { Connection: 'close' });
	if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
	const parts: Buffer[] = [];
	let size = 0;
	try {
		for await (const part of request as AsyncIterable<Buffer>) {
			size += part.length;
			if (size > maxBytes) throw tooLarge;
			parts.push(part);
		}
	} catch (error) {
		// Whoever sent it has gone, or was too slow: nobody hears the answer, and nothing failed here.
		throw error === tooLarge ? error : new Problem('bad-request', 'The body broke off.', { Connection: 'close' });
	}
	return Buffer.concat(parts);
}
