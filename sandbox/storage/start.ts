import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Account } from '../attentive/account';
import { realTime } from '../attentive/clock';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import type { StorageAnswer, StorageCall } from './call';
import type { StorageEndpoint } from './endpoints';
import { getResultFile } from './getResultFile';
import { putCatalogFile } from './putCatalogFile';
import { errorXml, StorageRefusal } from './refusal';
import { suffer } from './suffer';

interface Route {
	name: StorageEndpoint;
	method: string;
	path: RegExp;
	/** Answers, or throws a StorageRefusal. */
	answer(call: StorageCall): StorageAnswer | Promise<StorageAnswer>;
}

const routes: readonly Route[] = [
	{
		name: 'GET /bulk-results/{bulkJobId}.jsonl',
		method: 'GET',
		path: /^\/bulk-results\/([\w-]+)\.jsonl$/,
		answer: getResultFile,
	},
	{
		name: 'PUT /catalog-uploads/{uploadId}',
		method: 'PUT',
		path: /^\/catalog-uploads\/([\w-]+)$/,
		answer: putCatalogFile,
	},
];

/**
 * Starts the storage that pre-signed URLs lead to: an origin of its own on loopback, which answers like S3 and knows no tokens.
 * @param account the account of the moment
 */
export async function startStorage(
	account: () => Account,
	log: (line: string) => void,
): Promise<{ origin: string; close(): Promise<void> }> {
	const server = createServer((request, response) => {
		serve(account(), request, response).catch((error: unknown) => {
			log(`sandbox storage: ${error instanceof Error ? error.stack : String(error)}`);
			request.socket.destroy();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The storage listens nowhere.');
	return {
		origin: `http://127.0.0.1:${address.port}`,
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

async function serve(account: Account, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://storage');
	const route = routes.find(({ path, method }) => method === request.method && path.test(url.pathname));
	const id = route?.path.exec(url.pathname)?.[1];
	// Files are not kept: the catalog and the jobs show what was in them.
	const noted = account.requestLog?.arrived({
		endpoint: route?.name ?? null,
		method: request.method ?? '',
		path: url.pathname,
		app: undefined,
		body: '',
		limit: defaultRequestsPerSecond,
	});
	const send = (answer: StorageAnswer) => {
		if (route !== undefined) account.requests.answered(route.name, answer.status);
		noted?.answered(answer.status);
		response.writeHead(answer.status, answer.headers);
		response.end(answer.body);
	};
	/** A download that ends in the middle. */
	const breakOff = ({ status, headers, body = '' }: StorageAnswer) => {
		if (route !== undefined) account.requests.answered(route.name, status);
		noted?.struckBy('resetAfter');
		noted?.answered(null);
		response.writeHead(status, headers);
		response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
	};
	if (route !== undefined) account.requests.arrived(route.name, realTime());
	try {
		if (route === undefined || id === undefined) {
			throw new StorageRefusal(403, 'AccessDenied', 'Access Denied');
		}
		const before = account.faults.beforeWrite(route.name, url.pathname, '');
		if (before !== undefined && (await suffer(account, before, route.name, request, response, noted))) return;
		account.catchUp();
		if (request.headers.authorization !== undefined) {
			throw new StorageRefusal(
				403,
				'InvalidArgument',
				'Only one auth mechanism allowed; the URL is pre-signed, and an Authorization header came beside it.',
			);
		}
		const objection = account.signedUrls.objection(route.method, url);
		if (objection !== undefined) throw new StorageRefusal(403, objection.code, objection.message);
		const answer = await route.answer({ account, id, request });
		const after = account.faults.afterWrite(route.name, url.pathname, '');
		if (after?.kind === 'resetAfter' && answer.body !== undefined) return breakOff(answer);
		if (after === undefined || !(await suffer(account, after, route.name, request, response, noted)))
			send(answer);
	} catch (error) {
		if (!(error instanceof StorageRefusal)) throw error;
		noted?.refused(error.message);
		send({
			status: error.status,
			headers: { 'content-type': 'application/xml' },
			body: errorXml(error.code, error.message),
		});
	}
}
