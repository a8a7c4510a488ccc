import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { endpoints } from './api';
import { errorResponse, type Endpoint } from './api/endpoint';
import { serve } from './api/serve';
import { Account } from './attentive/account';
import { realTime } from './attentive/clock';
import { defaultRequestsPerSecond } from './attentive/rateLimits';
import { randomSecret } from './attentive/tokens';
import { authorizePage } from './authorizePage';
import { connectionsIn } from './connections';
import { SandboxControl } from './control';
import { ControlRefusal } from './controlCheck';
import { controlPrefix, controlRoutes } from './controlRoutes';
import { startStorage } from './storage/start';
import { RequestLog } from './window/requestLog';
import { serveWindow } from './window/serveWindow';

/** Bytes. For an API request (assumed: v1 states no limit) and for seeding many users at once. */
const apiBodyLimit = 10 * 1024 * 1024;
const controlBodyLimit = 512 * 1024 * 1024;

/** Characters of an unknown path in messages. */
const longestShownPath = 100;

export interface SandboxOptions {
	/** Any free one if left out. */
	port?: number;
	/** Random at each start if left out. It survives a reset. */
	apiKey?: string;
	/**
	 * A file that keeps tokens, OAuth apps and webhooks for the next start: what n8n has saved of them goes on working.
	 * Nothing is kept if left out.
	 */
	connectionsFile?: string;
	/** Serves the page that shows what arrives, at the sandbox's address, and keeps the last requests for it. */
	window?: boolean;
	/** Where to complain about unknown paths: stderr if left out. */
	log?: (line: string) => void;
}

export interface Sandbox {
	/** Without a slash at its end. */
	url: string;
	/** A token with every permission. */
	apiKey: string;
	control: SandboxControl;
	/** Ends hanging and slow requests too, at once. */
	close(): Promise<void>;
}

/** Starts a sandbox of its own, on loopback only: several in one process know nothing of each other. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, apiKey = randomSecret(), log = (line) => process.stderr.write(`${line}\n`) } = options;
	const { connectionsFile, window = false } = options;
	const connections = connectionsFile === undefined ? undefined : connectionsIn(connectionsFile);
	const storage = await startStorage(() => current(), log);
	const newAccount = () => {
		const made = new Account(apiKey, storage.origin);
		if (window) made.requestLog = requestLogOf(made);
		return made;
	};
	let account = newAccount();
	connections?.restore(account);
	const current = () => account;
	const reset = () => {
		account.close();
		account = newAccount();
	};

	const server = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		bodyLimit: controlBodyLimit,
		// A segment's ID may be long.
		routerOptions: { maxParamLength: 4096 },
	});
	if (connections !== undefined) {
		server.addHook('onSend', async ({ method }) => {
			if (method !== 'GET') connections.keep(current());
		});
	}
	// Bodies are read as they are, whatever they claim to be: `serve` judges them, after token and permission.
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	unknownPaths(server, current, log);
	server.register(async (api) => apiRoutes(api, current, log));
	server.register(async (pages) => authorizePage(pages, current));
	if (window) server.register(async (page) => serveWindow(page, current, log));
	server.register(
		async (control) => {
			control.removeAllContentTypeParsers();
			control.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
				parseControlBody(body, done),
			);
			control.setErrorHandler((error, _request, reply) => {
				const status = error instanceof ControlRefusal ? 400 : statusOf(error);
				return reply.code(status).send({ error: error instanceof Error ? error.message : String(error) });
			});
			control.addHook('onRequest', async () => current().catchUp());
			controlRoutes(control, current, reset);
		},
		{ prefix: controlPrefix },
	);
	await server.listen({ host: '127.0.0.1', port });

	const url = `http://127.0.0.1:${boundPort(server)}`;
	return {
		url,
		apiKey,
		control: new SandboxControl(url),
		async close() {
			account.close();
			await storage.close();
			await server.close();
		},
	};
}

function requestLogOf({ clock, ledger, texts, journeys }: Account): RequestLog {
	return new RequestLog(clock, () => ({
		ledger: ledger.list().length,
		texts: texts.sent.length,
		noTexts: journeys.noTexts.length,
	}));
}

function apiRoutes(api: FastifyInstance, account: () => Account, log: (line: string) => void): void {
	/** Here comes what Fastify refuses before `serve`, such as a body that is too large, and any fault of ours. */
	const refuse = (
		{ name, method, requestsPerSecond }: Endpoint,
		error: unknown,
		{ url }: FastifyRequest,
		reply: FastifyReply,
	) => {
		const status = statusOf(error);
		const reason = error instanceof Error ? error.message : String(error);
		if (status >= 500) log(`sandbox: ${error instanceof Error ? error.stack : String(error)}`);
		account().requests.arrived(name, realTime());
		account().requests.answered(name, status);
		const noted = account().requestLog?.arrived({
			endpoint: name,
			method,
			path: url,
			app: undefined,
			body: '',
			limit: requestsPerSecond,
		});
		noted?.refused(reason);
		noted?.answered(status);
		return reply
			.headers({ 'x-ratelimit-limit': requestsPerSecond, 'x-ratelimit-remaining': requestsPerSecond })
			.code(status)
			.send(errorResponse(account(), reason));
	};
	for (const endpoint of endpoints) {
		api.route({
			method: endpoint.method,
			url: endpoint.route,
			bodyLimit: endpoint.bodyLimit ?? apiBodyLimit,
			handler: (request, reply) => serve(account(), endpoint, request, reply),
			errorHandler: (error, request, reply) => void refuse(endpoint, error, request, reply),
		});
	}
}

/** A path that the sandbox does not have is a fault of the test or a gap of the sandbox: neither may go unseen. */
function unknownPaths(server: FastifyInstance, account: () => Account, log: (line: string) => void): void {
	server.setNotFoundHandler((request, reply) => {
		const { method, url } = request;
		const path = (url.split('?')[0] ?? '').slice(0, longestShownPath);
		const message = `${method} ${path} is not part of the sandbox; ${controlPrefix}/requests lists what is`;
		log(`sandbox: ${message}`);
		account().unknownRequests.push({ method, path: url, at: account().clock.iso() });
		const noted = account().requestLog?.arrived({
			endpoint: null,
			method,
			path: url,
			app: undefined,
			limit: defaultRequestsPerSecond,
			body: typeof request.body === 'string' ? request.body : '',
		});
		noted?.refused(message);
		noted?.answered(404);
		return reply
			.headers({
				'x-ratelimit-limit': defaultRequestsPerSecond,
				'x-ratelimit-remaining': defaultRequestsPerSecond,
			})
			.code(404)
			.send(errorResponse(account(), message));
	});
}

function parseControlBody(body: string | Buffer, done: (error: Error | null, body?: unknown) => void): void {
	try {
		const parsed: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
		done(null, parsed);
	} catch (error) {
		done(new ControlRefusal(`The body is not JSON: ${String(error)}`));
	}
}

function statusOf(error: unknown): number {
	return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
		? error.statusCode
		: 500;
}

function boundPort(server: FastifyInstance): number {
	const address = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('The sandbox listens nowhere.');
	return address.port;
}
