import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ATTRIBUTES, CONTINUE, errors, EVENTS, SEND_EVENT, SET_ATTRIBUTES, useBench } from './setup';

/** What people do first: they drag fields of a webhook's item or of a spreadsheet's row into the panel. */
const bench = useBench();

/** Rows as n8n makes them of dragged fields: the name is the path. */
function dragged(...rows: Array<[name: string, value: string]>): INodeParameters {
	return {
		assignments: rows.map(([name, value], index) => ({ id: String(index), name, value, type: 'string' })),
	};
}

const WEBHOOK: IDataObject = {
	headers: { host: 'example.com' },
	body: { phone: '+12065551000', points: '12', customer: { points: 'many' } },
};
const OF_WEBHOOK: INodeParameters = { ...SEND_EVENT, phone: '={{ $json.body.phone }}' };

describe('a dragged field is sent under its last step', () => {
	test.each<[string, string, string]>([
		['with dots', 'body.points', '={{ $json.body.points }}'],
		['of an earlier node', 'body.points', "={{ $('Start').item.json.body.points }}"],
	])('%s', async (_what, name, value) => {
		await bench.run({ ...OF_WEBHOOK, properties: dragged([name, value]) }, [WEBHOOK]);
		expect(await bench.bodies(EVENTS)).toEqual([expect.objectContaining({ properties: { points: '12' } })]);
	});

	test('but a name that somebody typed stays, dots and all', async () => {
		const properties = dragged(['loyalty.points', '={{ $json.body.points }}']);
		await bench.run({ ...OF_WEBHOOK, properties }, [WEBHOOK]);
		expect(await bench.bodies(EVENTS)).toEqual([
			expect.objectContaining({ properties: { 'loyalty.points': '12' } }),
		]);
	});

	test('two that come to one name are refused with both paths', async () => {
		const properties = dragged(
			['body.points', '={{ $json.body.points }}'],
			['body.customer.points', '={{ $json.body.customer.points }}'],
		);
		const run = await bench.run({ ...OF_WEBHOOK, properties }, [WEBHOOK]);
		expect(run.error?.message).toBe(
			"'points' is the name of two properties: 'body.points' and 'body.customer.points'. Give each its own name.",
		);
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('a name that n8n cut off is refused', async () => {
		const properties = dragged(["'Billing Address'].phon", "={{ $json['Billing Address'].phone }}"]);
		const run = await bench.run({ ...SEND_EVENT, properties }, [
			{ phone: '+12065551000', 'Billing Address': { phone: '1' } },
		]);
		expect(run.error?.message).toContain("''Billing Address'].phon' is a name that n8n cut off");
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});
});

describe('Map Automatically', () => {
	const automatically = (more: INodeParameters = {}): INodeParameters => ({
		...SET_ATTRIBUTES,
		mapping: 'automatically',
		email: "={{ $json['E-mail'].toLowerCase() }}",
		...more,
	});
	const ROW: IDataObject = {
		row_number: 2,
		phone: '+12065551000',
		'E-mail': 'ANN@example.com',
		tier: 'Gold',
		notes: 'x',
	};

	test('leaves out what other parameters use, also in longer expressions, and what n8n added', async () => {
		await bench.run(automatically({ fieldsToLeaveOut: 'notes' }), [ROW]);
		expect(await bench.bodies(ATTRIBUTES)).toEqual([
			{ user: { phone: '+12065551000', email: 'ann@example.com' }, properties: { tier: 'Gold' } },
		]);
	});

	test('Validate Only lists what was left out', async () => {
		const run = await bench.run(automatically({ mode: 'validateOnly' }), [ROW]);
		const hint = run.hints('Attentive').at(-1)?.message;
		expect(hint).toMatch(/Left out.*phone.*E-mail/);
	});

	test('takes the fields of an object in the item', async () => {
		const parameters = { ...automatically(), email: '', phone: '={{ $json.body.phone }}', fieldsOf: 'body' };
		await bench.run(parameters, [{ headers: { host: 'h' }, body: { phone: '+12065551000', tier: 'Gold' } }]);
		expect(await bench.bodies(ATTRIBUTES)).toEqual([
			{ user: { phone: '+12065551000' }, properties: { tier: 'Gold' } },
		]);
	});
});

test('the default country can come from each item, by name or code', async () => {
	const run = await bench.run(
		{ ...SEND_EVENT, defaultCountry: '={{ $json.country }}' },
		[
			{ phone: '(206) 555-1000', points: 1, country: 'United States' },
			{ phone: '020 7946 0018', points: 2, country: 'gb' },
			{ phone: '+12065551001', points: 3, country: '' },
			{ phone: '206 555 1002', points: 4, country: '' },
			{ phone: '206 555 1003', points: 5, country: 'Atlantis' },
		],
		CONTINUE,
	);
	expect((await bench.phones(EVENTS)).sort()).toEqual(['+12065551000', '+12065551001', '+442079460018']);
	expect(errors(run).map((error) => error?.message)).toEqual([
		undefined,
		undefined,
		undefined,
		"Phone '206 555 1002' has no country code. Write it as +12063996576, or choose a Default Country. [item 3]",
		"Default Country 'Atlantis' is not a country. Enter its English name or two-letter code, such as US or GB. [item 4]",
	]);
});
