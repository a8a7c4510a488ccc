import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	eventRows,
	EVENTS,
	outcomes,
	results,
	sendOnce,
	SIGN_UP_UNIT,
	statuses,
	useBench,
} from './setup';

const bench = useBench();

test('a later run sends only what is new, and says why the rest is skipped', async () => {
	expect(outcomes(await bench.run(sendOnce(), eventRows(3)))).toEqual(['accepted', 'accepted', 'accepted']);
	const run = await bench.run(sendOnce(), eventRows(4));
	expect(statuses(run)).toEqual(['skipped', 'skipped', 'skipped', 'accepted']);
	expect(results(run)[0]).toEqual({
		status: 'skipped',
		reasonCode: 'alreadySent',
		reason: 'Already sent (or possibly sent) in an earlier run',
	});
	expect(await bench.bodies(EVENTS)).toHaveLength(4);
});

test('of equal values in one run the first is sent', async () => {
	const input = eventRows(4).map((row, index) => ({ ...row, event: ['a', 'b', 'a', 'a'][index] }));
	expect(outcomes(await bench.run(sendOnce(), input))).toEqual([
		'accepted',
		'accepted',
		'skipped alreadySent',
		'skipped alreadySent',
	]);
	expect(await bench.bodies(EVENTS)).toHaveLength(2);
});

test('where the first of them fails for certain, the others were not tried', async () => {
	await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000' });
	const input = eventRows(3).map((row, index) => ({ ...row, event: ['a', 'a', 'b'][index] }));
	expect(outcomes(await bench.run(sendOnce(), input, CONTINUE))).toEqual([
		expect.stringMatching(/^refused/),
		'notTried firstFailed',
		'accepted',
	]);
	await bench.sandbox.control.clearFaults();
	expect(outcomes(await bench.run(sendOnce(), input.slice(1, 2)))).toEqual(['accepted']);
});

test('a bad row takes the value from nobody', async () => {
	const input = [
		{ phone: '12', points: 1, event: 'a' },
		{ phone: '+12065551000', points: 1, event: 'a' },
	];
	expect(outcomes(await bench.run(sendOnce(), input, CONTINUE))).toEqual([
		'rejected phoneTooShort',
		'accepted',
	]);
	expect(outcomes(await bench.run(sendOnce(), input.slice(1)))).toEqual(['skipped alreadySent']);
});

test('an expression, and a row for which it gives nothing', async () => {
	const parameters = sendOnce({ additionalFields: { skipRepeatsBy: '={{ $json.event }}' } });
	const input: IDataObject[] = [...eventRows(2), { phone: '+12065559999', points: 1 }];
	expect(outcomes(await bench.run(parameters, input, CONTINUE))).toEqual([
		'accepted',
		'accepted',
		'rejected missing',
	]);
	expect(outcomes(await bench.run(parameters, eventRows(2)))).toEqual([
		'skipped alreadySent',
		'skipped alreadySent',
	]);
});

test('what certainly was not sent is free for the next run, what may have been is not', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000' });
	await control.addFault({ endpoint: EVENTS, kind: '503', match: '+12065551001' });
	await control.addFault({ endpoint: EVENTS, kind: '500after', match: '+12065551002' });
	expect(outcomes(await bench.run(sendOnce(), eventRows(4), CONTINUE))).toEqual([
		expect.stringMatching(/^refused/),
		expect.stringMatching(/^unknown/),
		expect.stringMatching(/^unknown/),
		'accepted',
	]);
	await control.clearFaults();
	expect(outcomes(await bench.run(sendOnce(), eventRows(4), CONTINUE))).toEqual([
		'accepted',
		'skipped alreadySent',
		'skipped alreadySent',
		'skipped alreadySent',
	]);
});

test('a run that ends at its first failure frees what was not tried', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: EVENTS, kind: '401', count: 1000, after: 10 });
	const failed = await bench.run(sendOnce(), eventRows(400));
	expect(failed.status).toBe('error');
	await control.clearFaults();
	const { length: sentBefore } = await bench.bodies(EVENTS);
	const again = await bench.run(sendOnce(), eventRows(400));
	expect(counted(statuses(again)).accepted).toBe(400 - sentBefore);
	expect(await bench.bodies(EVENTS)).toHaveLength(400);
});

test('Retry On Fail sends what failed, and nothing twice', async () => {
	await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000', count: 1 });
	const run = await bench.run(sendOnce(), eventRows(3), { ...CONTINUE, retryOnFail: true, maxTries: 3 });
	expect(statuses(run)).toEqual(['accepted', 'accepted', 'accepted']);
	expect(await bench.bodies(EVENTS)).toHaveLength(3);
});

test('Validate Only asks nothing and takes no value', async () => {
	expect(outcomes(await bench.run(sendOnce({ mode: 'validateOnly' }), eventRows(2)))).toEqual([
		'validated',
		'validated',
	]);
	expect(outcomes(await bench.run(sendOnce(), eventRows(2)))).toEqual(['accepted', 'accepted']);
});

test('only the newest values are kept', async () => {
	const keepTwo = sendOnce({ options: { skipRepeatsLimit: 2 } });
	await bench.run(keepTwo, eventRows(1));
	await bench.run(keepTwo, eventRows(2, 1));
	expect(outcomes(await bench.run(keepTwo, eventRows(1)))).toEqual(['accepted']);
	const run = await bench.run(sendOnce({ options: { skipRepeatsLimit: 0 } }), eventRows(1));
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
		await bench.sandbox.control.addSignUpUnit({ ...SIGN_UP_UNIT, channels: ['EMAIL'] });
	});

	test('and may be subscribed later', async () => {
		const ann = [{ email: 'ann@example.com' }];
		expect(outcomes(await bench.run(plain, ann))).toEqual(['accepted']);
		expect(outcomes(await bench.run(subscribe, ann))).toEqual(['skipped alreadySubscribed']);
		await bench.run(unsubscribe, ann);
		expect(outcomes(await bench.run(subscribe, ann))).toEqual(['accepted']);
		await bench.run(unsubscribe, ann);
		expect(outcomes(await bench.run(subscribe, ann))).toEqual(['skipped alreadySent']);
	});

	test('and the next one with the value says that nothing was sent for it', async () => {
		await bench.run(plain, [{ email: 'ann@example.com' }]);
		const perHousehold = { ...subscribe, additionalFields: { skipRepeatsBy: '={{ $json.household }}' } };
		const household = [
			{ email: 'ann@example.com', household: 'h' },
			{ email: 'bob@example.com', household: 'h' },
		];
		const run = await bench.run(perHousehold, household);
		expect(results(run)).toEqual([
			{ status: 'skipped', reasonCode: 'alreadySubscribed', reason: 'is already subscribed' },
			{
				status: 'skipped',
				reasonCode: 'firstLeftOut',
				reason:
					"Not sent: item 0 has the same value of 'Skip Repeats By' and was skipped (is already subscribed). Send this item in a run without item 0",
			},
		]);
		expect(outcomes(await bench.run(perHousehold, household.slice(1)))).toEqual(['accepted']);
	});

	test('also among those whose values are recorded together', async () => {
		const people = Array.from({ length: 16 }, (_person, index) => ({ email: `p${index}@example.com` }));
		const subscribed = people.filter((_person, index) => index % 2 === 1);
		await bench.run(plain, subscribed);
		const counts = counted(outcomes(await bench.run(subscribe, people)));
		expect(counts['skipped alreadySubscribed']).toBe(subscribed.length);
		await bench.run(unsubscribe, subscribed);
		expect(outcomes(await bench.run(subscribe, subscribed))).toEqual(subscribed.map(() => 'accepted'));
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
	expect(outcomes(await bench.run(codes, input))).toEqual([
		'accepted',
		'skipped alreadySent',
		'skipped firstLeftOut',
	]);
	expect(outcomes(await bench.run(codes, input.slice(2)))).toEqual(['accepted']);
	expect(await control.offerCodes(1)).toEqual(['A', 'B']);
	// What an earlier run has sent is no reason to send it again.
	const again = [input[2] ?? {}, { code: 'B', batch: '3' }];
	expect(outcomes(await bench.run(codes, again))).toEqual(['skipped alreadySent', 'skipped duplicateCode']);
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
	expect(outcomes(await bench.run(codes, [{ code: 'A' }, { code: 'B' }]))).toEqual(['accepted', 'accepted']);
	expect(outcomes(await bench.run(codes, [{ code: 'B' }, { code: 'C' }]))).toEqual([
		'skipped alreadySent',
		'accepted',
	]);
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
	expect(outcomes(await bench.run(purchase, input))).toEqual(['accepted', 'accepted', 'accepted']);
	expect(outcomes(await bench.run(purchase, [...input, line('C', '4')]))).toEqual([
		'skipped alreadySent',
		'skipped alreadySent',
		'skipped alreadySent',
		'accepted',
	]);
});
