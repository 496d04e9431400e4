import type { ServerResponse } from 'node:http';

/** Answers with plain text that nobody may keep. */
export function sendText(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
	response.end(text);
}
