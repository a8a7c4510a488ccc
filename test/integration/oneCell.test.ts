import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	eachField,
	errors,
	EVENTS,
	results,
	rows,
	SEND_EVENT,
	useBench,
	useStandIn,
} from './setup';

/** One cell, however long or deep, is no more than one bad cell: the other rows go on. */
const bench = useBench();

function nested(levels: number): IDataObject {
	let value: IDataObject = { end: 1 };
	for (let level = 0; level < levels; level++) value = { a: value };
	return value;
}

/** Three rows, the middle one with these cells. */
function withMiddle(cells: IDataObject): IDataObject[] {
	return rows(3).map((row, index) => (index === 1 ? { ...row, ...cells } : row));
}

const ACCEPTED = expect.objectContaining({ status: 'accepted' });
const rejected = (error: object) => expect.objectContaining({ status: 'rejected', ...error });
const DEEP = { note: nested(3_000) };
const SENDS_NOTE: INodeParameters = {
	...SEND_EVENT,
	properties: eachField([{ column: 'note', type: 'asItIs' }]),
};
const SENDS_TEXT: INodeParameters = {
	...SEND_EVENT,
	properties: eachField([{ column: 'note', type: 'text' }]),
};

describe('a cell nested thousands of levels deep', () => {
	test.each([3_000, 20_000])('does not matter in a field that is not sent (%d levels)', async (levels) => {
		expect(results(await bench.run(SEND_EVENT, withMiddle({ note: nested(levels) }), CONTINUE))).toEqual([
			ACCEPTED,
			ACCEPTED,
			ACCEPTED,
		]);
		expect(await bench.bodies(EVENTS)).toHaveLength(3);
	});

	test.each([
		['a property', SENDS_NOTE, 'note', 'nestedTooDeep', withMiddle(DEEP)],
		['a property that is text', SENDS_TEXT, 'note', 'notText', withMiddle(DEEP)],
		['a phone', SEND_EVENT, 'Phone', 'notText', withMiddle({ phone: DEEP })],
		[
			'a phone of an expression',
			{ ...SEND_EVENT, phone: '={{ $json.phone ?? "" }}' },
			'Phone',
			'notText',
			withMiddle({ phone: DEEP }),
		],
	])('is an error of its own row as %s', async (_what, parameters, field, reasonCode, input) => {
		const value = expect.stringMatching(/^\{.{10,58}…$/);
		expect(results(await bench.run(parameters, input, CONTINUE))).toEqual([
			ACCEPTED,
			rejected({ field, reasonCode, value }),
			ACCEPTED,
		]);
		expect(await bench.bodies(EVENTS)).toHaveLength(2);
	});

	test('stops the run with the error of its row, before anything is sent', async () => {
		const run = await bench.run(SENDS_NOTE, withMiddle(DEEP));
		expect(run.error?.message).toMatch(
			/^note .* has lists or objects nested more than 100 levels deep.*\[item 1\]$/,
		);
		expect(run.error?.context?.itemIndex).toBe(1);
		expect(run.error?.description).toContain('Nothing was sent');
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('is an error of its own item in JSON', async () => {
		const event = { ...SEND_EVENT, mapping: 'json', propertiesJson: '={{ $json.note }}' };
		const deepText = `{"deep":${'['.repeat(3_000)}${']'.repeat(3_000)}}`;
		expect(results(await bench.run(event, withMiddle({ note: deepText }), CONTINUE))).toEqual([
			ACCEPTED,
			rejected({ field: 'deep', reasonCode: 'nestedTooDeep' }),
			ACCEPTED,
		]);
	});

	test('is an error of its own product in a catalog', async () => {
		const upload = {
			resource: 'productCatalog',
			operation: 'upload',
			catalogFrom: 'json',
			product: '={{ $json.product }}',
		};
		const product = (id: string, more: IDataObject = {}) => ({
			product: JSON.stringify({
				id,
				name: 'Shirt',
				link: 'https://shop.example.com/shirt',
				lastUpdated: '2026-03-04T09:30:00Z',
				variants: [
					{
						id: `${id}-M`,
						name: 'Shirt M',
						link: 'https://shop.example.com/shirt',
						lastUpdated: '2026-03-04T09:30:00Z',
						prices: [{ currencyCode: 'USD', amount: '19.99' }],
						availableForPurchase: true,
						inventoryQuantity: 3,
					},
				],
				...more,
			}),
		});
		expect(
			results(await bench.run(upload, [product('1'), product('2', DEEP), product('3')], CONTINUE)),
		).toEqual([
			expect.objectContaining({ status: 'pending' }),
			rejected({ reasonCode: 'nestedTooDeep' }),
			expect.objectContaining({ status: 'pending' }),
		]);
	});
});

describe('a cell that is far too long', () => {
	const PRICED: INodeParameters = {
		resource: 'ecommerceEvent',
		operation: 'productView',
		phone: '={{ $json.phone }}',
		products: 'oneByOne',
		productRows: { products: [{ productId: '={{ $json.points }}', price: '={{ $json.price }}' }] },
		currency: 'USD',
	};
	const POINTS = { ...SEND_EVENT };
	test.each([
		['a phone', POINTS, { phone: `${'1'.repeat(100_000)}x` }, 'Phone', 'phoneTooLong'],
		['a number', POINTS, { points: `1${' '.repeat(100_000)}x` }, 'points', 'numberTooLong'],
		['a price', PRICED, { price: `1${' '.repeat(100_000)}x` }, 'Price', 'priceTooLong'],
	])('is refused at once, with a short error: %s', async (_what, parameters, cell, field, reasonCode) => {
		const input = withMiddle(cell).map((row) => ({ price: '19.99', ...row }));
		const [first, middle, last] = results(await bench.run(parameters, input, CONTINUE));
		expect([first, middle, last]).toEqual([ACCEPTED, rejected({ field, reasonCode }), ACCEPTED]);
		expect(JSON.stringify(middle).length).toBeLessThan(1_000);
	});
});

describe('an answer that is far too long or deep', () => {
	const server = useStandIn();

	test.each([
		['deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
		['long', JSON.stringify({ message: '<'.repeat(1_000_000) })],
	])('is still a refusal: %s', async (_what, text) => {
		server.answer = () => ({ status: 400, body: text });
		const run = await bench.run(SEND_EVENT, rows(1), { ...CONTINUE, baseUrl: server.url });
		const [error] = errors(run);
		expect(error).toEqual(expect.objectContaining({ status: 'refused', reasonCode: 'refused' }));
		expect(JSON.stringify(error).length).toBeLessThan(2_000);
	});
});
