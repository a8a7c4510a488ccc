import type { INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	DAY,
	errors,
	SEND_EVENT,
	SET_ATTRIBUTES,
	SIGN_UP_UNIT,
	SUBSCRIBE,
	useBench,
	useStandIn,
} from './setup';

/** A 404 of Attentive's own is about one item: for most calls it says that Attentive does not know the person. */
const bench = useBench(async ({ control }) => await control.addSignUpUnit(SIGN_UP_UNIT));

const PERSON = { phone: '={{ $json.phone }}', email: '={{ $json.email }}', defaultCountry: 'US' };
const SUBSCRIPTION = {
	consent: 'confirmed',
	signUpSourceId: SIGN_UP_UNIT.id,
	signUpBy: 'signUpSource',
	subscriptionType: 'MARKETING',
};
const SUBSCRIBING: INodeParameters = {
	resource: 'subscriber',
	operation: 'subscribe',
	...PERSON,
	...SUBSCRIPTION,
	additionalFields: { ifSubscribed: 'skip' },
};
const LOOKING_UP: INodeParameters = {
	resource: 'subscriber',
	operation: 'getEligibility',
	lookUpBy: 'phone',
	phone: '={{ $json.phone }}',
};
const ANN = { phone: '+12065551000', email: 'ann@example.com' };

describe('somebody whom Attentive does not know', () => {
	test('is subscribed, by phone and email', async () => {
		const run = await bench.run(SUBSCRIBING, [ANN]);
		expect(run.status).toBe('success');
		expect(await bench.bodies(SUBSCRIBE)).toEqual([expect.objectContaining({ user: ANN })]);
	});

	test('is subscribed where only the phone is known', async () => {
		await bench.run(SET_ATTRIBUTES, [{ phone: ANN.phone, points: 1 }]);
		await bench.run(SUBSCRIBING, [ANN]);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([expect.objectContaining({ user: ANN })]);
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
		await bench.sandbox.control.advanceClock(DAY);
		expect(await bench.sandbox.control.texts()).toHaveLength(1);
	});

	test('is eligible for nothing, with a note', async () => {
		const none = { text: false };
		const run = await bench.run(LOOKING_UP, [ANN]);
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
			expect(errors(run).filter(Boolean)).toEqual([
				expect.objectContaining({
					status: 'refused',
					reasonCode: 'notFound',
					reason: expect.stringContaining('Attentive does not know this person'),
				}),
			]);
		}
	});
});

describe('a 404 in Attentive’s own form for one row of twelve', () => {
	const server = useStandIn(({ body }) =>
		body.includes('2065551003')
			? { status: 404, body: { error: { id: 7, message: 'The specified resource was not found' } } }
			: { body: { id: 'one', externalId: 'one', name: 'One', url: 'https://example.com/', events: [] } },
	);

	const cart = {
		...PERSON,
		email: '',
		currency: 'USD',
		products: 'oneByOne',
		productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.price }}' }] },
	};
	const writes: INodeParameters[] = [
		{ ...SUBSCRIBING, additionalFields: { ifSubscribed: 'again' }, email: '' },
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
	test.each<[string, INodeParameters]>(
		writes.map((parameters) => [`${parameters.resource}.${parameters.operation}`, parameters]),
	)('%s: the 11 others go through', async (_name, parameters) => {
		const people = Array.from({ length: 12 }, (_none, index) => ({
			phone: `+1206555${1000 + index}`,
			points: index + 1,
			sku: 'A1',
			price: 5,
			member: `m-${index}`,
		}));
		const run = await bench.run(parameters, people, { ...CONTINUE, baseUrl: server.url });
		expect(run.json('Attentive')).toHaveLength(12);
		expect(errors(run).filter(Boolean)).toEqual([expect.objectContaining({ status: 'refused' })]);
	});
});
