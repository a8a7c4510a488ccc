import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Run } from '../../embedded-n8n';
import {
	ADD_CODES,
	byId,
	CONTINUE,
	DAY,
	eachField,
	ELIGIBILITY,
	errors,
	EVENTS,
	outcomes,
	results,
	rows,
	SEND_EVENT,
	SIGN_UP_UNIT,
	statuses,
	SUBSCRIBE,
	UPSERT,
	useBench,
} from './setup';

/** What Attentive's OpenAPI files permit as answers: no field of any of them is required. */
const bench = useBench(async ({ control }) => {
	await control.addSignUpUnit(SIGN_UP_UNIT);
	await control.addOffer({ id: 1, window: 'never' });
});
const control = () => bench.sandbox.control;

const LONG_ID = '9007199254740993';
const ANN = { phone: '+12065551000', email: 'Ann@Example.com' };
const of = (resource: string, operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource,
	operation,
	...more,
});
const SUBSCRIBING = of('subscriber', 'subscribe', {
	consent: 'confirmed',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	signUpBy: 'signUpSource',
	signUpSourceId: SIGN_UP_UNIT.id,
	subscriptionType: 'MARKETING',
});
const AGAIN = { ...SUBSCRIBING, additionalFields: { ifSubscribed: 'again' } };
const WEBHOOK = of('webhook', 'create', { url: 'https://example.com/a', events: ['sms.sent'] });
const SEGMENT = of('segment', 'create', { name: 'Gold' });
const FORGETTING = of('privacyRequest', 'create', { email: '={{ $json.email }}' });
const PERSON: INodeParameters = {
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
};
const UPSERT_MANY_USERS = of('user', 'upsertMany', PERSON);
const UPSERT_ONE = of('user', 'upsert', PERSON);
const SUBSCRIBING_UPSERT = of('user', 'upsert', {
	phone: '={{ $json.phone }}',
	mapping: 'json',
	attributesJson: '{ "tier": "Gold" }',
	subscribeToo: true,
	consent: 'confirmed',
	signUpSourceId: SIGN_UP_UNIT.id,
	subscriptionType: 'MARKETING',
});
const JOINING = of('segment', 'addMembers', { externalId: byId('gold'), email: '={{ $json.email }}' });
const PRODUCT = {
	id: 'P1',
	name: 'Shirt',
	link: 'https://example.com/p',
	lastUpdated: '2026-01-01T00:00:00+00:00',
	variants: [
		{
			id: 'V1',
			name: 'Shirt M',
			prices: [{ currencyCode: 'USD', amount: '10.00' }],
			availableForPurchase: true,
			inventoryQuantity: 1,
			link: 'https://example.com/v',
			lastUpdated: '2026-01-01T00:00:00+00:00',
		},
	],
};
const UPLOADING = of('productCatalog', 'upload', { catalogFrom: 'json', product: '={{ $json.product }}' });
/** As `results`, also where a result comes out alone. */
const told = (run: Run) => run.json('Attentive').map((item) => item.attentive ?? item.error ?? item);
const ROW = { ...ANN, tier: 'Gold', product: PRODUCT };

describe('a write that is accepted with a field missing', () => {
	beforeEach(async () => {
		await bench.run(of('segment', 'create', { name: 'Gold', additionalFields: { externalId: 'gold' } }));
	});

	test.each<[string, INodeParameters, IDataObject]>([
		[
			'a webhook with nothing but its ID',
			WEBHOOK,
			{ webhookId: expect.any(String), url: 'https://example.com/a', events: ['sms.sent'] },
		],
		['a segment with nothing but its ID', SEGMENT, { externalId: expect.any(String) }],
		['a deletion request', FORGETTING, { id: expect.any(String) }],
		['a job', UPSERT_MANY_USERS, { jobId: expect.any(String) }],
		['members', JOINING, { jobId: expect.any(String) }],
		['a subscription', SUBSCRIBING, { subscriptions: [] }],
	])('%s: what is there is kept, without a warning', async (_what, parameters, kept) => {
		await control().setSettings({
			missingFields: [
				'url',
				'events',
				'type',
				'name',
				'description',
				'processed',
				'message',
				'subscriptionResponses',
			],
		});
		const run = await bench.run(parameters, [ROW]);
		expect(told(run)).toEqual([expect.objectContaining(kept)]);
		expect(told(run)[0]).not.toHaveProperty('warnings');
	});

	test.each<[string, INodeParameters, string]>([
		['a webhook', WEBHOOK, 'ID of the new webhook'],
		['a segment', SEGMENT, 'external ID of the new segment'],
		['a deletion request', FORGETTING, 'status of this request cannot be looked up'],
		['a job of users', UPSERT_MANY_USERS, 'did not return a job ID'],
		['a job of members', JOINING, 'did not return a job ID'],
	])(
		'%s without its ID is accepted with a warning, and not sent again',
		async (_what, parameters, warning) => {
			const before = await bench.requests();
			for (const settings of [{ missingFields: ['*'] }, { missingFields: [], nullFields: ['*'] }]) {
				await control().setSettings(settings);
				const run = await bench.run(parameters, [ROW], { retryOnFail: true, maxTries: 3 });
				expect(run.error).toBeUndefined();
				expect(told(run)).toEqual([
					expect.objectContaining({
						status: expect.stringMatching(/^(accepted|pending)$/),
						warnings: [expect.stringContaining(warning)],
					}),
				]);
				expect(JSON.stringify(run.hints('Attentive'))).toContain(`1 item: Attentive did not return`);
			}
			expect((await bench.requests()) - before).toBe(2);
		},
	);

	test('an upload without an ID, and one without an address for the file', async () => {
		await control().setSettings({ missingFields: ['uploadId'] });
		expect(results(await bench.run(UPLOADING, [ROW]))).toEqual([
			expect.objectContaining({ status: 'pending', warnings: [expect.stringContaining('upload ID')] }),
		]);
		expect((await control().catalogUploads())[0]?.file).toMatchObject({ lines: 1 });
		await control().setSettings({ missingFields: ['uploadUrl'] });
		expect(errors(await bench.run(UPLOADING, [ROW], CONTINUE))[0]).toMatchObject({
			status: 'refused',
			reason: 'Attentive did not return a URL for the file. Nothing was uploaded',
			message: expect.stringMatching(
				/^Attentive did not return a URL for the file\. Nothing was uploaded\. Run/,
			),
		});
	});

	test('an ID of the user’s own needs no answer', async () => {
		await control().setSettings({ missingFields: ['*'] });
		const own = { ...SEGMENT, additionalFields: { externalId: 'own' } };
		expect(results(await bench.run(own))).toEqual([{ status: 'accepted', externalId: 'own' }]);
	});

	test('what is missing and not needed is no warning', async () => {
		await control().setSettings({ missingFields: ['*'] });
		for (const parameters of [SUBSCRIBING, UPSERT_ONE])
			expect(
				results(await bench.run({ ...parameters, ...(parameters === SUBSCRIBING ? AGAIN : {}) }, [ROW]))[0],
			).not.toHaveProperty('warnings');
	});
});

describe('a 2xx without an object', () => {
	const ODD: unknown[] = ['Accepted', null, undefined, [], 7];

	test.each(ODD)('%j for Subscribe, users and webhooks is unknown, and not sent again', async (body) => {
		for (const [endpoint, parameters] of [
			[SUBSCRIBE, AGAIN],
			[UPSERT, UPSERT_ONE],
			['POST /v1/webhooks', WEBHOOK],
		] as const) {
			await control().addFault({ endpoint, kind: 'answerAfter', status: 202, body });
			const run = await bench.run(parameters, [ROW], CONTINUE);
			expect(outcomes(run)).toEqual(['unknown answerNotUnderstood']);
			expect(await bench.bodies(endpoint)).toHaveLength(1);
		}
	});

	test.each(['OK', null, undefined, {}, []])(
		'%j where nothing is documented is the success',
		async (body) => {
			for (const [endpoint, parameters] of [
				[EVENTS, SEND_EVENT],
				[
					'POST /v1/attributes/custom',
					of('customAttribute', 'set', { phone: '={{ $json.phone }}', attributes: PERSON.attributes }),
				],
				[ADD_CODES, of('offer', 'addCodes', { offerId: '1', codes: 'A' })],
			] as const) {
				await control().addFault({ endpoint, kind: 'answerAfter', status: 202, body });
				expect(outcomes(await bench.run(parameters, [{ ...ROW, points: 1 }]))).toEqual(['accepted']);
			}
		},
	);
});

/** Dolibarr/dolibarr#35172 and jjrom/resto#229: a 200 that means no; retailcrm/api-client-php#33: "false" as text. */
describe('a 2xx that says no is a refusal', () => {
	test.each<[string, INodeParameters, unknown]>([
		[UPSERT, UPSERT_ONE, { success: false, message: 'No such value' }],
		[UPSERT, UPSERT_ONE, { success: 'false', errors: [{ detail: 'No such value' }] }],
		['POST /v2/bulk/user/attributes', UPSERT_MANY_USERS, { success: false, message: 'No such value' }],
		[EVENTS, SEND_EVENT, { success: false, error: 'No such value' }],
		[
			'GET /v2/segments',
			of('segment', 'getAll', { returnAll: true }),
			{ success: false, message: 'No such value' },
		],
	])('%s %j', async (endpoint, parameters, body) => {
		await control().addFault({ endpoint, kind: 'answer', status: 200, body });
		const [error] = errors(await bench.run(parameters, [{ ...ROW, points: 1 }], CONTINUE));
		expect(error).toMatchObject({ status: 'refused', reason: 'Attentive refused it: No such value' });
	});
});

/** knadh/listmonk#718, post-duif/integration-listmonk-wordpress-plugin#51 and FIWARE/context.Orion-LD#209: 409 for somebody who is subscribed. */
test('a 409 on Subscribe means subscribed already, also for a later row of the same person', async () => {
	await control().setSettings({ subscribeAgain: 'conflict' });
	await control().seedUsers([{ phone: ANN.phone, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] }]);
	expect(outcomes(await bench.run(AGAIN, [ANN]))).toEqual(['skipped alreadySubscribed']);
	// Somebody else may have subscribed them between the question and the request.
	for (const count of [1, 2])
		await control().addFault({
			endpoint: ELIGIBILITY,
			kind: 'answer',
			status: 200,
			body: { subscriptionEligibilities: [] },
			count,
		});
	expect(outcomes(await bench.run(SUBSCRIBING, [ANN, { ...ANN, again: true }]))).toEqual([
		'skipped alreadySubscribed',
		'skipped alreadySubscribed',
	]);
	expect(await control().texts()).toEqual([]);
});

describe('a 409 of an upsert that subscribes', () => {
	const body = { error: { id: 1, message: 'Subscription already exists' } };

	test.each<[string, 'upsert' | 'upsertMany', string]>([
		['POST /v2/user/attributes', 'upsert', 'Marketing Texts'],
		['POST /v2/bulk/user/attributes', 'upsertMany', 'Marketing Texts'],
	])('%s says which subscription may exist, and what to do', async (endpoint, operation, subscriptions) => {
		await control().addFault({ endpoint, kind: 'answer', status: 409, body });
		const [error] = errors(
			await bench.run({ ...SUBSCRIBING_UPSERT, operation }, [{ phone: '+12065551000' }], CONTINUE),
		);
		expect(error).toMatchObject({
			status: 'refused',
			reason: expect.stringMatching(
				new RegExp(
					`^Attentive answered 409: Subscription already exists .*of the user already exists \\(${subscriptions}\\)$`,
				),
			),
			wayOut: "Turn off 'Subscribe Too' to update only the details and attributes",
		});
	});

	test('of several users, it may be any of them', async () => {
		await control().addFault({
			endpoint: 'POST /v2/bulk/user/attributes',
			kind: 'answer',
			status: 409,
			body,
		});
		const rows = [{ phone: '+12065551000' }, { phone: '+12065551001' }];
		const [error] = errors(
			await bench.run({ ...SUBSCRIBING_UPSERT, operation: 'upsertMany' }, rows, CONTINUE),
		);
		expect(error?.reason).toMatch(/In a request of 2 items that was refused as a whole: .*of these users/);
	});

	test('without subscriptions it stays as Attentive says it', async () => {
		await control().addFault({ endpoint: 'POST /v2/user/attributes', kind: 'answer', status: 409, body: {} });
		const [error] = errors(
			await bench.run({ ...SUBSCRIBING_UPSERT, subscribeToo: false }, [{ phone: '+12065551000' }], CONTINUE),
		);
		expect(error?.reason).toBe('Attentive answered 409 (it conflicts with what Attentive already has)');
	});
});

test('nobody is subscribed as long as Attentive does not say whether they are', async () => {
	await control().addFault({ endpoint: ELIGIBILITY, kind: 'answer', status: 200, body: {} });
	expect(outcomes(await bench.run(SUBSCRIBING, [ANN], CONTINUE))).toEqual(['notTried answerNotUnderstood']);
	expect(await bench.bodies(SUBSCRIBE)).toEqual([]);
});

describe('reads', () => {
	const READS: Array<[string, string, INodeParameters]> = [
		['account', 'GET /v1/me', of('account', 'get')],
		['webhooks', 'GET /v1/webhooks', of('webhook', 'getAll')],
		['segments', 'GET /v2/segments', of('segment', 'getAll', { returnAll: true })],
		[
			'a segment',
			'GET /v2/segments/external/{externalId}',
			of('segment', 'get', { externalId: byId('gold') }),
		],
		[
			'a deletion request',
			'GET /v1/privacy/delete-request/{id}',
			of('privacyRequest', 'get', { requestId: 'r' }),
		],
		[
			'an upload',
			'GET /v1/product-catalog/uploads/{uploadId}',
			of('productCatalog', 'get', { uploadId: 'u' }),
		],
		['a job', 'GET /v2/bulk/job/{bulkJobId}', of('bulkJob', 'get', { jobId: 'j' })],
		[
			'eligibility',
			ELIGIBILITY,
			of('subscriber', 'getEligibility', { lookUpBy: 'phone', phone: '+12065551000' }),
		],
	];

	test.each(READS)('%s answered {} is read', async (_what, endpoint, parameters) => {
		await control().addFault({ endpoint, kind: 'answer', status: 200, body: {} });
		const run = await bench.run(parameters);
		expect(run.status).toBe('success');
		expect(JSON.stringify(run.json('Attentive'))).not.toMatch(/null|undefined/);
	});

	test.each(READS)(
		'%s that fails with a 5xx says that nothing was changed',
		async (_what, endpoint, parameters) => {
			await control().addFault({ endpoint, kind: '503', count: 1_000 });
			const [error] = errors(
				await bench.run(
					{ ...parameters, options: { retryMinutes: 0, ...Object(parameters.options) } },
					[{}],
					CONTINUE,
				),
			);
			expect(error).toMatchObject({
				status: 'notTried',
				reason: expect.stringMatching(/^Not read, and nothing was changed: Attentive answered 503/),
			});
		},
	);

	test('odd entries do not make a list unreadable', async () => {
		await bench.run(SEGMENT);
		await bench.run(WEBHOOK);
		await control().seedUsers([
			{
				phone: ANN.phone,
				attributes: { tier: 'Gold' },
				subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }],
			},
		]);
		await control().setSettings({ oddEntries: true });
		expect(await bench.output(of('segment', 'getAll', { returnAll: true }))).toContainEqual(
			expect.objectContaining({ name: 'Gold' }),
		);
		expect(await bench.output(of('webhook', 'getAll'))).toContainEqual(
			expect.objectContaining({ url: 'https://example.com/a' }),
		);
		const attributes = of('customAttribute', 'get', { lookUpBy: 'phone', phone: ANN.phone });
		expect(await bench.output(attributes)).toEqual([{ phone: ANN.phone, attributes: { tier: 'Gold' } }]);
		const eligibility = of('subscriber', 'getEligibility', { lookUpBy: 'phone', phone: ANN.phone });
		expect(await bench.output(eligibility)).toEqual([expect.objectContaining({ marketing: { text: true } })]);
		expect(outcomes(await bench.run(SUBSCRIBING, [ANN]))).toEqual(['skipped alreadySubscribed']);
	});

	test('segments without a name are listed', async () => {
		await bench.run(SEGMENT);
		await control().setSettings({ missingFields: ['name', 'created'], nullFields: ['description'] });
		expect(await bench.output(of('segment', 'getAll', { returnAll: true }))).toEqual([
			{ externalId: expect.any(String), updated: expect.any(String) },
		]);
	});
});

test.each(['errors', 'problem', 'message', 'text'] as const)(
	'Attentive’s words reach the person: %s',
	async (refusalForm) => {
		await control().setSettings({ refusalForm });
		await control().addOffer({ id: 3, window: 'custom' });
		const [error] = errors(
			await bench.run(of('offer', 'addCodes', { offerId: '3', codes: 'A' }), [{}], CONTINUE),
		);
		expect(error?.reason).toContain('Custom time period');
		expect(error?.wayOut).toContain('Set both dates');
	},
);

describe('statuses', () => {
	test.each<['405' | '409' | '413', string, string]>([
		['405', 'methodNotAllowed', 'Base URL'],
		['409', 'refused', 'already exists'],
		['413', 'refused', 'fewer or shorter'],
	])('%s', async (kind, reasonCode, wayOut) => {
		await control().addFault({ endpoint: EVENTS, kind });
		const [error] = errors(await bench.run(SEND_EVENT, rows(1), CONTINUE));
		expect(error).toMatchObject({ status: 'refused', reasonCode, wayOut: expect.stringContaining(wayOut) });
	});

	test('207: nobody can say which part was processed, and it is not sent again', async () => {
		for (const parameters of [SEND_EVENT, UPSERT_MANY_USERS]) {
			await control().addFault({ kind: 'answerAfter', status: 207, body: { errors: ['1 of 2 failed'] } });
			const run = await bench.run(parameters, [{ ...ROW, points: 1 }], CONTINUE);
			expect(errors(run)[0]).toMatchObject({
				status: 'unknown',
				reasonCode: 'multiStatus',
				reason: expect.stringContaining(
					'answered 207, which means different outcomes for its parts: 1 of 2 failed',
				),
			});
		}
		expect(await bench.bodies()).toHaveLength(2);
	});

	test.each<[string, object, string, string]>([
		[
			'an offer 404 about dates',
			{ offerConflicts: 404 },
			'3',
			'Set both dates, or change the distribution window of the offer',
		],
		['a duplicate code', { duplicateCodes: 'refused' }, '1', 'Remove the codes that were added before'],
		['an unknown offer', {}, '99', "Check the 'Offer ID'"],
	])('%s', async (_what, settings, offerId, wayOut) => {
		await control().setSettings(settings);
		await control().addOffer({ id: 3, window: 'custom' });
		const adding = of('offer', 'addCodes', { offerId, codes: 'A' });
		if (offerId === '1') await bench.run(adding);
		expect(errors(await bench.run(adding, [{}], CONTINUE))[0]).toMatchObject({ status: 'refused', wayOut });
	});

	test('an offer 404 without a word may mean either', async () => {
		await control().addFault({ endpoint: ADD_CODES, kind: 'answer', status: 404 });
		const [error] = errors(
			await bench.run(of('offer', 'addCodes', { offerId: '1', codes: 'A' }), [{}], CONTINUE),
		);
		expect(error?.wayOut).toBe("Check the 'Offer ID', then the dates");
	});
});

describe('what Attentive works on', () => {
	test('a failed job tells its errors and times', async () => {
		await control().setSettings({ bulkJobEnd: 'FAILED', bulkJobMessage: 'The segment is gone' });
		const [sent] = results(await bench.run(UPSERT_MANY_USERS, [ROW]));
		await control().advanceClock(DAY);
		const jobId = String(sent?.jobId);
		expect(await bench.output(of('bulkJob', 'get', { jobId }))).toEqual([
			{
				jobId,
				jobStatus: 'FAILED',
				totalRecords: 1,
				errors: [{ message: 'The segment is gone' }],
				createdAt: expect.any(String),
				completedAt: expect.any(String),
			},
		]);
	});

	test('emails match whatever their case', async () => {
		await control().setSettings({ jobResultEmails: 'lowerCase', jobResultOrder: 'shuffled' });
		const people = [ROW, { ...ROW, email: 'BOB@example.com' }, { ...ROW, email: 'Cid@Example.com' }];
		const sent = results(await bench.run(UPSERT_MANY_USERS, people));
		await control().advanceClock(DAY);
		const looking = of('bulkJob', 'get', { jobId: '={{ $json.jobId }}', recordId: '={{ $json.recordId }}' });
		expect((await bench.output(looking, sent)).map(({ status }) => status)).toEqual([
			'accepted',
			'accepted',
			'accepted',
		]);
	});
});

test('IDs beyond 2^53 keep their digits', async () => {
	await control().setSettings({ longIds: 'number' });
	const own = { ...SEGMENT, additionalFields: { externalId: LONG_ID } };
	expect(results(await bench.run(own))[0]).toMatchObject({ externalId: LONG_ID });
	expect(await bench.output(of('segment', 'getAll', { returnAll: true }))).toEqual([
		expect.objectContaining({ externalId: LONG_ID }),
	]);
	await control().seedUsers([{ phone: ANN.phone, attributes: { member: LONG_ID } }]);
	const attributes = of('customAttribute', 'get', { lookUpBy: 'phone', phone: ANN.phone });
	expect(await bench.output(attributes)).toEqual([{ phone: ANN.phone, attributes: { member: LONG_ID } }]);
	expect(
		statuses(await bench.run(of('segment', 'update', { externalId: byId(LONG_ID), name: 'Silver' }))),
	).toEqual(['accepted']);
});
