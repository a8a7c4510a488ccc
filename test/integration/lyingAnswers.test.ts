import type { INodeParameters } from 'n8n-workflow';
import { EVERY_PARAMETER } from './everyParameter';
import { byId, CONTINUE, eachField, errors, useBench, useStandIn } from './setup';

/** Answers to writes that tell nothing of Attentive, or lie: which success is one? */
const bench = useBench();
const server = useStandIn();

interface Write {
	parameters: INodeParameters;
	/** The status that the OpenAPI documents for a success. */
	status: number;
	/** Whether it documents an object as the answer. */
	hasAnswer: boolean;
}

const PERSON: INodeParameters = { email: '={{ $json.email }}' };
const WITH_ATTRIBUTES = { ...PERSON, attributes: eachField([{ column: 'tier', type: 'text' }]) };
const CONSENT = {
	consent: 'confirmed',
	signUpBy: 'signUpSource',
	signUpSourceId: '11',
	subscriptionType: 'MARKETING',
	additionalFields: { ifSubscribed: 'again' },
};
const PRODUCTS = {
	...PERSON,
	products: 'oneByOne',
	productRows: { products: [{ productId: '1', variantId: '1', name: 'Shirt', price: '5' }] },
	currency: 'USD',
};
const HOOK = { url: 'https://example.com/a', events: ['sms.sent'] };
const withAnswer = (status: number, parameters: INodeParameters): Write => ({
	parameters,
	status,
	hasAnswer: true,
});
const without = (status: number, parameters: INodeParameters): Write => ({
	parameters,
	status,
	hasAnswer: false,
});

const WRITES: Record<string, Write> = {
	'customAttribute set': without(200, WITH_ATTRIBUTES),
	'customEvent send': without(200, { ...PERSON, type: 'Points Awarded' }),
	'ecommerceEvent productView': without(200, PRODUCTS),
	'ecommerceEvent addToCart': without(200, PRODUCTS),
	'ecommerceEvent purchase': without(200, PRODUCTS),
	'identity addIdentifiers': without(202, { ...PERSON, clientUserId: 'A1' }),
	'offer addCodes': without(202, { offerId: '1', codes: 'A' }),
	'privacyRequest create': withAnswer(200, PERSON),
	'segment addMembers': withAnswer(202, { ...PERSON, externalId: byId('gold') }),
	'segment delete': without(204, { externalId: byId('gold') }),
	'segment create': withAnswer(201, { name: 'Gold' }),
	'segment removeMembers': withAnswer(202, { ...PERSON, externalId: byId('gold') }),
	'segment update': withAnswer(200, { externalId: byId('gold'), name: 'Silver' }),
	'subscriber subscribe': withAnswer(202, { ...PERSON, ...CONSENT }),
	'subscriber unsubscribe': withAnswer(202, PERSON),
	'user upsert': withAnswer(202, WITH_ATTRIBUTES),
	'user upsertMany': withAnswer(202, WITH_ATTRIBUTES),
	'webhook create': withAnswer(201, HOOK),
	'webhook delete': without(204, { webhookId: byId('1') }),
	'webhook update': withAnswer(200, { webhookId: byId('1'), state: 'disabled' }),
};

/** Each as the text of the body, and what it is for a write with and without a documented answer. */
const LIES: Array<[name: string, body: string, withAnswer: string, without: string]> = [
	['an object', '{"captive":true,"user-portal-url":"https://portal.example"}', 'success', 'success'],
	['an empty object', '{}', 'success', 'success'],
	['nothing', '', 'unknown', 'success'],
	['null', 'null', 'unknown', 'success'],
	['an empty list', '[]', 'unknown', 'success'],
	['a word', 'OK', 'unknown', 'success'],
	['a word as JSON', '"Accepted"', 'unknown', 'success'],
	['a sentence', 'Please sign in to continue', 'unknown', 'unknown'],
	['a sentence as JSON', '"Please sign in to continue"', 'unknown', 'unknown'],
	['a page', '<html><body>Sign in</body></html>', 'unknown', 'unknown'],
	['half an object', '{"id":"1","na', 'unknown', 'unknown'],
	['a list', '["Sign in"]', 'unknown', 'unknown'],
	['a number', '7', 'unknown', 'unknown'],
	['true', 'true', 'unknown', 'unknown'],
	['false', 'false', 'unknown', 'unknown'],
	['an error', '{"error":"Sign in"}', 'unknown', 'unknown'],
	['a no', '{"success":false,"message":"No"}', 'refused', 'refused'],
];

test('every operation that writes is here, but for uploads, which end with a file at a storage', () => {
	const writing = Object.entries(EVERY_PARAMETER).flatMap(([name, variants]) =>
		variants.some(({ read }) => read) ? [] : [name],
	);
	expect([...Object.keys(WRITES), 'productCatalog upload'].sort()).toEqual(writing.sort());
});

describe.each(Object.entries(WRITES))('%s', (name, { parameters, status, hasAnswer }) => {
	const [resource = '', operation = ''] = name.split(' ');
	const outcomeOf = async (answer: { status: number; body?: string }) => {
		const known = { id: '1', ...HOOK };
		server.answer = ({ method }) => (method === 'GET' ? { body: { webhooks: [known] } } : answer);
		const run = await bench.run(
			{ resource, operation, options: { retryMinutes: 0 }, ...parameters },
			[{ email: 'ann@example.com', tier: 'Gold' }],
			{ ...CONTINUE, baseUrl: server.url },
		);
		const [error] = errors(run);
		return error ? error.status : 'success';
	};

	test.each(LIES)('%s: %s', async (_lie, body, ifDocumented, otherwise) => {
		for (const one of new Set([200, 202, status])) {
			// No body can come with a 204.
			if (one !== 204)
				expect(await outcomeOf({ status: one, body })).toBe(hasAnswer ? ifDocumented : otherwise);
		}
	});

	test('a 204', async () => {
		expect(await outcomeOf({ status: 204 })).toBe(hasAnswer ? 'unknown' : 'success');
	});
});
