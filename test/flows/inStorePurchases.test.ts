import { bodiesOf, Files, runFrom, sorted, useTime } from './files';
import { useFlows } from './flow';

const name = 'in-store-purchases';
const flows = useFlows();
const files = new Files(flows);
/** The evening of the sample data, in New York. */
const setTime = useTime('2026-11-30T02:00:00Z');

const purchases = async () => await bodiesOf(flows, 'POST /v1/events/ecommerce/purchase');
const run = async (live: boolean, startNode = 'Every Evening') =>
	await runFrom(flows, startNode, flows.flow(name, { live }));

const inStore = { salesChannel: { channelType: 'IN_STORE' } };
const product = (id: string, variant: string, called: string, quantity: number, value: number) => ({
	productId: id,
	productVariantId: variant,
	name: called,
	quantity,
	price: [{ value, currency: 'USD' }],
});
const ann = {
	...inStore,
	orderId: 'R-20411',
	user: { phone: '+13605550101', email: 'ann@example.com' },
	occurredAt: '2026-11-29T10:02:00.000-05:00',
	items: [
		product('COFFEE-1', 'COFFEE-1-250G', 'House Blend 250 g', 2, 9.5),
		product('MUG-7', 'MUG-7', 'Mug, blue', 1, 14),
	],
};
const all = [
	ann,
	// Without the fee for the bag.
	{
		...inStore,
		orderId: 'R-20413',
		user: { phone: '+13605550102' },
		occurredAt: '2026-11-29T11:40:00.000-05:00',
		items: [product('TEA-3', 'TEA-3', 'Green Tea', 1, 7.25)],
	},
	// Without what came back.
	{
		...inStore,
		orderId: 'R-20414',
		user: { email: 'cleo@example.com' },
		occurredAt: '2026-11-29T13:05:00.000-05:00',
		items: [product('MUG-8', 'MUG-8', 'Mug, red', 1, 1014)],
	},
	// By weight: Attentive takes whole numbers only.
	{
		...inStore,
		orderId: 'R-20417',
		user: { phone: '+13605550106', email: 'finn@example.com' },
		occurredAt: '2026-11-29T16:45:00.000-05:00',
		items: [product('BEANS-2', 'BEANS-2', 'Green beans, by weight', 1, 13.5)],
	},
];

test('each receipt with a customer is one purchase in store; what is not valid is a file', async () => {
	await run(true);
	expect(sorted(await purchases())).toEqual(sorted(all));
	expect(files.csv('pos-rejected.csv')).toEqual([
		expect.objectContaining({
			Row: '9',
			'Receipt No.': 'R-20415',
			Reason: expect.stringContaining('is combined with'),
		}),
		expect.objectContaining({ Row: '10', Reason: expect.stringContaining("Price 'ask' is not a number") }),
		{
			Row: '11',
			Reason: expect.stringContaining("Phone '555-0105' has too few digits"),
			'Receipt No.': 'R-20416',
			Date: '11/29/2026',
			Time: '3:10 PM',
			Store: 'Harbor',
			Phone: '555-0105',
			Email: '',
			'Item No.': 'TEA-3',
			'Variant No.': '',
			Description: 'Green Tea',
			Qty: '3',
			'Unit Price': '$7.25',
		},
	]);
});

test('a receipt that comes again is not sent again; corrected lines are sent from the file of rejected ones', async () => {
	await run(true);
	await run(true);
	expect(await purchases()).toHaveLength(all.length);

	const corrected = files
		.bytes('pos-rejected.csv')
		.toString()
		.replace(/,ask\b/, ',$3.00')
		.replace(',555-0105', ',360-555-0105');
	files.write('pos-receipts.csv', [corrected]);
	setTime('2026-11-30T03:00:00Z');
	await run(true);
	expect((await purchases()).slice(all.length)).toEqual(
		expect.arrayContaining([
			{
				...inStore,
				orderId: 'R-20415',
				user: { phone: '+13605550104' },
				occurredAt: '2026-11-29T14:30:00.000-05:00',
				items: [
					product('COFFEE-1', 'COFFEE-1-250G', 'House Blend 250 g', 1, 9.5),
					product('GIFT-1', 'GIFT-1', 'Gift box', 1, 3),
				],
			},
			{
				...inStore,
				orderId: 'R-20416',
				user: { phone: '+13605550105' },
				occurredAt: '2026-11-29T15:10:00.000-05:00',
				items: [product('TEA-3', 'TEA-3', 'Green Tea', 3, 7.25)],
			},
		]),
	);
	expect(await purchases()).toHaveLength(all.length + 2);
});

const header = 'Receipt No.,Date,Time,Store,Phone,Email,Item No.,Variant No.,Description,Qty,Unit Price';

test('a quantity that is not a plain number is read or holds its receipt back: no line is left out in silence', async () => {
	files.write('pos-receipts.csv', [
		header,
		'R-1,11/29/2026,10:02 AM,Pike Street,(360) 555-0101,,MUG-7,,Mug,1,$14.00',
		'R-1,11/29/2026,10:02 AM,Pike Street,(360) 555-0101,,TEA-3,,Green Tea,2 pcs,$7.25',
		'R-2,11/29/2026,10:05 AM,Pike Street,(360) 555-0102,,TEA-3,,Green Tea,,$7.25',
		'R-3,11/29/2026,10:08 AM,Pike Street,(360) 555-0104,,TEA-3,,Green Tea,"1,000",$7.25',
	]);
	await run(true);
	// Without a quantity, the product counts once.
	const item = { productId: 'TEA-3' };
	expect(sorted(await purchases())).toMatchObject([
		{ orderId: 'R-2', items: [item] },
		{ orderId: 'R-3', items: [{ ...item, quantity: 1000 }] },
	]);
	expect(files.csv('pos-rejected.csv').map(({ Row, Qty, Reason }) => [Row, Qty, Reason])).toEqual([
		['2', '1', expect.stringContaining('is combined with')],
		['3', '2 pcs', expect.stringContaining('Quantity')],
	]);
});

test('two stores can have the same receipt number, and one store on another day', async () => {
	const pikeStreet = 'R-1,11/29/2026,10:02 AM,Pike Street,(360) 555-0101,,MUG-7,,Mug,1,$14.00';
	const harbor = 'R-1,11/29/2026,11:30 AM,Harbor,(360) 555-0102,,TEA-3,,Green Tea,1,$7.25';
	files.write('pos-receipts.csv', [header, pikeStreet, harbor]);
	await run(true);
	await run(true);
	files.write('pos-receipts.csv', [header, pikeStreet.replace('11/29', '11/28')]);
	await run(true);
	const [ofPike, ofHarbor] = [{ phone: '+13605550101' }, { phone: '+13605550102' }];
	const sent = (user: object, occurredAt: string, items: unknown[]) => ({
		...inStore,
		orderId: 'R-1',
		user,
		occurredAt,
		items,
	});
	const mug = product('MUG-7', 'MUG-7', 'Mug', 1, 14);
	expect(sorted(await purchases())).toEqual(
		sorted([
			sent(ofPike, '2026-11-28T10:02:00.000-05:00', [mug]),
			sent(ofPike, '2026-11-29T10:02:00.000-05:00', [mug]),
			sent(ofHarbor, '2026-11-29T11:30:00.000-05:00', [product('TEA-3', 'TEA-3', 'Green Tea', 1, 7.25)]),
		]),
	);
});

test('as shipped, only the test recipient is told of, and a sample as often as one likes', async () => {
	await run(false);
	expect(await purchases()).toEqual([ann]);
	await run(false, 'Send a Sample');
	setTime('2026-11-30T02:00:01Z');
	await run(false, 'Send a Sample');
	const sample = (millis: number) => ({
		...ann,
		orderId: `SAMPLE-${millis}`,
		occurredAt: '2026-11-29T21:00:00.000-05:00',
		items: [ann.items[0], product('MUG-7', 'MUG-7', 'Blue Mug', 1, 14)],
	});
	const first = Date.parse('2026-11-30T02:00:00Z');
	expect((await purchases()).slice(1)).toEqual([sample(first), sample(first + 1000)]);
});
