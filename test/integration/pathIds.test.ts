import { byId, CONTINUE, errors, GET_ATTRIBUTES, useBench } from './setup';

const bench = useBench();

const id = '={{ $json.id }}';

test.each([
	['Segment: Archive', { resource: 'segment', operation: 'delete', externalId: byId(id) }],
	['Segment: Update', { resource: 'segment', operation: 'update', externalId: byId(id), name: 'Gold' }],
	['Webhook: Update', { resource: 'webhook', operation: 'update', webhookId: byId(id), state: 'disabled' }],
	['Offer: Add Codes', { resource: 'offer', operation: 'addCodes', offerId: id, codes: 'A' }],
	['Bulk Job: Get', { resource: 'bulkJob', operation: 'get', jobId: id }],
	['Privacy Request: Get', { resource: 'privacyRequest', operation: 'get', requestId: id }],
	['Product Catalog: Get', { resource: 'productCatalog', operation: 'get', uploadId: id }],
])(
	'%s: an ID that leads to another address, or cannot be in one, is refused before anything is sent',
	async (_what, parameters) => {
		const run = await bench.run(parameters, [{ id: '.' }, { id: '..' }, { id: 'a\ud83d' }], CONTINUE);
		expect(errors(run)).toEqual([
			expect.objectContaining({ status: 'rejected', reasonCode: 'notAnId', value: '.' }),
			expect.objectContaining({ status: 'rejected', reasonCode: 'notAnId', value: '..' }),
			expect.objectContaining({ status: 'rejected', reasonCode: 'notAnId', value: 'a\ud83d' }),
		]);
		expect(await bench.requests()).toBe(0);
	},
);

test('half of an emoji in what is asked about costs no other item', async () => {
	const getAttributes = {
		resource: 'customAttribute',
		operation: 'get',
		lookUpBy: 'email',
		email: '={{ $json.email }}',
	};
	const run = await bench.run(
		getAttributes,
		[{ email: 'a\ud83d@example.com' }, { email: 'b@example.com' }],
		CONTINUE,
	);
	expect(run.json('Attentive')).toHaveLength(2);
	expect(await bench.answers(GET_ATTRIBUTES, 500)).toBe(0);
	expect(await bench.requests(GET_ATTRIBUTES)).toBe(2);
});
