/** Asks for JSON as a page does. @throws {Error} that says what was answered instead. */
export async function fetchJson<Answer>(method: string, url: string, body?: unknown): Promise<Answer> {
	const response = await fetch(url, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
	if (!response.ok) throw new Error(`${method} was answered ${response.status}: ${await response.text()}`);
	return (await response.json()) as Answer;
}
