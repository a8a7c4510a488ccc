import type { INodeParameters } from 'n8n-workflow';
import { CONTINUE, EVENTS, results, rows, SEND_EVENT, useBench, useStandIn } from './setup';

const bench = useBench();
const elsewhere = useStandIn(({ url, headers }) => {
	const key = headers.authorization ?? '';
	const token = key.replace('Bearer ', '');
	if (url.startsWith('/text/'))
		return { status: 400, headers: { 'content-type': 'text/plain' }, body: `Bad key ${token}` };
	return { status: 400, body: { error: { id: 7, message: `Bad header ${key}, that is ${token}` } } };
});

describe('promise 7: nothing leaks', () => {
	test.each([301, 302, 307, 308] as const)('a redirect (%i) is not followed', async (status) => {
		await bench.sandbox.control.addFault({
			endpoint: EVENTS,
			kind: 'redirect',
			location: `${elsewhere.url}/v1`,
			status,
		});
		const run = await bench.run(SEND_EVENT, rows(1));
		expect(elsewhere.received).toEqual([]);
		expect(run.error?.message).toContain('with a redirect');
	});

	test.each([
		'http://attentive.example.com',
		'ftp://127.0.0.1',
		'https://user:word@example.com',
		'attentive',
		'https://example.com/?to=',
		'https://example.com/#a',
	])('a base URL that is not safe (%s) gets no request', async (baseUrl) => {
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl });
		expect(run.error?.message).toContain(`The Base URL of the credential '${baseUrl}' is not`);
	});

	test('a token that comes back in an answer does not get into errors, outputs or the log', async () => {
		const stopped = await bench.run(SEND_EVENT, rows(1), { baseUrl: elsewhere.url });
		const continued = await bench.run(SEND_EVENT, rows(1), { ...CONTINUE, baseUrl: elsewhere.url });
		expect(stopped.error?.message).toContain('Bad header Bearer …');
		expect(elsewhere.received).toHaveLength(2);
		for (const run of [stopped, continued])
			expect(JSON.stringify(run.fullRunData)).not.toContain(bench.sandbox.apiKey);
		expect(JSON.stringify(stopped.error)).not.toContain(bench.sandbox.apiKey);
		expect(bench.n8n.logLines.join('\n')).not.toContain(bench.sandbox.apiKey);
	});

	test('a token that comes back in a plain text does not get into the error either', async () => {
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl: `${elsewhere.url}/text` });
		expect(run.error?.message).toContain('Bad key …');
		expect(JSON.stringify(run.fullRunData)).not.toContain(bench.sandbox.apiKey);
		expect(bench.n8n.logLines.join('\n')).not.toContain(bench.sandbox.apiKey);
	});

	describe('a token that comes back in a success', () => {
		const escaped = (text: string) =>
			Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
		const percent = (text: string) =>
			Array.from(text, (one) => `%${one.charCodeAt(0).toString(16)}`).join('');
		const FORMS: Array<[string, (token: string) => string]> = [
			['as it is', (token) => token],
			['as the header', (token) => `Bearer ${token}`],
			['in capitals', (token) => token.toUpperCase()],
			['percent-encoded', percent],
			["with JSON's escapes", escaped],
			['in Base64', (token) => Buffer.from(`user:${token}`).toString('base64')],
		];
		const READS: Array<[string, INodeParameters, (told: string) => string]> = [
			[
				'a segment that was made',
				{ resource: 'segment', operation: 'create', name: 'Gold' },
				(told) => `{"externalId":"gold","name":"${told}","description":"${told}"}`,
			],
			[
				'a webhook',
				{ resource: 'webhook', operation: 'create', url: 'https://example.com/a', events: ['sms.sent'] },
				(told) => `{"id":"1","url":"https://example.com/?of=${told}","events":["${told}"]}`,
			],
			[
				'the account',
				{ resource: 'account', operation: 'get' },
				(told) => `{"companyName":"${told}","${told}":1}`,
			],
			[
				'attributes and their names',
				{ resource: 'customAttribute', operation: 'get', lookUpBy: 'phone', phone: '+12065551000' },
				(told) => `[{"name":"${told}","value":"Gold"},{"name":"tier","value":["${told}"]}]`,
			],
			[
				'a list',
				{ resource: 'segment', operation: 'getAll', returnAll: true },
				(told) => `{"segments":[{"externalId":"gold","name":"${told}"}],"hasMore":false}`,
			],
		];
		const echo = useStandIn();
		const allForms = (token: string) =>
			FORMS.flatMap(([, form]) => [form(token), form(token).toLowerCase(), form(token).toUpperCase()]);

		test.each(
			FORMS.flatMap(([how, form]) => READS.map(([what, ...read]) => [how, what, form, ...read] as const)),
		)('%s, in %s', async (_how, _what, form, parameters, body) => {
			const token = bench.sandbox.apiKey;
			echo.answer = () => ({ body: body(form(token)) });
			const run = await bench.run(parameters, [{}], { ...CONTINUE, baseUrl: echo.url });
			expect(run.json('Attentive')).toHaveLength(1);
			expect(JSON.stringify(run.json('Attentive'))).toContain('…');
			const shown = JSON.stringify([run.fullRunData, bench.n8n.logLines]);
			expect(allForms(token).filter((written) => shown.includes(written))).toEqual([]);
		});

		test("a 404 nested too deeply to look through is not told as Attentive's own", async () => {
			const deep = `${'['.repeat(3_000)}"${bench.sandbox.apiKey}"${']'.repeat(3_000)}`;
			echo.answer = () => ({ status: 404, body: deep });
			const run = await bench.run(
				{ resource: 'webhook', operation: 'delete', webhookId: '7', options: {} },
				[{}],
				{ ...CONTINUE, baseUrl: echo.url },
			);
			expect(results(run)).toEqual([expect.objectContaining({ status: 'refused' })]);
			expect(JSON.stringify(run.fullRunData)).not.toContain(bench.sandbox.apiKey);
		});
	});

	test('no error shows a stack trace or a raw dump in its texts', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'garbage' });
		const run = await bench.run(SEND_EVENT, rows(1));
		expect(run.error?.message).not.toMatch(/<html|\bat \w+ \(|\{"/);
		expect(run.error?.description).not.toMatch(/<html|\bat \w+ \(|\{"/);
	});
});
