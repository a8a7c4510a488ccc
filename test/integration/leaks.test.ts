import { CONTINUE, EVENTS, rows, SEND_EVENT, useBench, useStandIn } from './setup';

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

	test('no error shows a stack trace or a raw dump in its texts', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'garbage' });
		const run = await bench.run(SEND_EVENT, rows(1));
		expect(run.error?.message).not.toMatch(/<html|\bat \w+ \(|\{"/);
		expect(run.error?.description).not.toMatch(/<html|\bat \w+ \(|\{"/);
	});
});
