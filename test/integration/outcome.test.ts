import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	eachField,
	errors,
	EVENTS,
	outcomes,
	rows,
	SEND_EVENT,
	useBench,
	type NodeSettings,
} from './setup';

/** The outcome is in sight, and nobody texts many people by mistake. */
const bench = useBench();

const BAD = { phone: '12', points: 9 };

describe('the outcome is the first key of an item', () => {
	test('on the success output and under Continue, also where the row has such keys already', async () => {
		const before = { attentive: { status: 'accepted' }, error: { reasonCode: 'x' } };
		const input = [...rows(1), { ...rows(2)[1], ...before }, BAD, { ...BAD, ...before }];
		const run = await bench.run(SEND_EVENT, input, CONTINUE);
		expect(run.json('Attentive').map((item) => Object.keys(item))).toEqual([
			['attentive', 'phone', 'points'],
			['attentive', 'phone', 'points'],
			['error', 'phone', 'points'],
			['error', 'phone', 'points'],
		]);
	});

	test('in Validate Only, too', async () => {
		const run = await bench.run({ ...SEND_EVENT, mode: 'validateOnly' }, [...rows(1), BAD]);
		expect(run.json('Attentive').map((item) => Object.keys(item)[0])).toEqual(['attentive', 'error']);
	});
});

describe('Skipped Items', () => {
	const withOption = (options: INodeParameters, mode = 'testRecipients'): INodeParameters => ({
		...SEND_EVENT,
		mode,
		testRecipients: '+12065551001',
		options,
	});

	test.each<[string, INodeParameters, string[]]>([
		[
			'are passed on unless somebody wants it otherwise',
			{},
			['skipped notATestRecipient', 'accepted', 'rejected phoneTooShort'],
		],
		[
			'are passed on',
			{ skippedItems: 'passOn' },
			['skipped notATestRecipient', 'accepted', 'rejected phoneTooShort'],
		],
		[
			'are left out, and errors are not',
			{ skippedItems: 'leaveOut' },
			['accepted', 'rejected phoneTooShort'],
		],
	])('%s', async (_name, options, expected) => {
		const run = await bench.run(withOption(options), [...rows(2), BAD], CONTINUE);
		expect(outcomes(run)).toEqual(expected);
		expect(run.hints('Attentive').at(-1)?.message).toContain('1 accepted, 1 skipped, 1 rejected');
	});

	test('those that are left out do not shift the links of the others', async () => {
		const run = await bench.run(withOption({ skippedItems: 'leaveOut' }), rows(2));
		expect(run.items('Attentive').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});
});

describe('a run is summed up', () => {
	test('its last hint says what became of the items and why', async () => {
		const run = await bench.run(SEND_EVENT, [...rows(2), BAD, BAD, { phone: '', points: 1 }], CONTINUE);
		expect(run.hints('Attentive').at(-1)).toEqual({
			message:
				"2 accepted, 3 rejected<br>2 items: 'Phone' has too few digits for the United States<br>1 item: 'Phone', 'Email', 'Other Identifiers' are all empty",
			type: 'warning',
			location: 'outputPane',
		});
	});

	test('as an error where the node throws: n8n drops its hints then', async () => {
		const run = await bench.run(SEND_EVENT, [...rows(2), BAD, BAD, { phone: '', points: 1 }]);
		expect(run.error?.description).toContain(
			"2 more items have errors. 2 items: 'Phone' has too few digits for the United States. 1 item: 'Phone', 'Email', 'Other Identifiers' are all empty. Nothing was sent.",
		);
	});

	test('the error that stops a run counts no skipped items, and says how to send the others', async () => {
		const parameters = {
			...SEND_EVENT,
			mode: 'testRecipients',
			testRecipients: '+12065550000',
		};
		const run = await bench.run(parameters, [...rows(2), BAD, BAD]);
		expect(run.error?.description).toBe(
			"1 more item has errors. 2 items: 'Phone' has too few digits for the United States. Nothing was sent. To send the valid items anyway, set 'On Error' in the Settings of this node to Continue (using error output).",
		);
	});

	test('values of items are shown as text, not as HTML', async () => {
		const points = '<img src=x onerror=alert(1)>';
		const parameters = {
			...SEND_EVENT,
			properties: eachField([{ column: points, type: 'number' }]),
		};
		const run = await bench.run(parameters, [{ ...rows(1)[0], [points]: 'many' }], CONTINUE);
		expect(run.hints('Attentive').at(-1)?.message).toContain("'&lt;img src=x onerror=alert(1)&gt;' is not");
	});

	test.each(['401', '403'] as const)('a %s is shown in red where n8n goes on', async (kind) => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind, count: 1000 });
		const run = await bench.run(SEND_EVENT, rows(3), CONTINUE);
		const hint = run.hints('Attentive').at(-1);
		expect(hint?.type).toBe('danger');
		expect(hint?.message).toContain('credential');
	});

	test('so is what is wrong for the whole run', async () => {
		const run = await bench.run({ ...SEND_EVENT, options: { stopAfterFailures: 'x' } }, rows(3), CONTINUE);
		expect(run.hints('Attentive')).toEqual([
			expect.objectContaining({
				type: 'danger',
				message: expect.stringContaining("Nothing was sent. Stop After N Failures 'x' is not a number."),
			}),
		]);
	});
});

describe('all that is wrong with a row is told at once', () => {
	test('under Continue, at the error output, and where the run stops', async () => {
		const input = [...rows(1), { phone: '12', points: 'many' }];
		const message =
			"Phone '12' has too few digits for the United States. Correct it, or write it with + and the country code if it belongs to another country. Also: points 'many' is not a number. Write digits only, such as 1250 or 19.99. [item 1]";
		const [, failed] = (await bench.run(SEND_EVENT, input, CONTINUE)).json('Attentive');
		expect(failed).toEqual({
			error: {
				message,
				status: 'rejected',
				reasonCode: 'phoneTooShort',
				field: 'Phone',
				value: '12',
				reason: 'has too few digits for the United States',
				wayOut: expect.any(String),
				problems: [
					expect.objectContaining({ reasonCode: 'phoneTooShort', field: 'Phone', value: '12' }),
					expect.objectContaining({ reasonCode: 'notANumber', field: 'points', value: 'many' }),
				],
			},
			phone: '12',
			points: 'many',
		});
		const [merged] = (await bench.run(SEND_EVENT, input, { onError: 'continueErrorOutput' })).json(
			'Attentive',
			1,
		);
		expect(merged).toEqual(failed);
		expect((await bench.run(SEND_EVENT, input)).error?.message).toBe(message);
	});

	test('what is wrong for the whole run ends it, also in a row that has an error of its own', async () => {
		const parameters = {
			...SEND_EVENT,
			additionalFields: { fieldTypes: { types: [{ field: 'nope', type: 'number' }] } },
		};
		const run = await bench.run(parameters, [BAD], CONTINUE);
		expect(outcomes(run)).toEqual(['rejected noSuchField']);
	});
});

describe('Stop if More Than N Percent Are Invalid', () => {
	const limited = (percent: unknown): INodeParameters => ({
		...SEND_EVENT,
		options: { stopAboveInvalidPercent: percent as number },
	});
	const input = [...rows(3), BAD];

	test('above it nothing is sent: each item says so, and invalid ones keep their own error', async () => {
		const run = await bench.run(limited(24), input, CONTINUE);
		expect(run.status).toBe('success');
		expect(outcomes(run)).toEqual([
			'notTried tooManyInvalid',
			'notTried tooManyInvalid',
			'notTried tooManyInvalid',
			'rejected phoneTooShort',
		]);
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({
				status: 'notTried',
				message:
					"Nothing was sent: 1 of 4 items are invalid, more than 24 percent. Correct those items, or raise 'Stop if More Than N Percent Are Invalid' in Options. [item 0]",
			}),
		);
		expect(run.hints('Attentive').at(-1)?.type).toBe('danger');
		expect(await bench.requests()).toBe(0);
	});

	test('an item that was skipped does not pass for one that was dealt with', async () => {
		const parameters = { ...limited(0), mode: 'testRecipients', testRecipients: '+12065551001' };
		const run = await bench.run(parameters, [...rows(2), BAD], CONTINUE);
		expect(outcomes(run)).toEqual([
			'notTried tooManyInvalid',
			'notTried tooManyInvalid',
			'rejected phoneTooShort',
		]);
		expect(await bench.requests()).toBe(0);
	});

	test.each([25, 100])('at %i percent or below the valid items are sent', async (percent) => {
		const run = await bench.run(limited(percent), input, CONTINUE);
		expect(outcomes(run)).toEqual(['accepted', 'accepted', 'accepted', 'rejected phoneTooShort']);
	});

	test('with Stop Workflow one invalid item stops the run, whatever the percentage', async () => {
		const run = await bench.run(limited(100), input);
		expect(run.error?.message).toContain('has too few digits');
		expect(await bench.requests()).toBe(0);
	});

	test('Validate Only says that a live run would stop', async () => {
		const run = await bench.run({ ...limited(10), mode: 'validateOnly' }, input);
		expect(outcomes(run)).toEqual(['validated', 'validated', 'validated', 'rejected phoneTooShort']);
		expect(run.hints('Attentive').at(-1)).toEqual(
			expect.objectContaining({
				type: 'warning',
				message: expect.stringContaining('A live run would stop here. Nothing was sent: 1 of 4'),
			}),
		);
	});

	test.each([-1, 101, 'many', ''])('%p is no percentage', async (percent) => {
		const run = await bench.run(limited(percent), input, CONTINUE);
		expect(outcomes(run)).toEqual(input.map(() => 'rejected unknownChoice'));
		expect(await bench.requests()).toBe(0);
	});
});

describe('a run started manually that could text more than 1,000 people', () => {
	const MANY = rows(1_001);
	/** No request goes out in vain: with a wrong key the first one ends the run. */
	const wrongKey = { apiKey: 'wrong' };
	const run = async (
		parameters: INodeParameters,
		input: IDataObject[] = MANY,
		settings: NodeSettings & { mode?: 'manual' | 'trigger' } = {},
	) => await bench.run(parameters, input, { ...wrongKey, ...settings });

	test('sends nothing and says how to allow it', async () => {
		const stopped = await run(SEND_EVENT);
		expect(stopped.error?.message).toBe(
			"Nothing was sent: this run was started manually and could text 1,001 people. Set 'Stop if More Than (Items)' in Options to allow more. Published workflows are not limited in this way.",
		);
		expect(await bench.requests()).toBe(0);
	});

	test('under Continue every item comes out as an error that says so, and n8n shows it in red', async () => {
		const stopped = await run(SEND_EVENT, MANY, CONTINUE);
		expect(counted(outcomes(stopped))).toEqual({ 'notTried tooManyPeople': 1_001 });
		expect(stopped.hints('Attentive').at(-1)).toEqual(
			expect.objectContaining({
				type: 'danger',
				message: expect.stringContaining('could text 1,001 people'),
			}),
		);
		expect(await bench.requests()).toBe(0);
	});

	test.each<[string, INodeParameters, IDataObject[], 'manual' | 'trigger']>([
		['a published workflow', SEND_EVENT, MANY, 'trigger'],
		['1,000 people', SEND_EVENT, MANY.slice(1), 'manual'],
		['a limit that allows more', { ...SEND_EVENT, options: { stopAboveItems: 2_000 } }, MANY, 'manual'],
		['no limit', { ...SEND_EVENT, options: { stopAboveItems: 0 } }, MANY, 'manual'],
		[
			'many events of few people',
			SEND_EVENT,
			MANY.map(({ points }) => ({ phone: `+1206555100${points % 9}`, points })),
			'manual',
		],
	])('%s is not stopped by it', async (_name, parameters, input, mode) => {
		const tried = await run(parameters, input, { mode });
		expect(tried.error?.message).toContain('Attentive does not accept the API key');
	});

	test('Retry in the list of executions is no way around it; that of a published workflow is not stopped', async () => {
		const stopped = await run(SEND_EVENT);
		expect((await bench.n8n.retry(stopped)).error?.message).toContain('could text 1,001 people');
		expect(await bench.requests()).toBe(0);
		const published = await run(SEND_EVENT, MANY, { mode: 'trigger' });
		expect((await bench.n8n.retry(published)).error?.message).toContain(
			'Attentive does not accept the API key',
		);
	});

	test('a limit that is exceeded stops published workflows as well', async () => {
		const parameters = { ...SEND_EVENT, options: { stopAboveItems: 1_000 } };
		const stopped = await run(parameters, MANY, { mode: 'trigger' });
		expect(stopped.error?.message).toContain("1,001 items to send, and 'Stop if More Than (Items)' is 1,000");
		expect(await bench.requests()).toBe(0);
	});

	const upsert = {
		resource: 'user',
		operation: 'upsertMany',
		phone: '={{ $json.phone }}',
		attributes: eachField([{ column: 'points', type: 'number' }]),
	};
	const consent = { consent: 'confirmed', signUpSourceId: '1', subscriptionType: 'MARKETING' };

	test('an upsert is stopped only if it subscribes', async () => {
		const stopped = await run({ ...upsert, ...consent, subscribeToo: true });
		expect(stopped.error?.message).toContain('could text 1,001 people');
		expect(await bench.requests()).toBe(0);
		expect((await run(upsert)).error?.message).toContain('Attentive does not accept the API key');
	});

	test('so is Subscribe', async () => {
		const subscribe = {
			resource: 'subscriber',
			operation: 'subscribe',
			phone: '={{ $json.phone }}',
		};
		const stopped = await run({ ...subscribe, ...consent, signUpBy: 'signUpSource' });
		expect(stopped.error?.message).toContain('could text 1,001 people');
		expect(await bench.requests()).toBe(0);
	});
});
