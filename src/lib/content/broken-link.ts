/** What of a link is not as it says, by the kind of its fault. */
type Fault = { readonly parameter: string; readonly fault: 'unread' | 'incomplete' | 'bounded' };

/** What is told of a link that is not restored as it says; nothing where it is. */
export function brokenLinkSentence(faults: readonly Fault[]): string {
	const named = (fault: Fault['fault']) => faults.filter((each) => each.fault === fault).map(({ parameter }) => `“${parameter}”`);
	const clause = (names: readonly string[], one: string, many: string) =>
		names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? one : many}`];
	const clauses = [
		...clause(named('unread'), 'stands at its default', 'stand at their defaults'),
		...clause(named('incomplete'), 'is without what is unknown', 'are without what is unknown'),
		...clause(named('bounded'), 'is as high as the other settings allow', 'are as high as the other settings allow')
	];
	return clauses.length === 0
		? ''
		: `Not all of this link could be ${named('bounded').length === faults.length ? 'kept' : 'read'}: ${clauses.join('; ')}.`;
}

function listed(names: readonly string[]): string {
	return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
