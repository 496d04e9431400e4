import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Backend } from './backend.ts';
import type { Config } from './config.ts';
import { GuardedResponse } from './framing.ts';
import { Problem, refuseSocket } from './problem.ts';

/** Answers what the backend leaves over: the pages. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server with every time-out and bound that Node leaves open by default, in front of a backend and the pages. */
export function createHttpServer(config: Config, backend: Backend, pages: Pages): Server {
	const take = (request: IncomingMessage, response: ServerResponse) => backend.request(request, response, () => pages(request, response));
	const server = createServer(
		{
			maxHeaderSize: config.MAX_HEADER_BYTES,
			headersTimeout: config.HEADERS_TIMEOUT_MS,
			requestTimeout: config.REQUEST_TIMEOUT_MS,
			// Node looks this seldom by default that a time-out of 10 s would take 30.
			connectionsCheckingInterval: Math.min(2000, config.HEADERS_TIMEOUT_MS),
			keepAliveTimeout: config.KEEP_ALIVE_MS,
			// The backend looks at the Host itself, and says what is wrong with it.
			requireHostHeader: false,
			ServerResponse: GuardedResponse
		},
		take
	);
	// An expectation that Node does not know, it would refuse without a word.
	server.on('checkExpectation', take);
	server.maxRequestsPerSocket = config.MAX_REQUESTS_PER_SOCKET;
	server.maxConnections = config.MAX_CONNECTIONS;
	server.on('connection', (socket) => backend.connection(socket));
	server.on('upgrade', (request, socket, head) => backend.upgrade(request, socket, head));
	server.on('connect', (_request, socket) => refuseSocket(socket, new Problem('wrong-method', 'This is no proxy.')));
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseSocket(socket, parserProblem(error)));
	return server;
}

function parserProblem({ code }: NodeJS.ErrnoException): Problem {
	if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large', 'The request head is too large.');
	if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout', 'The request took too long to arrive.');
	return new Problem('bad-request', 'This is not HTTP.');
}
