/** What the server refused; `code` is the problem's, the message its sentence. */
export class ServerError extends Error {
	override readonly name = 'ServerError';
	readonly code: string;
	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

/** Asks the server for JSON. @throws {ServerError} when it refuses, `TypeError` when it does not answer. */
export async function askJson<Answer>(method: string, url: string, body?: unknown): Promise<Answer> {
	const response = await fetch(url, {
		method,
		...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
	});
	const answer = (await response.json().catch(() => ({}))) as Answer & { code?: string; detail?: string };
	if (!response.ok) throw new ServerError(answer.code ?? 'unknown', answer.detail ?? `The server answered ${response.status}.`);
	return answer;
}
