import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SEND_EVENT, SET_ATTRIBUTES, startBench, type Bench } from './setup';

/** A 404 of Attentive's own is about one item: for most calls it says that Attentive does not know the person. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	await bench.sandbox.control.reset();
	await bench.sandbox.control.addSignUpUnit({
		id: '11',
		type: 'MARKETING',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'en', country: 'US' },
	});
});
afterAll(async () => await bench.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const PERSON = { phone: '={{ $json.phone }}', email: '={{ $json.email }}', defaultCountry: 'US' };
const SUBSCRIPTION = {
	consent: 'confirmed',
	signUpSourceId: '11',
	signUpBy: 'signUpSource',
	subscriptionType: 'MARKETING',
};
const SUBSCRIBE: INodeParameters = {
	resource: 'subscriber',
	operation: 'subscribe',
	...PERSON,
	...SUBSCRIPTION,
	additionalFields: { ifSubscribed: 'skip' },
};
const ELIGIBILITY: INodeParameters = {
	resource: 'subscriber',
	operation: 'getEligibility',
	lookUpBy: 'phone',
	phone: '={{ $json.phone }}',
};
const ANN = { phone: '+12065551000', email: 'ann@example.com' };

async function bodies(endpoint: string): Promise<unknown[]> {
	return (await bench.sandbox.control.ledger(endpoint)).map(({ body }) => body);
}

function states(items: IDataObject[]): unknown[] {
	return items.map(({ attentive, error }) => Reflect.get((attentive ?? error) as object, 'status'));
}

describe('somebody whom Attentive does not know', () => {
	test('is subscribed, by phone and email', async () => {
		const run = await bench.run(SUBSCRIBE, [ANN]);
		expect(run.status).toBe('success');
		expect(await bodies('POST /v1/subscriptions')).toEqual([expect.objectContaining({ user: ANN })]);
	});

	test('is subscribed where only the phone is known', async () => {
		await bench.run(SET_ATTRIBUTES, [{ phone: ANN.phone, points: 1 }]);
		await bench.run(SUBSCRIBE, [ANN]);
		expect(await bodies('POST /v1/subscriptions')).toEqual([expect.objectContaining({ user: ANN })]);
	});

	test.each(['upsert', 'upsertMany'])('is subscribed by user.%s', async (operation) => {
		const run = await bench.run(
			{
				resource: 'user',
				operation,
				...PERSON,
				subscribeToo: true,
				...SUBSCRIPTION,
				additionalFields: { ifSubscribed: 'skip' },
			},
			[ANN],
		);
		expect(run.status).toBe('success');
		await bench.sandbox.control.advanceClock(24 * 3_600_000);
		expect(await bench.sandbox.control.texts()).toHaveLength(1);
	});

	test('is eligible for nothing, with a note', async () => {
		const none = { text: false };
		const run = await bench.run(ELIGIBILITY, [ANN]);
		expect(run.json('Attentive')).toEqual([
			{
				phone: ANN.phone,
				marketing: none,
				transactional: none,
				checkoutAbandoned: none,
				note: 'Attentive does not know this person',
			},
		]);
	});

	test('is refused alone where Attentive cannot unsubscribe or delete the unknown', async () => {
		await bench.sandbox.control.setSettings({ removalOfUnknown: 'notFound' });
		const people = Array.from({ length: 12 }, (_none, index) => ({
			phone: `+1206555${2000 + index}`,
			points: 1,
		}));
		await bench.run(
			SET_ATTRIBUTES,
			people.filter((_person, index) => index !== 3),
		);
		for (const operation of [
			{ resource: 'subscriber', operation: 'unsubscribe' },
			{ resource: 'privacyRequest', operation: 'create' },
		]) {
			const run = await bench.run({ ...operation, ...PERSON, email: '' }, people, CONTINUE);
			const refused = run.json('Attentive').flatMap(({ error }) => (error ? [error as IDataObject] : []));
			expect(refused).toHaveLength(1);
			expect(refused[0]).toMatchObject({
				status: 'refused',
				reasonCode: 'notFound',
				reason: expect.stringContaining('Attentive does not know this person'),
			});
		}
	});
});

describe('a 404 in Attentive’s own form for one row of twelve', () => {
	let server: Server;
	beforeAll(async () => {
		server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const isFourth = Buffer.concat(chunks).toString().includes('2065551003');
				const body = isFourth
					? { error: { id: 7, message: 'The specified resource was not found' } }
					: { id: 'one', externalId: 'one', url: 'https://example.com/', events: [] };
				response
					.writeHead(isFourth ? 404 : 200, { 'content-type': 'application/json' })
					.end(JSON.stringify(body));
			});
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
	});
	afterAll(() => server.close());

	const cart = {
		...PERSON,
		email: '',
		currency: 'USD',
		products: 'oneByOne',
		productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.price }}' }] },
	};
	const writes: INodeParameters[] = [
		{ ...SUBSCRIBE, additionalFields: { ifSubscribed: 'again' }, email: '' },
		{ resource: 'subscriber', operation: 'unsubscribe', ...PERSON, email: '' },
		{ resource: 'privacyRequest', operation: 'create', ...PERSON, email: '' },
		SEND_EVENT,
		SET_ATTRIBUTES,
		{ resource: 'ecommerceEvent', operation: 'productView', ...cart },
		{ resource: 'ecommerceEvent', operation: 'addToCart', ...cart },
		{ resource: 'ecommerceEvent', operation: 'purchase', ...cart },
		{
			resource: 'identity',
			operation: 'addIdentifiers',
			...PERSON,
			email: '',
			clientUserId: '={{ $json.member }}',
		},
		{ resource: 'user', operation: 'upsert', ...PERSON, email: '' },
		{ resource: 'segment', operation: 'create', name: '={{ $json.phone }}' },
		{
			resource: 'webhook',
			operation: 'create',
			url: '=https://example.com/{{ $json.phone }}',
			events: ['sms.sent'],
		},
	];
	test.each(writes.map((parameters) => [`${parameters.resource}.${parameters.operation}`, parameters]))(
		'%s: the 11 others go through',
		async (_name, parameters) => {
			const people = Array.from({ length: 12 }, (_none, index) => ({
				phone: `+1206555${1000 + index}`,
				points: index + 1,
				sku: 'A1',
				price: 5,
				member: `m-${index}`,
			}));
			const { port } = server.address() as AddressInfo;
			const run = await bench.run(parameters as INodeParameters, people, {
				...CONTINUE,
				baseUrl: `http://127.0.0.1:${port}`,
			});
			const items = run.json('Attentive');
			const rows = states(items.filter((item) => 'attentive' in item || 'error' in item));
			expect(rows.filter((state) => state === 'refused')).toHaveLength(1);
			expect(rows.filter((state) => state === 'notTried')).toHaveLength(0);
			expect(items).toHaveLength(12);
		},
	);
});
