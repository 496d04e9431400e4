/** An answer that is not the one asked for: another status, or another type. */
export class Refused extends Error {
	override readonly name = 'Refused';
	/** Seconds that the server asks to be left alone (`Retry-After`, RFC 9110, section 10.2.3); null where it does not say. */
	readonly retryAfter: string | null;

	constructor(response: Response) {
		super(`The server answered ${response.status}.`);
		this.retryAfter = response.headers.get('Retry-After');
	}
}

/** What a failed attempt says about the next one: the refusal's `Retry-After`, or null, for a drop too. */
export function retryAfterOf(error: unknown): string | null {
	return error instanceof Refused ? error.retryAfter : null;
}
