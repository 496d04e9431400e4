import * as v from 'valibot';
import { expectation } from './expectation.ts';

/** A whole number of at least one. */
const positive = (initial: number) =>
	v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'a whole number from 1 on'), v.transform(Number)), String(initial));

const count = (initial: number) => v.optional(v.pipe(v.string(), v.regex(/^\d+$/, 'a whole number'), v.transform(Number)), String(initial));

const A_PORT = 'a port, 0 to 65535';

/** Every setting of the process: its environment variable, its bounds and what it is unless told. The README lists them. */
const schema = v.object({
	PORT: v.optional(v.pipe(v.string(), v.regex(/^\d+$/, A_PORT), v.transform(Number), v.maxValue(65_535, A_PORT)), '3000'),
	HOST: v.optional(v.string(), '127.0.0.1'),
	PUBLIC_ORIGIN: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[^/]+$/, 'an origin such as https://wire.example'))),
	TRUSTED_PROXIES: count(0),
	INSTANCE: v.optional(v.string(), 'local'),
	LOG_LEVEL: v.optional(v.picklist(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
	MAX_STREAMS: count(2000),
	MAX_STREAMS_PER_ADDRESS: count(200),
	MAX_STREAMS_PER_SESSION: count(12),
	NEW_STREAMS_PER_SECOND: positive(20),
	MAX_SESSIONS: count(1000),
	MAX_SESSIONS_PER_ADDRESS: count(200),
	SESSION_IDLE_MS: positive(60_000),
	NEW_SESSIONS_PER_SECOND: positive(20),
	PUBLISHES_PER_SECOND: positive(200),
	NEW_ROOMS_PER_SECOND: positive(2),
	MAX_CONNECTIONS: count(4000),
	MAX_REQUESTS_PER_SOCKET: count(1000),
	HEADERS_TIMEOUT_MS: count(10_000),
	REQUEST_TIMEOUT_MS: count(20_000),
	KEEP_ALIVE_MS: count(5000),
	MAX_HEADER_BYTES: count(8192),
	MAX_TARGET_BYTES: count(2048),
	MAX_BODY_BYTES: count(16_384),
	MAX_MESSAGE_BYTES: count(16_384),
	OUTBOUND_SOFT_BYTES: count(65_536),
	OUTBOUND_HARD_BYTES: count(262_144),
	OUTBOUND_TOTAL_BYTES: count(67_108_864),
	OUTBOUND_STALL_MS: count(5000),
	STREAM_LIFETIME_MS: count(900_000),
	MAX_ROOMS: count(300),
	ROOM_IDLE_MS: count(7_200_000),
	ROOM_HISTORY: positive(2500),
	FEED_HISTORY: positive(10_000),
	MAX_JOBS: positive(20),
	MAX_JOBS_PER_ADDRESS: positive(10),
	JOB_KEEP_MS: positive(600_000),
	JOB_KEEP_BYTES: positive(134_217_728),
	DRAIN_MS: count(10_000)
});

/** The settings of the process, by the names of their environment variables. */
export type Config = v.InferOutput<typeof schema>;

/** Reads the settings; an empty variable counts as absent. @throws {RangeError} that names the variable and what it expects. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const result = v.safeParse(schema, given);
	if (result.success) return result.output;
	const [issue] = result.issues;
	const name = String(v.getDotPath(issue));
	throw new RangeError(`${name}=${JSON.stringify(given[name])} is not allowed: it must be ${expectation(issue)}.`);
}
