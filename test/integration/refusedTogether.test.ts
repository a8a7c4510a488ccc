import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	ADD_CODES,
	CONTINUE,
	counted,
	results,
	SIGN_UP_UNIT,
	UPSERT_MANY,
	UPSERT_TIERS,
	useBench,
} from './setup';

/** What people read where Attentive refuses a request of many rows as a whole. */
const bench = useBench(async ({ control }) => {
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.addSignUpUnit(SIGN_UP_UNIT);
	await control.setSettings({ bulkUserRefusals: 'request' });
	// Attentive's own limit would make thousands of requests take half a minute.
	await control.setLimit({ endpoint: UPSERT_MANY, perSecond: 1_000 });
});

const SUBSCRIBING: INodeParameters = {
	...UPSERT_TIERS,
	subscribeToo: true,
	consent: 'confirmed',
	signUpSourceId: SIGN_UP_UNIT.id,
	subscriptionType: 'MARKETING',
	additionalFields: { ifSubscribed: 'again' },
};
/** Rows of different people. Attentive refuses those whose tier is Bronze. */
const rows = (count: number, isBad: (index: number) => boolean): IDataObject[] =>
	Array.from({ length: count }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: isBad(index) ? 'Bronze' : 'Gold',
	}));

interface Result {
	status: string;
	reason?: string;
	wayOut?: string;
	message?: string;
}

async function resultsOf(parameters: INodeParameters, input: IDataObject[]): Promise<Result[]> {
	return results<Result>(await bench.run(parameters, input, CONTINUE));
}

const TOGETHER = /In a request of ([\d,]+)(?: \w+)? that was refused as a whole/;
/** How many items the request had, as the item's reason says; undefined where the item was refused alone. */
function togetherWith(item: Result | undefined): number | undefined {
	const count = TOGETHER.exec(item?.reason ?? '')?.[1];
	return count === undefined ? undefined : Number(count.replaceAll(',', ''));
}
/** An item that was refused with others: nobody knows whether its own values are wrong. */
function expectRefusedWith(item: Result | undefined, count: number): void {
	expect(item).toMatchObject({ status: 'refused', reason: expect.stringMatching(TOGETHER) });
	expect(togetherWith(item)).toBe(count);
	expect(item?.wayOut).toMatch(/\w/);
	expect(item?.wayOut).not.toMatch(/correct the (value|row)|that Attentive names/i);
	expect(item?.message).toMatch(TOGETHER);
}

describe('where rows can be sent apart', () => {
	test('every good row goes and each bad row is refused alone, also where every tenth is bad', async () => {
		const isBad = (index: number) => index % 10 === 7;
		const items = await resultsOf(UPSERT_TIERS, rows(2_560, isBad));
		expect(counted(items.map(({ status }, index) => `${isBad(index) ? 'bad' : 'good'}: ${status}`))).toEqual({
			'good: pending': 2_304,
			'bad: refused': 256,
		});
		const refused = items.filter((_item, index) => isBad(index));
		expect(refused.flatMap((item) => togetherWith(item) ?? [])).toEqual([]);
		for (const { reason } of refused) expect(reason).toContain('tier');
		expect(await bench.recordsSent()).toBe(2_304);
		expect(await bench.requests(UPSERT_MANY)).toBeLessThan(3_200);
	});

	test('where all 3,000 rows are bad it ends well before two requests a row, and no row is told that its own values are wrong', async () => {
		const items = await resultsOf(
			UPSERT_TIERS,
			rows(3_000, () => true),
		);
		const total = await bench.requests(UPSERT_MANY);
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
	});

	test('a row that is sent alone is told to correct the value that Attentive names', async () => {
		const [item] = await resultsOf(
			UPSERT_TIERS,
			rows(1, () => true),
		);
		expect(item).toMatchObject({ status: 'refused', wayOut: 'Correct the value that Attentive names' });
		expect(togetherWith(item)).toBeUndefined();
	});
});

describe('where rows cannot be sent apart, each says how many were in the request', () => {
	test('users who are subscribed as well', async () => {
		const items = await resultsOf(
			SUBSCRIBING,
			rows(5, (index) => index === 3),
		);
		expect(items).toHaveLength(5);
		for (const item of items) expectRefusedWith(item, 5);
		for (const { reason } of items) expect(reason).toContain('Attentive answered 400');
		expect(await bench.requests(UPSERT_MANY)).toBe(1);
	});

	test('codes of an offer', async () => {
		await bench.sandbox.control.addOffer({ id: 1, window: 'never' });
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '400' });
		const items = await resultsOf(
			{ resource: 'offer', operation: 'addCodes', offerId: '1', codes: '={{ $json.code }}' },
			['A', 'B', 'C'].map((code) => ({ code })),
		);
		expect(items).toHaveLength(3);
		for (const item of items) expectRefusedWith(item, 3);
	});

	test('and so does the error that stops the workflow', async () => {
		const run = await bench.run(
			SUBSCRIBING,
			rows(4, (index) => index === 2),
		);
		expect(run.error?.message).toMatch(
			/^In a request of 4(?: \w+)? that was refused as a whole.* \[item 0\]$/,
		);
		expect(run.error?.message).not.toContain('Correct the value');
	});
});
