import { byId, CONTINUE, errors, useBench } from './setup';

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
	'%s: an ID that leads to another address is refused before anything is sent',
	async (_what, parameters) => {
		const run = await bench.run(parameters, [{ id: '.' }, { id: '..' }], CONTINUE);
		expect(errors(run)).toEqual([
			expect.objectContaining({ status: 'rejected', reasonCode: 'notAnId', value: '.' }),
			expect.objectContaining({ status: 'rejected', reasonCode: 'notAnId', value: '..' }),
		]);
		expect(await bench.requests()).toBe(0);
	},
);
