import { useBench } from './setup';

const bench = useBench();

const test_ = async (data: { apiKey?: string; baseUrl?: string }) =>
	await bench.n8n.testCredential('attentiveApi', {
		apiKey: bench.sandbox.apiKey,
		baseUrl: bench.sandbox.url,
		...data,
	});

describe('the credential’s test', () => {
	test('calls GET /v1/me and passes', async () => {
		expect((await test_({})).status).toBe('OK');
		expect(
			(await test_({ baseUrl: ` ${bench.sandbox.url}/ `, apiKey: ` ${bench.sandbox.apiKey}\n` })).status,
		).toBe('OK');
		expect(await bench.requests('GET /v1/me')).toBe(2);
	});

	test('tells a wrong key from a wrong address', async () => {
		const wrongKey = await test_({ apiKey: 'wrong' });
		expect(wrongKey).toEqual({
			status: 'Error',
			message: expect.stringContaining('does not accept this API key'),
		});
		const wrongPath = await test_({ baseUrl: `${bench.sandbox.url}/v1` });
		expect(wrongPath).toEqual({
			status: 'Error',
			message: expect.stringContaining('Base URL does not lead to Attentive'),
		});
	});

	test.each(['garbage', 'redirect', '404'] as const)(
		'an address that is not Attentive’s (%s) does not pass',
		async (kind) => {
			await bench.sandbox.control.addFault(
				kind === 'redirect' ? { kind, location: 'https://example.com/' } : { kind },
			);
			expect(await test_({})).toEqual({
				status: 'Error',
				message: expect.stringContaining('Base URL does not lead to Attentive'),
			});
		},
	);

	test('the key does not go to a plain http address', async () => {
		const result = await test_({ baseUrl: bench.sandbox.url.replace('127.0.0.1', '127.0.0.1.nip.example') });
		expect(result).toEqual({ status: 'Error', message: expect.stringContaining('Base URL') });
	});
});
