/** The time of day of a moment, `14:03`, where the visitor is. */
export function clockTime(at: number): string {
	return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
