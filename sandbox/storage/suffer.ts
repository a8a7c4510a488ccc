import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../attentive/account';
import type { Fault } from '../attentive/faults';
import type { Noted } from '../window/requestLog';
import type { StorageEndpoint } from './endpoints';
import { errorXml } from './refusal';

/** Does to a request what a fault says. Whether that was all; if not, the request goes on as usual. */
export async function suffer(
	account: Account,
	fault: Fault,
	endpoint: StorageEndpoint,
	request: IncomingMessage,
	response: ServerResponse,
	noted: Noted | undefined,
): Promise<boolean> {
	noted?.struckBy(fault.kind);
	const answer = (status: number, headers: Record<string, string>, body = '') => {
		account.requests.answered(endpoint, status);
		noted?.answered(status);
		response.writeHead(status, headers).end(body);
		return true;
	};
	switch (fault.kind) {
		case 'slow':
			await sleep(fault.ms, undefined, { signal: account.end, ref: false }).catch(() => {});
			return false;
		case 'reset':
		case 'resetAfter':
			account.requests.answered(endpoint, 'noAnswer');
			noted?.answered(null);
			request.socket.destroy();
			return true;
		case 'hang':
		case 'hangAfter':
			account.requests.answered(endpoint, 'noAnswer');
			noted?.answered(null);
			account.end.addEventListener('abort', () => request.socket.destroy(), { once: true });
			return true;
		case 'redirect':
			return answer(fault.status ?? 302, { location: fault.location });
		case 'garbage':
			return answer(
				200,
				{ 'content-type': 'text/html' },
				'<!doctype html><html><body><h1>Welcome</h1></body></html>\n',
			);
		case 'answer':
		case 'answerAfter':
			return answer(fault.status, { 'content-type': 'application/json' }, JSON.stringify(fault.body));
		default: {
			const headers: Record<string, string> = { 'content-type': 'application/xml' };
			if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
			const body = errorXml('SlowDown', 'The sandbox was told to refuse.');
			return answer(Number.parseInt(fault.kind, 10), headers, body);
		}
	}
}
