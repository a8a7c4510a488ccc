import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, errors, outcomes, PURCHASE, results, statuses, useBench } from './setup';

/** Items of one order where things go wrong. */
const bench = useBench();

type Change = INodeParameters & { additionalFields?: INodeParameters };

const lines = ({ additionalFields, ...more }: Change = {}): INodeParameters => ({
	resource: 'ecommerceEvent',
	operation: 'purchase',
	email: '={{ $json.email }}',
	products: 'oneByOne',
	productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.price }}' }] },
	currency: '={{ $json.currency }}',
	orderId: '={{ $json.order }}',
	options: { output: 'resultOnly' },
	...more,
	additionalFields: { combineItemsBy: '={{ $json.order }}', ...additionalFields },
});
/** Each item is an event of its own. */
const apart = ({ additionalFields = {}, ...more }: Change = {}): INodeParameters => ({
	...lines(more),
	additionalFields,
});
const line = (order: string, sku: string, more: IDataObject = {}): IDataObject => ({
	order,
	sku,
	email: `${order.toLowerCase()}@example.com`,
	price: '19.99',
	currency: 'USD',
	...more,
});
const TWO_ORDERS = [line('A', '1'), line('B', '2'), line('A', '3'), line('B', '4')];

/** The orders that Attentive accepted, each with its product IDs. */
async function orders(): Promise<string[]> {
	const bodies = await bench.bodies<{ orderId?: string; items: Array<{ productId: string }> }>(PURCHASE);
	return bodies
		.map(({ orderId = '-', items }) => `${orderId}: ${items.map(({ productId }) => productId).join(' ')}`)
		.sort();
}

describe('Test Recipients Only', () => {
	const tests = (recipients: string, more: INodeParameters = {}) =>
		lines({ mode: 'testRecipients', testRecipients: recipients, ...more });

	test('an order of a test recipient goes whole, any other is skipped with all its rows', async () => {
		expect(outcomes(await bench.run(tests('a@example.com'), TWO_ORDERS))).toEqual([
			'accepted',
			'skipped notATestRecipient',
			'accepted',
			'skipped notATestRecipient',
		]);
		expect(await orders()).toEqual(['A: 1 3']);
	});

	test('an order whose rows name a test recipient and somebody else does not go', async () => {
		const rows = [line('A', '1'), line('A', '3', { email: 'x@example.com' })];
		expect(outcomes(await bench.run(tests('a@example.com'), rows, CONTINUE))).toEqual([
			'rejected partMissing',
			'skipped notATestRecipient',
		]);
		expect(await orders()).toEqual([]);
	});
});

test('Stop if More Than (Items) counts items', async () => {
	const limited = (stopAboveItems: number) => lines({ options: { output: 'resultOnly', stopAboveItems } });
	const stopped = await bench.run(limited(3), TWO_ORDERS);
	expect(stopped.error?.message).toContain('there are 4 items to send');
	expect(await orders()).toEqual([]);
	expect(outcomes(await bench.run(limited(4), TWO_ORDERS))).toEqual(Array(4).fill('accepted'));
});

describe('stop mode', () => {
	test('a bad row stops the run before any order goes, and is named itself', async () => {
		const run = await bench.run(lines(), [...TWO_ORDERS, line('B', '5', { price: 'free' })]);
		expect(run.status).toBe('error');
		expect(await orders()).toEqual([]);
		expect(`${run.error?.message} ${String(run.error?.description)}`).toContain('item 4');
	});

	test('a refused order names its first row and counts all of them', async () => {
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', match: 'b@example.com' });
		const run = await bench.run(lines(), TWO_ORDERS);
		expect(run.error?.message).toMatch(/ \[item 1\]$/);
		expect(run.error?.description).toContain('1 more item has errors');
		expect(run.error?.description).toContain('2 refused by Attentive');
	});
});

test('the error output: each row of a failed order with its own columns', async () => {
	await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', match: 'b@example.com' });
	const run = await bench.run(lines(), TWO_ORDERS, { onError: 'continueErrorOutput' });
	expect(statuses(run)).toEqual(['accepted', 'accepted']);
	expect(run.json('Attentive', 1).map(({ sku }) => sku)).toEqual(['2', '4']);
	expect(statuses(run.json('Attentive', 1))).toEqual(['refused', 'refused']);
});

describe('another try of the execution', () => {
	const failB = async (kind: '400' | '503') =>
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind, match: 'b@example.com', count: 1 });

	test('what was accepted comes out as it did, and the other order goes whole', async () => {
		await failB('400');
		const failed = await bench.run(lines(), TWO_ORDERS);
		const retried = await bench.n8n.retry(failed);
		expect(results(retried)).toEqual([
			{ status: 'accepted', orderId: 'A', products: 2, sentInEarlierTry: true },
			{ status: 'accepted', orderId: 'B', products: 2 },
			{ status: 'accepted', orderId: 'A', products: 2, sentInEarlierTry: true },
			{ status: 'accepted', orderId: 'B', products: 2 },
		]);
		expect(await orders()).toEqual(['A: 1 3', 'B: 2 4']);
	});

	test('an order of unknown outcome is sent again by none of its rows', async () => {
		await failB('503');
		const failed = await bench.run(lines(), TWO_ORDERS);
		const retried = await bench.n8n.retry(failed);
		expect(retried.error?.message).toContain('is not sent again');
		expect(await orders()).toEqual(['A: 1 3']);
	});

	test('nor when one of its rows alone comes back from the error output', async () => {
		await failB('503');
		const run = await bench.run(lines(), TWO_ORDERS, { onError: 'continueErrorOutput' });
		const [row] = run.json('Attentive', 1);
		const [again] = outcomes(await bench.run(lines(), [{ ...row, order: 'B' }], CONTINUE));
		expect(again).toBe('unknown unknownBefore');
		expect(await orders()).toEqual(['A: 1 3']);
	});

	test('rows that were sent alone are not sent again as parts of an order', async () => {
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', match: '"3"', count: 1 });
		const alone = apart({ orderId: '' });
		const failed = await bench.run(alone, [line('A', '1'), line('A', '3')]);
		const retried = await bench.n8n.retry(failed, { workflow: bench.workflow(lines()) });
		expect(retried.status).toBe('error');
		expect(await orders()).toEqual(['-: 1']);
	});

	test('rows that were sent as an order are not sent again alone', async () => {
		await failB('400');
		const failed = await bench.run(lines(), TWO_ORDERS);
		await bench.n8n.retry(failed, { workflow: bench.workflow(apart({ orderId: '' })) });
		expect(await orders()).toEqual(['-: 2', '-: 4', 'A: 1 3']);
	});

	test('equal rows of an order stay as many as they are', async () => {
		await failB('400');
		const rows = [line('A', '1'), line('A', '1'), line('B', '2'), line('B', '2')];
		const failed = await bench.run(lines(), rows);
		expect((await bench.n8n.retry(failed)).status).toBe('success');
		expect(await orders()).toEqual(['A: 1 1', 'B: 2 2']);
	});
});

describe('rows that do not fit together', () => {
	test.each<[string, IDataObject, INodeParameters, string]>([
		['users', { email: 'x@example.com' }, {}, 'The user'],
		['moments', { at: '2026-11-24T10:00:01Z' }, { occurredAt: '={{ $json.at }}' }, 'Occurred At'],
		['sales channels', { channel: 'PHONE' }, { salesChannel: '={{ $json.channel }}' }, 'Sales Channel'],
	])('two %s', async (_name, change, additionalFields, field) => {
		const more = { at: '2026-11-24T10:00:00Z', channel: 'WEB' };
		const rows = [line('A', '1', more), line('A', '3', { ...more, ...change }), line('B', '4', more)];
		const run = await bench.run(lines({ additionalFields }), rows, CONTINUE);
		expect(errors(run).map((error) => error?.field)).toEqual([field, field, undefined]);
		expect(await orders()).toEqual(['B: 4']);
	});

	test('two values of Send Once Per: nobody could say which of them counts', async () => {
		const parameters = lines({ additionalFields: { skipRepeatsBy: '={{ $json.sku }}' } });
		const rows = [line('A', '1'), line('A', '3'), line('B', '4')];
		expect(outcomes(await bench.run(parameters, rows, CONTINUE))).toEqual([
			'rejected rowsDiffer',
			'rejected rowsDiffer',
			'accepted',
		]);
		expect(await orders()).toEqual(['B: 4']);
	});

	test('an order number of its own for each row', async () => {
		const parameters = lines({ orderId: '={{ $json.sku }}' });
		expect(outcomes(await bench.run(parameters, [line('A', '1'), line('A', '3')], CONTINUE))).toEqual([
			'rejected rowsDiffer',
			'rejected rowsDiffer',
		]);
	});
});

describe('Skip Repeats By the order number', () => {
	const onceEach = lines({ additionalFields: { skipRepeatsBy: '={{ $json.order }}' } });

	test('a refused order is free for the next run, an accepted one is not', async () => {
		await bench.sandbox.control.addFault({
			endpoint: PURCHASE,
			kind: '400',
			match: 'b@example.com',
			count: 1,
		});
		await bench.run(onceEach, TWO_ORDERS, CONTINUE);
		expect(outcomes(await bench.run(onceEach, TWO_ORDERS, CONTINUE))).toEqual([
			'skipped alreadySent',
			'accepted',
			'skipped alreadySent',
			'accepted',
		]);
		expect(await orders()).toEqual(['A: 1 3', 'B: 2 4']);
	});

	test('an order whose bad row is mended later goes whole then', async () => {
		const bad = [line('A', '1'), line('A', '3', { price: '' })];
		expect(outcomes(await bench.run(onceEach, bad, CONTINUE))).toEqual([
			'rejected partMissing',
			'rejected missing',
		]);
		expect(outcomes(await bench.run(onceEach, [line('A', '1'), line('A', '3')]))).toEqual([
			'accepted',
			'accepted',
		]);
	});

	test('without Combine Items By each item is an event, and only the first with a number goes', async () => {
		const parameters = apart({ additionalFields: { skipRepeatsBy: '={{ $json.order }}' } });
		expect(outcomes(await bench.run(parameters, TWO_ORDERS))).toEqual([
			'accepted',
			'accepted',
			'skipped alreadySent',
			'skipped alreadySent',
		]);
	});

	test('of two orders with one value the first goes, and the other is skipped with all its rows', async () => {
		const parameters = lines({ additionalFields: { skipRepeatsBy: '={{ $json.email }}' } });
		const rows = ['A', 'B'].flatMap((order) =>
			['1', '2'].map((sku) => line(order, sku, { email: 'ann@example.com' })),
		);
		expect(outcomes(await bench.run(parameters, rows, CONTINUE))).toEqual([
			'accepted',
			'accepted',
			'skipped alreadySent',
			'skipped alreadySent',
		]);
		expect(await orders()).toEqual(['A: 1 2']);
	});

	test('a row without a number is rejected: it could be sent twice', async () => {
		const parameters = apart({ additionalFields: { skipRepeatsBy: '={{ $json.order }}' } });
		expect(
			outcomes(await bench.run(parameters, [line('', '1', { email: 'x@example.com' })], CONTINUE)),
		).toEqual(['rejected missing']);
	});
});

test('the orders of one person keep their order', async () => {
	const rows = ['A', 'B', 'C', 'D'].flatMap((order) => [
		line(order, `${order}1`, { email: 'ann@example.com' }),
		line(order, `${order}2`, { email: 'ann@example.com' }),
	]);
	await bench.sandbox.control.setLatency({ ms: 0, jitterMs: 50 });
	await bench.run(lines(), rows);
	expect((await bench.bodies(PURCHASE)).map(({ orderId }) => orderId)).toEqual(['A', 'B', 'C', 'D']);
});

test('an order of a thousand rows is one event', async () => {
	const rows = Array.from({ length: 1_000 }, (_row, index) => line('A', String(index + 1)));
	const states = outcomes(await bench.run(lines(), rows));
	expect(new Set(states)).toEqual(new Set(['accepted']));
	expect(await orders()).toHaveLength(1);
});

test('items whose order is the error of a formula do not become one order', async () => {
	const parameters = lines({ additionalFields: { combineItemsBy: '={{ $json.cart }}' } });
	const rows = [line('A', '1', { cart: '#N/A' }), line('A', '2', { cart: '#N/A' })];
	const missing = expect.objectContaining({ field: 'Combine Items By', reasonCode: 'missing' });
	expect(errors(await bench.run(parameters, rows, CONTINUE))).toEqual([missing, missing]);
	expect(await orders()).toEqual([]);
});
