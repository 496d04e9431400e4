/** How one setting is read from a link and written into it; `read` answers undefined for what is no value of it. */
export interface Field<Value> {
	readonly parameter: string;
	readonly initial: Value;
	read(text: string): Value | undefined;
	/** Whether nothing of a text that can be read is left out; nothing is, unless told. */
	isComplete?(text: string): boolean;
	write(value: Value): string;
}

/** A number within bounds, with at most four decimals. */
export function number(parameter: string, bounds: { min: number; max: number; initial: number }, isWhole = false): Field<number> {
	return {
		parameter,
		initial: bounds.initial,
		read(text) {
			const value = /^\d{1,10}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
			const fits = value >= bounds.min && value <= bounds.max && (!isWhole || Number.isInteger(value));
			return fits ? value : undefined;
		},
		write: (value) => String(Math.round(value * 10_000) / 10_000)
	};
}

/** One of a few words. */
export function choice<Value extends string>(parameter: string, values: readonly Value[], initial: Value): Field<Value> {
	return { parameter, initial, read: (text) => values.find((value) => value === text), write: (value) => value };
}

/** Something that is so or not; not so, unless told. */
export function flag(parameter: string): Field<boolean> {
	return {
		parameter,
		initial: false,
		read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
		write: (isSo) => (isSo ? '1' : '0')
	};
}

/** A text of a certain form, empty unless told. */
export function word(parameter: string, form: RegExp): Field<string> {
	return { parameter, initial: '', read: (text) => (form.test(text) ? text : undefined), write: (text) => text };
}

/**
 * A code that people pass on, empty unless told. Capitals, and what stands around it in a letter, do not count; what is too
 * short or has other signs in it stays as it is: that there is nothing of that code is for the server to say.
 */
export function code(parameter: string): Field<string> {
	return { parameter, initial: '', read: (text) => /[a-z\d]{1,16}/.exec(text.toLowerCase())?.[0], write: (text) => text };
}

/** A table of settings: how each stands in a link. */
export type Fields<Settings> = { readonly [Name in keyof Settings]: Field<Settings[Name]> };

/** The settings of a query; what is unknown, broken or out of bounds is what it is unless told. */
export function readFields<Settings>(fields: Fields<Settings>, query: URLSearchParams): Settings {
	const names = Object.keys(fields) as (keyof Settings)[];
	const values = names.map((name) => {
		const { parameter, initial, read } = fields[name];
		const text = query.get(parameter);
		return [name, text === null ? initial : (read(text) ?? initial)];
	});
	return Object.fromEntries(values) as Settings;
}

/** What of a link is not as it says: it is no value, a part of it is none, or it is more than the other settings allow. */
export type LinkFault = 'unread' | 'incomplete' | 'bounded';

/** The parameters of a query that belong to the table and are not what `settings`, which a page made of it, are. */
export function brokenParameters<Settings>(
	fields: Fields<Settings>,
	query: URLSearchParams,
	settings = readFields(fields, query)
): { readonly parameter: string; readonly fault: LinkFault }[] {
	const names = Object.keys(fields) as (keyof Settings)[];
	return names.flatMap((name) => {
		const { parameter } = fields[name];
		const text = query.get(parameter);
		const fault = text === null ? undefined : faultOf(fields[name], text, settings[name]);
		return fault ? [{ parameter, fault }] : [];
	});
}

function faultOf<Value>({ read, write, isComplete }: Field<Value>, text: string, value: Value): LinkFault | undefined {
	const asked = read(text);
	if (asked === undefined) return 'unread';
	if (isComplete?.(text) === false) return 'incomplete';
	return write(asked) === write(value) ? undefined : 'bounded';
}

/**
 * The query of all these settings, also of those that are as they would be untold: a link that means the same once
 * a default has changed.
 */
export function writeAllFields<Settings>(fields: Fields<Settings>, settings: Settings): string {
	const names = Object.keys(fields) as (keyof Settings)[];
	const query = new URLSearchParams();
	for (const name of names) {
		const text = fields[name].write(settings[name]);
		if (text !== '') query.set(fields[name].parameter, text);
	}
	return `?${query.toString().replaceAll('%2C', ',')}`;
}

/** A query, `?a=b` or nothing, without some of its parameters. */
export function withoutParameters(query: string, parameters: readonly string[]): string {
	const left = new URLSearchParams(query);
	for (const parameter of parameters) left.delete(parameter);
	const text = left.toString().replaceAll('%2C', ',');
	return text === '' ? '' : `?${text}`;
}

/** The query of these settings, `?a=b` or nothing; what is as it would be untold is left out. */
export function writeFields<Settings>(fields: Fields<Settings>, settings: Settings): string {
	const query = new URLSearchParams();
	for (const name of Object.keys(fields) as (keyof Settings)[]) {
		const field = fields[name];
		const text = field.write(settings[name]);
		if (text !== field.write(field.initial)) query.set(field.parameter, text);
	}
	const text = query.toString().replaceAll('%2C', ',');
	return text === '' ? '' : `?${text}`;
}
