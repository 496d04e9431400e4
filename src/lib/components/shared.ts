/** What a page gives to be shared. */
export interface Shared {
	readonly title: string;
	/** The address of the page, without a query. */
	readonly page: string;
	/** Every setting, `?a=b`, or nothing. */
	readonly query: string;
	/** The same in few letters, as things stand now: for a code to be read from afar. */
	readonly shortQuery: string;
	readonly settings: object;
	/** Its id as an embed; undefined where it cannot be embedded. */
	readonly embed?: string;
	/** The short query as its embed reads it, where that is another. */
	readonly embedQuery?: string;
	/** Whether a room is left out of the link. */
	readonly hasRoom?: boolean;
}
