import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ADD_CODES, CONTINUE, results, statuses, useBench, type NodeSettings } from './setup';

/** One item with more codes than Attentive takes in a request: it answers 413, and the codes go in several. */
const bench = useBench(async ({ control }) => {
	await control.addOffer({ id: 1, window: 'never' });
	// All of the codes have some 10,000 bytes, half of them some 5,000.
	await control.setSettings({ offerBodyLimit: 7_000 });
});

const RETRY: NodeSettings = { retryOnFail: true, maxTries: 2 };

const addCodes: INodeParameters = {
	resource: 'offer',
	operation: 'addCodes',
	offerId: '1',
	codes: '={{ $json.codes }}',
};
const CODES = Array.from({ length: 1_000 }, (_code, index) => `C-${String(index).padStart(5, '0')}`);
const ITEM: IDataObject = { codes: CODES };

const inOffer = async (): Promise<string[]> => await bench.sandbox.control.offerCodes(1);

/** The codes that came, in the order of their names: a code that came twice is there twice. */
async function expectEachOnce(codes: string[]): Promise<void> {
	expect((await inOffer()).sort()).toEqual([...codes].sort());
}
/** Attentive takes one part of the codes and refuses the next. */
async function refuseSecondPart(): Promise<void> {
	await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '400', after: 2 });
}

test('all its codes arrive, in their order, and the item is accepted', async () => {
	const run = await bench.run(addCodes, [ITEM], CONTINUE);
	expect(statuses(run)).toEqual(['accepted']);
	expect(await inOffer()).toEqual(CODES);
});

test('they arrive although a quarter of them is still too large', async () => {
	await bench.sandbox.control.setSettings({ offerBodyLimit: 1_500 });
	const run = await bench.run(addCodes, [ITEM], CONTINUE);
	expect(statuses(run)).toEqual(['accepted']);
	expect(await inOffer()).toEqual(CODES);
});

test('between small items of the same offer, each code arrives once and all items are accepted', async () => {
	const run = await bench.run(addCodes, [{ codes: 'A' }, ITEM, { codes: 'B' }], CONTINUE);
	expect(statuses(run)).toEqual(['accepted', 'accepted', 'accepted']);
	await expectEachOnce(['A', ...CODES, 'B']);
});

describe('where Attentive refuses a part', () => {
	test('the error says how many codes it has accepted', async () => {
		await refuseSecondPart();
		const [item] = results(await bench.run(addCodes, [ITEM], CONTINUE));
		const accepted = (await inOffer()).length;
		expect(accepted).toBeGreaterThan(0);
		expect(accepted).toBeLessThan(CODES.length);
		// Not refused: what is refused counts as not sent, for Skip Repeats By and in a later try.
		expect(item).toMatchObject({ status: 'unknown', reasonCode: 'partlyAccepted' });
		expect(item?.message).toMatch(new RegExp(`\\b${accepted}\\b[^.]*\\bcodes\\b`));
	});

	test('the error that stops the workflow says it as well', async () => {
		await refuseSecondPart();
		const run = await bench.run(addCodes, [ITEM]);
		const accepted = (await inOffer()).length;
		expect(accepted).toBeGreaterThan(0);
		expect(run.error?.message).toMatch(new RegExp(`\\b${accepted}\\b[^.]*\\bcodes\\b`));
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'Retry On Fail (%s) sends none of them again',
		async (onError) => {
			await refuseSecondPart();
			const run = await bench.run(addCodes, [ITEM], { ...RETRY, onError });
			expect(JSON.stringify([run.error?.message, run.json('Attentive')])).toContain('Unknown whether');
			await expectEachOnce(CODES.slice(0, CODES.length / 2));
		},
	);

	test('nor does Retry in the list of executions', async () => {
		await refuseSecondPart();
		const failed = await bench.run(addCodes, [ITEM]);
		expect(failed.status).toBe('error');
		expect((await bench.n8n.retry(failed)).error?.message).toContain('Unknown whether');
		await expectEachOnce(CODES.slice(0, CODES.length / 2));
	});
});

test('where the outcome of a part is unknown, so is that of the item, and no code is sent twice', async () => {
	await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '500after', after: 1 });
	const run = await bench.run(addCodes, [ITEM], { ...RETRY, ...CONTINUE });
	expect(statuses(run)).toEqual(['unknown']);
	const codes = await inOffer();
	expect(codes.length).toBeGreaterThan(0);
	expect(new Set(codes).size).toBe(codes.length);
});

describe('once a part has failed, no other goes', () => {
	test('so what it refuses counts as refused only where it has accepted nothing', async () => {
		const { control } = bench.sandbox;
		await control.addFault({ endpoint: ADD_CODES, kind: '400', after: 1 });
		await control.addFault({ endpoint: ADD_CODES, kind: '500after' });
		expect(statuses(await bench.run(addCodes, [ITEM], CONTINUE))).toEqual(['refused']);
		expect(await inOffer()).toEqual([]);
	});

	test('so what it has accepted is the beginning, also where the outcome of the next part is unknown', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '500after', after: 1 });
		const [item] = results(await bench.run(addCodes, [ITEM], CONTINUE));
		expect(item?.reason).toMatch(/accepted the first 500 of 1000 codes\. The others: Unknown whether/);
		expect(item?.wayOut).toMatch(/^Look up the others/);
	});
});
