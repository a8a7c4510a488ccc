import http from 'node:http';
import axios, { AxiosError } from 'axios';
import { startSandbox } from '../../sandbox/start';
import type { Fault } from '../../sandbox/control';
import { attributes, client, events, phone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const send = (externalEventId = 'one') => api().sendEvent({ type: 'A', externalEventId, user: { phone } });
const writes = async () => (await control().ledger()).length;
const statuses = async () =>
	(await control().requests()).find(({ endpoint }) => endpoint === events)?.statuses;

describe('faults with an answer', () => {
	it.each<[Fault, number, number]>([
		[{ kind: '400' }, 400, 0],
		[{ kind: '401' }, 401, 0],
		[{ kind: '403' }, 403, 0],
		[{ kind: '404' }, 404, 0],
		[{ kind: '429' }, 429, 0],
		[{ kind: '500before' }, 500, 0],
		[{ kind: '502' }, 502, 0],
		[{ kind: '503' }, 503, 0],
		[{ kind: '504' }, 504, 0],
		[{ kind: '500after' }, 500, 1],
		[{ kind: '502after' }, 502, 1],
		[{ kind: '503after' }, 503, 1],
		[{ kind: '504after' }, 504, 1],
		[{ kind: 'garbage' }, 200, 0],
		[{ kind: 'redirect', location: 'https://elsewhere.example/' }, 302, 0],
		[{ kind: 'redirect', location: 'https://elsewhere.example/', status: 307 }, 307, 0],
		[{ kind: 'slow', ms: 20 }, 200, 1],
	])('%j answers %d and writes %d', async (fault, status, written) => {
		await control().addFault({ ...fault, endpoint: events });
		const answer = await send();
		expect(answer.status).toBe(status);
		expect(answer.headers['x-ratelimit-limit']).toBe('150');
		expect(await writes()).toBe(written);
		expect((await send()).status).toBe(200);
	});

	it('429 says that nothing is left, and when to come again', async () => {
		await control().addFault({ endpoint: events, kind: '429', retryAfter: 2 });
		const { headers } = await send();
		expect(headers['retry-after']).toBe('2');
		expect(headers['x-ratelimit-remaining']).toBe('0');
	});

	it('what comes before the time of a Retry-After is over is counted', async () => {
		await control().addFault({ endpoint: events, kind: '429', retryAfter: 3_600 });
		const tooEarly = async () =>
			(await control().requests()).find(({ endpoint }) => endpoint === events)?.tooEarly;
		await send('one');
		expect(await tooEarly()).toBe(0);
		await send('two');
		await send('three');
		expect(await tooEarly()).toBe(2);
		await control().addFault({ endpoint: attributes, kind: '429', retryAfter: 0 });
		await api().setAttributes({});
		await api().setAttributes({});
		expect((await control().requests()).find(({ endpoint }) => endpoint === attributes)?.tooEarly).toBe(0);
	});

	it('garbage is a page and redirect names its place', async () => {
		await control().addFault({ kind: 'garbage' });
		await control().addFault({ kind: 'redirect', location: 'https://elsewhere.example/' });
		const page = await send();
		expect(page.headers['content-type']).toContain('text/html');
		expect(page.data).toContain('<html>');
		expect((await send()).headers.location).toBe('https://elsewhere.example/');
	});
});

describe('faults without an answer', () => {
	it.each<[Fault, number]>([
		[{ kind: 'reset' }, 0],
		[{ kind: 'resetAfter' }, 1],
	])('%j cuts the connection and writes %d', async (fault, written) => {
		await control().addFault({ ...fault, endpoint: events });
		await expect(send()).rejects.toBeInstanceOf(AxiosError);
		expect(await writes()).toBe(written);
		expect(await statuses()).toEqual({ noAnswer: 1 });
		expect((await send()).status).toBe(200);
	});

	it.each<[Fault, number]>([
		[{ kind: 'hang' }, 0],
		[{ kind: 'hangAfter' }, 1],
	])('%j never answers and writes %d', async (fault, written) => {
		await control().addFault({ ...fault, endpoint: events });
		const giveUp = new AbortController();
		const body = { type: 'A', user: { phone } };
		const hanging = api().http.post('/v1/events/custom', body, { signal: giveUp.signal });
		const settled = expect(hanging).rejects.toMatchObject({ code: 'ERR_CANCELED' });
		while ((await statuses())?.noAnswer !== 1);
		expect(await writes()).toBe(written);
		giveUp.abort();
		await settled;
	});

	it('closing ends what hangs and what is slow', async () => {
		const sandbox = await startSandbox();
		await sandbox.control.addFault({ kind: 'hang' });
		await sandbox.control.addFault({ kind: 'slow', ms: 600_000 });
		const requests = [1, 2].map(() =>
			expect(client(sandbox).get('/v1/me')).rejects.toBeInstanceOf(AxiosError),
		);
		for (;;) {
			const me = (await sandbox.control.requests()).find(({ endpoint }) => endpoint === 'GET /v1/me');
			if (me?.total === 2) break;
		}
		await sandbox.close();
		await Promise.all(requests);
	});

	it('a reset ends what hangs', async () => {
		await control().addFault({ kind: 'hang' });
		const hanging = expect(send()).rejects.toBeInstanceOf(AxiosError);
		while ((await statuses())?.noAnswer !== 1);
		await control().reset();
		await hanging;
	});
});

describe('which requests a fault strikes', () => {
	it('count, after letting some pass', async () => {
		await control().addFault({ endpoint: events, kind: '503', after: 1, count: 2 });
		const answers = [await send(), await send(), await send(), await send()];
		expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
		expect(await statuses()).toEqual({ '200': 2, '503': 2 });
	});

	it('only those that hold a text', async () => {
		await control().addFault({ endpoint: events, kind: '500after', match: '"two"' });
		const answers = [await send('one'), await send('two'), await send('two')];
		expect(answers.map(({ status }) => status)).toEqual([200, 500, 200]);
		await control().addFault({ kind: '503', match: 'email=ann' });
		const get = (email: string) => api().http.get('/v1/attributes/custom', { params: { email } });
		expect((await get('bob@example.com')).status).toBe(200);
		expect((await get('ann@example.com')).status).toBe(503);
	});

	it('only those of an endpoint', async () => {
		await control().addFault({ endpoint: attributes, kind: '503' });
		expect((await send()).status).toBe(200);
	});

	it('after a write: only what was written, never a refused one', async () => {
		await control().addFault({ endpoint: events, kind: '500after' });
		expect((await api().sendEvent({ type: '', user: { phone } })).status).toBe(400);
		expect((await send()).status).toBe(500);
	});

	it('none after clearing', async () => {
		await control().addFault({ kind: '503', count: 100 });
		expect((await send()).status).toBe(503);
		await control().clearFaults();
		expect((await send()).status).toBe(200);
	});

	it.each([
		['an unknown endpoint', { endpoint: 'POST /v1/event', kind: '503' }],
		['an unknown kind', { kind: '200' }],
		['slow without ms', { kind: 'slow' }],
		['a redirect to nowhere', { kind: 'redirect' }],
	])('control refuses %s', async (_what, fault) => {
		const answer = await axios.post(`${api().sandbox.url}/_sandbox/faults`, fault, {
			proxy: false,
			validateStatus: () => true,
		});
		expect(answer.status).toBe(400);
	});
});

it('a redirect leads a client that follows it to the other place', async () => {
	const elsewhere = http.createServer((_request, response) => response.end('elsewhere'));
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	const address = elsewhere.address();
	if (address === null || typeof address === 'string') throw new Error('It listens nowhere.');
	await control().addFault({ kind: 'redirect', location: `http://127.0.0.1:${address.port}/` });
	const followed = await api().http.get('/v1/me', { maxRedirects: 1 });
	expect(followed.data).toBe('elsewhere');
	elsewhere.closeAllConnections();
	elsewhere.close();
});
