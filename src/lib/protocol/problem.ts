/** Every code that an error of ours can have, on HTTP (`application/problem+json`, RFC 9457) and on sockets, with its HTTP status. */
export const PROBLEMS = {
	'bad-request': 400,
	'bad-target': 400,
	'bad-after': 400,
	'bad-wait': 400,
	'bad-json': 400,
	'too-deep': 400,
	'bad-event': 400,
	'bad-room': 400,
	'bad-settings': 400,
	'bad-handshake': 400,
	'session-required': 400,
	'foreign-origin': 403,
	'foreign-host': 403,
	'generated-feed': 403,
	'not-a-member': 403,
	'not-yours': 403,
	'unknown-path': 404,
	'unknown-feed': 404,
	'unknown-technique': 404,
	'unknown-session': 404,
	'unknown-lane': 404,
	'room-gone': 404,
	'wrong-method': 405,
	'request-timeout': 408,
	'too-large': 413,
	'target-too-long': 414,
	'wrong-type': 415,
	'expectation-failed': 417,
	'upgrade-required': 426,
	'headers-too-large': 431,
	'too-fast': 429,
	'too-many-streams': 429,
	'room-full': 503,
	full: 503,
	draining: 503,
	unavailable: 503,
	internal: 500
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** Close codes of our WebSockets, in the private range (RFC 6455, section 7.4.2); 1012 means "restarting, come back". */
export const CLOSE = {
	bad: 4400,
	forbidden: 4403,
	gone: 4404,
	slow: 4408,
	replaced: 4409,
	rate: 4429,
	unavailable: 4503,
	restart: 1012
} as const;
