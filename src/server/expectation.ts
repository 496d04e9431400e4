import type * as v from 'valibot';

/** What a schema's type is called. */
const TYPES: Readonly<Record<string, string>> = {
	string: 'a text',
	number: 'a number',
	boolean: 'true or false',
	array: 'a list',
	object: 'an object',
	strict_object: 'an object',
	integer: 'a whole number',
	safe_integer: 'a whole number',
	finite: 'a number that is not infinite'
};

/** What was received, where the schema tells it by its kind. */
const RECEIVED: Readonly<Record<string, string>> = { Object: 'an object', Array: 'a list' };

/** Longest piece of what was received that is told again, characters. */
const MAX_TOLD = 40;

/** What must be there in place of what a schema refused, to go on after "must be": `a number`. A schema's own words are told as they are. */
export function expectation(issue: v.BaseIssue<unknown>): string {
	return isTold(issue) ? issue.message : nounOf(issue);
}

/** What is there instead, to go on after that: `, and is "5"`; nothing where the schema has its own words, or it was said already. */
export function received(issue: v.BaseIssue<unknown>): string {
	if (isTold(issue) || issue.received === null || issue.type === 'not_value') return '';
	const told = RECEIVED[issue.received] ?? issue.received;
	return `, and is ${told.length > MAX_TOLD ? `${told.slice(0, MAX_TOLD)}…` : told}`;
}

/** Whether the schema has words of its own for it. */
function isTold({ message }: v.BaseIssue<unknown>): boolean {
	return !message.startsWith('Invalid ');
}

function nounOf({ type, requirement, expected, issues, input }: v.BaseIssue<unknown>): string {
	if (type === 'min_value') return `at least ${String(requirement)}`;
	if (type === 'max_value') return `at most ${String(requirement)}`;
	if (type === 'max_length')
		return Array.isArray(input) ? `a list of at most ${String(requirement)}` : `at most ${String(requirement)} characters long`;
	if (type === 'not_value') return `something else than ${JSON.stringify(requirement)}`;
	if (type === 'picklist') return `one of ${alternatives(expected).join(', ')}`;
	if (type === 'union' && issues) return [...new Set(issues.map(nounOf))].join(' or ');
	return TYPES[type] ?? alternatives(expected).join(' or ');
}

/** What a schema names as `("a" | "b")`. */
function alternatives(expected: string | null): string[] {
	return (expected ?? 'something else').replace(/^\(|\)$/g, '').split(' | ');
}
