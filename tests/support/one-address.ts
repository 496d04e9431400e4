/** All visitors of a test come from one address, more of them in a second than of people. */
export const ONE_ADDRESS = { NEW_STREAMS_PER_SECOND: '1000' };
