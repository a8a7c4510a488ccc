import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { EVENTS, rows, SEND_EVENT, startBench, type Bench } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	await bench.sandbox.control.reset();
	bench.n8n.clearDeduplication();
});
afterAll(async () => await bench.close());

type Settings = Parameters<Bench['run']>[2];

/** Events that are sent once for each value of the field `event`. */
const once = (more: INodeParameters = {}): INodeParameters => ({
	...SEND_EVENT,
	additionalFields: { skipRepeatsBy: '={{ $json.event }}' },
	...more,
});
const named = (count: number, from = 0): IDataObject[] =>
	rows(count).map((row, index) => ({ ...row, event: `e-${from + index}` }));

async function outcomes(parameters: INodeParameters, input: IDataObject[], settings?: Settings) {
	const run = await bench.run(parameters, input, settings);
	return run.json('Attentive').map(({ attentive, error }) => {
		const { status, reasonCode } = (attentive ?? error) as IDataObject;
		return reasonCode === undefined ? status : `${String(status)} ${String(reasonCode)}`;
	});
}

async function accepted(): Promise<number> {
	return (await bench.sandbox.control.ledger(EVENTS)).length;
}

const CONTINUE: Settings = { onError: 'continueRegularOutput' };

test('a later run sends only what is new, and says why the rest is skipped', async () => {
	expect(await outcomes(once(), named(3))).toEqual(['accepted', 'accepted', 'accepted']);
	const run = await bench.run(once(), named(4));
	expect(run.json('Attentive').map(({ attentive }) => (attentive as IDataObject).status)).toEqual([
		'skipped',
		'skipped',
		'skipped',
		'accepted',
	]);
	expect(run.json('Attentive')[0]?.attentive).toEqual({
		status: 'skipped',
		reasonCode: 'alreadySent',
		reason: 'Already sent (or possibly sent) in an earlier run',
	});
	expect(await accepted()).toBe(4);
});

test('of equal values in one run the first is sent', async () => {
	const input = named(4).map((row, index) => ({ ...row, event: ['a', 'b', 'a', 'a'][index] }));
	expect(await outcomes(once(), input)).toEqual([
		'accepted',
		'accepted',
		'skipped alreadySent',
		'skipped alreadySent',
	]);
	expect(await accepted()).toBe(2);
});

test('where the first of them fails for certain, the others were not tried', async () => {
	await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000' });
	const input = named(3).map((row, index) => ({ ...row, event: ['a', 'a', 'b'][index] }));
	expect(await outcomes(once(), input, CONTINUE)).toEqual([
		expect.stringMatching(/^refused/),
		'notTried firstFailed',
		'accepted',
	]);
	await bench.sandbox.control.clearFaults();
	expect(await outcomes(once(), input.slice(1, 2))).toEqual(['accepted']);
});

test('a bad row takes the value from nobody', async () => {
	const input = [
		{ phone: '12', points: 1, event: 'a' },
		{ phone: '+12065551000', points: 1, event: 'a' },
	];
	expect(await outcomes(once(), input, CONTINUE)).toEqual(['rejected phoneTooShort', 'accepted']);
	expect(await outcomes(once(), [input[1] as IDataObject])).toEqual(['skipped alreadySent']);
});

test('an expression, and a row for which it gives nothing', async () => {
	const parameters = once({ additionalFields: { skipRepeatsBy: '={{ $json.event }}' } });
	const input: IDataObject[] = [...named(2), { phone: '+12065559999', points: 1 }];
	expect(await outcomes(parameters, input, CONTINUE)).toEqual(['accepted', 'accepted', 'rejected missing']);
	expect(await outcomes(parameters, named(2))).toEqual(['skipped alreadySent', 'skipped alreadySent']);
});

test('what certainly was not sent is free for the next run, what may have been is not', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000' });
	await control.addFault({ endpoint: EVENTS, kind: '503', match: '+12065551001' });
	await control.addFault({ endpoint: EVENTS, kind: '500after', match: '+12065551002' });
	expect(await outcomes(once(), named(4), CONTINUE)).toEqual([
		expect.stringMatching(/^refused/),
		expect.stringMatching(/^unknown/),
		expect.stringMatching(/^unknown/),
		'accepted',
	]);
	await control.clearFaults();
	expect(await outcomes(once(), named(4), CONTINUE)).toEqual([
		'accepted',
		'skipped alreadySent',
		'skipped alreadySent',
		'skipped alreadySent',
	]);
});

test('a run that ends at its first failure frees what was not tried', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: EVENTS, kind: '401', count: 1000, after: 10 });
	const failed = await bench.run(once(), named(400));
	expect(failed.status).toBe('error');
	await control.clearFaults();
	const sentBefore = await accepted();
	const states = await outcomes(once(), named(400));
	expect(states.filter((state) => state === 'accepted')).toHaveLength(400 - sentBefore);
	expect(await accepted()).toBe(400);
});

test('Retry On Fail sends what failed, and nothing twice', async () => {
	await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000', count: 1 });
	const states = await outcomes(once(), named(3), { ...CONTINUE, retryOnFail: true, maxTries: 3 });
	expect(states).toEqual(['accepted', 'accepted', 'accepted']);
	expect(await accepted()).toBe(3);
});

test('Validate Only asks nothing and takes no value', async () => {
	expect(await outcomes(once({ mode: 'validateOnly' }), named(2))).toEqual(['validated', 'validated']);
	expect(await outcomes(once(), named(2))).toEqual(['accepted', 'accepted']);
});

test('only the newest values are kept', async () => {
	const keepTwo = once({ options: { skipRepeatsLimit: 2 } });
	await outcomes(keepTwo, named(1));
	await outcomes(keepTwo, named(2, 1));
	expect(await outcomes(keepTwo, named(1))).toEqual(['accepted']);
	const run = await bench.run(once({ options: { skipRepeatsLimit: 0 } }), named(1));
	expect(run.error?.message).toContain("Skip Repeats: Values to Remember '0' is not a whole number from 1");
});

describe('whoever is subscribed already takes no value', () => {
	const subscribe: INodeParameters = {
		resource: 'subscriber',
		operation: 'subscribe',
		consent: 'confirmed',
		email: '={{ $json.email }}',
		signUpSourceId: '11',
		subscriptionType: 'MARKETING',
		additionalFields: { skipRepeatsBy: '={{ $json.email }}' },
	};
	const plain = { ...subscribe, additionalFields: {} };
	const unsubscribe: INodeParameters = {
		resource: 'subscriber',
		operation: 'unsubscribe',
		email: '={{ $json.email }}',
	};
	beforeEach(async () => {
		await bench.sandbox.control.addSignUpUnit({
			id: '11',
			type: 'MARKETING',
			channels: ['EMAIL'],
			locale: { language: 'en', country: 'US' },
		});
	});

	test('and may be subscribed later', async () => {
		const ann = [{ email: 'ann@example.com' }];
		expect(await outcomes(plain, ann)).toEqual(['accepted']);
		expect(await outcomes(subscribe, ann)).toEqual(['skipped alreadySubscribed']);
		await outcomes(unsubscribe, ann);
		expect(await outcomes(subscribe, ann)).toEqual(['accepted']);
		await outcomes(unsubscribe, ann);
		expect(await outcomes(subscribe, ann)).toEqual(['skipped alreadySent']);
	});

	test('and the next one with the value says that nothing was sent for it', async () => {
		await outcomes(plain, [{ email: 'ann@example.com' }]);
		const perHousehold = { ...subscribe, additionalFields: { skipRepeatsBy: '={{ $json.household }}' } };
		const household = [
			{ email: 'ann@example.com', household: 'h' },
			{ email: 'bob@example.com', household: 'h' },
		];
		const run = await bench.run(perHousehold, household);
		expect(run.json('Attentive').map(({ attentive }) => attentive)).toEqual([
			{ status: 'skipped', reasonCode: 'alreadySubscribed', reason: 'is already subscribed' },
			{
				status: 'skipped',
				reasonCode: 'firstLeftOut',
				reason:
					"Not sent: item 0 has the same value of 'Skip Repeats By' and was skipped (is already subscribed). Send this item in a run without item 0",
			},
		]);
		expect(await outcomes(perHousehold, household.slice(1))).toEqual(['accepted']);
	});

	test('also among those whose values are recorded together', async () => {
		const people = Array.from({ length: 16 }, (_person, index) => ({ email: `p${index}@example.com` }));
		const subscribed = people.filter((_person, index) => index % 2 === 1);
		await outcomes(plain, subscribed);
		const states = await outcomes(subscribe, people);
		expect(states.filter((state) => state === 'skipped alreadySubscribed')).toHaveLength(subscribed.length);
		await outcomes(unsubscribe, subscribed);
		expect(await outcomes(subscribe, subscribed)).toEqual(subscribed.map(() => 'accepted'));
	});
});

test('a code whose first item is not sent is not called a double', async () => {
	const { control } = bench.sandbox;
	await control.addOffer({ id: 1, window: 'never' });
	const codes: INodeParameters = {
		resource: 'offer',
		operation: 'addCodes',
		offerId: '1',
		codes: '={{ $json.code }}',
		additionalFields: { skipRepeatsBy: '={{ $json.batch }}' },
	};
	const input = [
		{ code: 'A', batch: '1' },
		{ code: 'B', batch: '1' },
		{ code: 'B', batch: '2' },
	];
	expect(await outcomes(codes, input)).toEqual(['accepted', 'skipped alreadySent', 'skipped firstLeftOut']);
	expect(await outcomes(codes, input.slice(2))).toEqual(['accepted']);
	expect(await control.offerCodes(1)).toEqual(['A', 'B']);
	// What an earlier run has sent is no reason to send it again.
	const again = [input[2] ?? {}, { code: 'B', batch: '3' }];
	expect(await outcomes(codes, again)).toEqual(['skipped alreadySent', 'skipped duplicateCode']);
});

test('the codes of an offer: each once, in one request', async () => {
	const { control } = bench.sandbox;
	await control.addOffer({ id: 1, window: 'never' });
	const codes: INodeParameters = {
		resource: 'offer',
		operation: 'addCodes',
		offerId: '1',
		codes: '={{ $json.code }}',
		additionalFields: { skipRepeatsBy: '={{ $json.code }}' },
	};
	expect(await outcomes(codes, [{ code: 'A' }, { code: 'B' }])).toEqual(['accepted', 'accepted']);
	expect(await outcomes(codes, [{ code: 'B' }, { code: 'C' }])).toEqual(['skipped alreadySent', 'accepted']);
	expect(await control.offerCodes(1)).toEqual(['A', 'B', 'C']);
});

test('an order by its items: one value for all of them', async () => {
	const purchase: INodeParameters = {
		resource: 'ecommerceEvent',
		operation: 'purchase',
		email: '={{ $json.email }}',
		products: 'oneByOne',
		productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.price }}' }] },
		currency: 'USD',
		orderId: '={{ $json.order }}',
		additionalFields: { combineItemsBy: '={{ $json.order }}', skipRepeatsBy: '={{ $json.order }}' },
	};
	const line = (order: string, sku: string) => ({ order, sku, email: 'ann@example.com', price: 1 });
	const input = [line('A', '1'), line('A', '2'), line('B', '3')];
	expect(await outcomes(purchase, input)).toEqual(['accepted', 'accepted', 'accepted']);
	expect(await outcomes(purchase, [...input, line('C', '4')])).toEqual([
		'skipped alreadySent',
		'skipped alreadySent',
		'skipped alreadySent',
		'accepted',
	]);
});
