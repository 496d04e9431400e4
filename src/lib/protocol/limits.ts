/** Limits that both sides know. The process's own limits are in `server/config.ts`. */

/** Events per second times payload bytes that one lane of a race may carry. */
export const MAX_RACE_BYTES_PER_SECOND = 64_000;
/** Beats of a stream that JavaScript can see, and the silence after which a client takes it for dead, ms. */
export const SSE_BEAT_MS = 15_000;
export const SOCKET_BEAT_MS = 20_000;
export const WATCHDOG_MS = 45_000;
/** Seconds after which a page comes back whose WebSocket was closed for saying too much. */
export const TOO_MUCH_SECONDS = 10;
/** Seconds that a long poll waits: unless told, and at most. */
export const LONG_POLL_SECONDS = 25;
export const MAX_LONG_POLL_SECONDS = 60;
/** Nesting that JSON from the network may have. */
export const MAX_JSON_DEPTH = 8;
/** Connections that a browser opens to one host over HTTP/1.1 (Chromium, Firefox, Safari). */
export const HTTP1_CONNECTIONS = 6;
