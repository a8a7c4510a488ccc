import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { z } from 'zod';
import { eachField, startBench, type Bench, type NodeSettings } from './setup';

/** What people read where Attentive refuses a request of many rows as a whole. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	const { control } = bench.sandbox;
	await control.reset();
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.addSignUpUnit({
		id: '11',
		type: 'MARKETING',
		channels: ['EMAIL'],
		locale: { language: 'en', country: 'US' },
	});
	await control.setSettings({ bulkUserRefusals: 'request' });
	// Attentive's own limit would make thousands of requests take half a minute.
	await control.setLimit({ endpoint: MANY, perSecond: 1_000 });
});
afterAll(async () => await bench.close());

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };
const MANY = 'POST /v2/bulk/user/attributes';
const CODES = 'POST /v1/coupons/coupon-pool/{id}/create';
const LONG = 180_000;

const upsertMany = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'upsertMany',
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	...more,
});
const subscribing = upsertMany({
	subscribeToo: true,
	consent: 'confirmed',
	signUpSourceId: '11',
	subscriptionType: 'MARKETING',
	additionalFields: { ifSubscribed: 'again' },
});
/** Rows of different people. Attentive refuses those whose tier is Bronze. */
const rows = (count: number, isBad: (index: number) => boolean): IDataObject[] =>
	Array.from({ length: count }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: isBad(index) ? 'Bronze' : 'Gold',
	}));

const toldSchema = z.object({
	status: z.string(),
	reason: z.string().optional(),
	wayOut: z.string().optional(),
	message: z.string().optional(),
});
type Told = z.infer<typeof toldSchema>;

/** What comes out of each row. */
async function told(parameters: INodeParameters, input: IDataObject[]): Promise<Told[]> {
	const items = (await bench.run(parameters, input, CONTINUE)).json('Attentive');
	return items.map(({ attentive, error }) => toldSchema.parse(attentive ?? error));
}

async function requests(): Promise<number> {
	return (await bench.sandbox.control.requests()).find(({ endpoint }) => endpoint === MANY)?.total ?? 0;
}

function counted(words: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
	return counts;
}

const TOGETHER = /In a request of ([\d,]+)(?: \w+)? that was refused as a whole/;
/** How many items the request had, as the item's reason says; undefined where the item was refused alone. */
function togetherWith(item: Told | undefined): number | undefined {
	const count = TOGETHER.exec(item?.reason ?? '')?.[1];
	return count === undefined ? undefined : Number(count.replaceAll(',', ''));
}
/** An item that was refused with others: nobody knows whether its own values are wrong. */
function expectRefusedWith(item: Told | undefined, count: number): void {
	expect(item).toMatchObject({ status: 'refused', reason: expect.stringMatching(TOGETHER) });
	expect(togetherWith(item)).toBe(count);
	expect(item?.wayOut).toMatch(/\w/);
	expect(item?.wayOut).not.toMatch(/correct the (value|row)|that Attentive names/i);
	expect(item?.message).toMatch(TOGETHER);
}

describe('where rows can be sent apart', () => {
	test(
		'every good row goes and each bad row is refused alone, also where every tenth is bad',
		async () => {
			const isBad = (index: number) => index % 10 === 7;
			const items = await told(upsertMany(), rows(2_560, isBad));
			expect(
				counted(items.map(({ status }, index) => `${isBad(index) ? 'bad' : 'good'}: ${status}`)),
			).toEqual({
				'good: pending': 2_304,
				'bad: refused': 256,
			});
			const refused = items.filter((_item, index) => isBad(index));
			expect(refused.flatMap((item) => togetherWith(item) ?? [])).toEqual([]);
			for (const { reason } of refused) expect(reason).toContain('tier');
			const jobs = await bench.sandbox.control.jobs();
			expect(jobs.reduce((sum, { totalRecords }) => sum + totalRecords, 0)).toBe(2_304);
			expect(await requests()).toBeLessThan(3_200);
		},
		LONG,
	);

	test(
		'where all 3,000 rows are bad it ends well before two requests a row, and no row is told that its own values are wrong',
		async () => {
			const items = await told(
				upsertMany(),
				rows(3_000, () => true),
			);
			const total = await requests();
			// To refuse each of them alone takes 6,000.
			expect(total).toBeLessThan(4_500);
			const sizes = items.map((item) => togetherWith(item));
			expect(sizes.some((size) => size !== undefined)).toBe(true);
			// A row is refused alone only by a request of its own.
			expect(sizes.filter((size) => size === undefined).length).toBeLessThanOrEqual(total);
			for (const [index, size] of sizes.entries()) {
				if (size !== undefined) expectRefusedWith(items[index], size);
			}
			// All rows of a request say the same of it.
			for (const size of new Set(sizes)) {
				if (size === undefined) continue;
				expect(size).toBeGreaterThan(1);
				expect(sizes.filter((one) => one === size).length % size).toBe(0);
			}
		},
		LONG,
	);

	test('a row that is sent alone is told to correct the value that Attentive names', async () => {
		const [item] = await told(
			upsertMany(),
			rows(1, () => true),
		);
		expect(item).toMatchObject({ status: 'refused', wayOut: 'Correct the value that Attentive names' });
		expect(togetherWith(item)).toBeUndefined();
	});
});

describe('where rows cannot be sent apart, each says how many were in the request', () => {
	test('users who are subscribed as well', async () => {
		const items = await told(
			subscribing,
			rows(5, (index) => index === 3),
		);
		expect(items).toHaveLength(5);
		for (const item of items) expectRefusedWith(item, 5);
		for (const { reason } of items) expect(reason).toContain('Attentive answered 400');
		expect(await requests()).toBe(1);
	});

	test('codes of an offer', async () => {
		await bench.sandbox.control.addOffer({ id: 1, window: 'never' });
		await bench.sandbox.control.addFault({ endpoint: CODES, kind: '400' });
		const items = await told(
			{ resource: 'offer', operation: 'addCodes', offerId: '1', codes: '={{ $json.code }}' },
			['A', 'B', 'C'].map((code) => ({ code })),
		);
		expect(items).toHaveLength(3);
		for (const item of items) expectRefusedWith(item, 3);
	});

	test('and so does the error that stops the workflow', async () => {
		const run = await bench.run(
			subscribing,
			rows(4, (index) => index === 2),
		);
		expect(run.error?.message).toMatch(
			/^In a request of 4(?: \w+)? that was refused as a whole.* \[item 0\]$/,
		);
		expect(run.error?.message).not.toContain('Correct the value');
	});
});
