/** Chunked transfer coding (RFC 9112, section 7.1): `size in hex CRLF data CRLF`, closed by a chunk of size 0. */
const CRLF = '\r\n';

/** The line that opens a chunk of `size` bytes. */
export function chunkHead(size: number): string {
	return size.toString(16) + CRLF;
}

/** What closes each chunk. */
export const CHUNK_TAIL = CRLF;

/** Bytes that the coding adds to a chunk of `size` bytes: 5 for up to 15 bytes, 6 for up to 255, and so on. */
export function chunkOverheadBytes(size: number): number {
	return chunkHead(size).length + CHUNK_TAIL.length;
}

/** Bytes of the last chunk, `0 CRLF CRLF`. */
export const LAST_CHUNK_BYTES = 5;
