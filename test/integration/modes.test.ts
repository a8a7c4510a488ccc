import {
	CONTINUE,
	counted,
	eachField,
	EVENTS,
	outcomes,
	results,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	statuses,
	useBench,
} from './setup';

const bench = useBench();

describe('Validate Only', () => {
	test('sends nothing, shows the request of each row or what is wrong, and sums up', async () => {
		const run = await bench.run({ ...SET_ATTRIBUTES, mode: 'validateOnly' }, [
			...rows(2),
			{ phone: '12', points: 3 },
		]);
		expect(run.status).toBe('success');
		expect(await bench.requests()).toBe(0);
		const [first, , third] = run.json('Attentive');
		expect(first).toEqual({
			...rows(1)[0],
			attentive: {
				status: 'validated',
				request: {
					method: 'POST',
					path: '/v1/attributes/custom',
					body: { properties: { points: 1 }, user: { phone: '+12065551000' } },
				},
			},
		});
		expect(third).toEqual({ phone: '12', points: 3, error: expect.objectContaining({ status: 'rejected' }) });
		const [hint] = run.hints('Attentive');
		expect(hint?.message).toBe(
			"Nothing was sent. 2 would be sent, 1 rejected<br>Sending takes about 1 s<br>1 item: 'Phone' has too few digits for the United States<br>Names and types: points (number)<br>A live run would stop here. Nothing would be sent, because one item is invalid and 'On Error' in the Settings of this node is Stop Workflow. Correct them, or choose Continue (using error output) there to send the others.",
		);
	});
});

describe('Test Recipients Only', () => {
	const parameters = {
		...SEND_EVENT,
		email: '={{ $json.email }}',
		otherIdentifiers: { clientUserId: '={{ $json.id }}' },
		mode: 'testRecipients',
		testRecipients: '(206) 555-1000, ann@example.com\n+12065551003',
	};

	test('a row goes out only if all that it carries is listed, and it carries a phone or an email', async () => {
		const run = await bench.run(parameters, [
			{ phone: '206-555-1000', email: 'ANN@example.com', id: 'a', points: 1 },
			{ phone: '206-555-1000', email: 'bob@example.com', id: 'b', points: 2 },
			{ phone: '206-555-1001', email: '', id: 'c', points: 3 },
			{ phone: '', email: 'ann@example.com', id: '', points: 4 },
			{ phone: '', email: '', id: 'e', points: 5 },
		]);
		expect(outcomes(run)).toEqual([
			'accepted',
			'skipped notATestRecipient',
			'skipped notATestRecipient',
			'accepted',
			'skipped notATestRecipient',
		]);
		expect(await bench.bodies(EVENTS)).toHaveLength(2);
	});

	test('a row of which only the phone or only the email is listed says so', async () => {
		const run = await bench.run(parameters, [
			{ phone: '206-555-1000', email: 'bob@example.com', id: '', points: 1 },
			{ phone: '206-555-1001', email: 'ann@example.com', id: '', points: 2 },
			{ phone: '206-555-1001', email: 'bob@example.com', id: '', points: 3 },
		]);
		expect(run.hints('Attentive').at(-1)?.message.split('<br>')).toEqual([
			'3 skipped',
			'1 item: Its phone is on the list of test recipients, but its email is not. List both',
			'1 item: Its email is on the list of test recipients, but its phone is not. List both',
			'1 item: Its phone or email is not on the list of test recipients',
		]);
	});

	test.each([
		['', 'is empty'],
		['12', 'has too few digits'],
	])('a list that cannot be used (%p) sends nothing', async (testRecipients, reason) => {
		const run = await bench.run(
			{ ...parameters, testRecipients },
			rows(1).map((row) => ({ ...row, email: '', id: '' })),
		);
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(`Test Recipients`);
		expect(run.error?.message).toContain(reason);
		expect(await bench.requests()).toBe(0);
	});
});

describe('limits', () => {
	test('Stop if More Than (Items) sends nothing above it, and rejected rows do not count', async () => {
		const options = { stopAboveItems: 3 };
		const input = [...rows(3), { phone: '1', points: 0 }];
		const within = await bench.run({ ...SEND_EVENT, options }, input, CONTINUE);
		expect(statuses(within)).toEqual(['accepted', 'accepted', 'accepted', 'rejected']);
		await bench.sandbox.control.reset();
		const above = await bench.run({ ...SEND_EVENT, options }, rows(4));
		expect(above.error?.message).toBe(
			"Nothing was sent: there are 4 items to send, and 'Stop if More Than (Items)' is 3. Raise it in Options, or send fewer items.",
		);
		expect(await bench.requests()).toBe(0);
	});

	test('Stop if More Than (Items) counts what would be sent: rows that Test Recipients Only skips do not count', async () => {
		const run = await bench.run(
			{
				...SEND_EVENT,
				mode: 'testRecipients',
				testRecipients: '+12065551001',
				options: { stopAboveItems: 1 },
			},
			rows(4),
		);
		expect(run.error?.message).toBeUndefined();
		expect(statuses(run)).toEqual(['skipped', 'accepted', 'skipped', 'skipped']);
	});

	test('above the limit, under Continue, a bad row keeps its own reason and the others were not tried', async () => {
		const run = await bench.run(
			{ ...SEND_EVENT, options: { stopAboveItems: 1 } },
			[{ phone: '1', points: 0 }, ...rows(2)],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual([
			'rejected phoneTooShort',
			'notTried tooManyItems',
			'notTried tooManyItems',
		]);
	});

	test('Stop After N Failures ends the run under Continue; the rest was not tried', async () => {
		// So slow that also a busy machine keeps up, and answers are seen while there is still something to send.
		await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 20 });
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', count: 1000 });
		const run = await bench.run({ ...SEND_EVENT, options: { stopAfterFailures: 5 } }, rows(150), {
			onError: 'continueErrorOutput',
		});
		const failed = run.json('Attentive', 1);
		expect(failed).toHaveLength(150);
		expect(counted(statuses(failed)).refused).toBeLessThan(100);
		expect(outcomes(failed).at(-1)).toBe('notTried tooManyFailures');
	});

	test('Stop After N Failures counts unknown outcomes, too', async () => {
		// So slow that also a busy machine keeps up, and answers are seen while there is still something to send.
		await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 20 });
		// The first ten phones.
		await bench.sandbox.control.addFault({
			endpoint: EVENTS,
			kind: '500after',
			count: 1000,
			match: '+1206555100',
		});
		const run = await bench.run({ ...SEND_EVENT, options: { stopAfterFailures: 5 } }, rows(60), {
			onError: 'continueErrorOutput',
		});
		const failed = run.json('Attentive', 1);
		expect(counted(statuses(failed)).unknown).toBeGreaterThanOrEqual(5);
		expect(outcomes(failed).at(-1)).toBe('notTried tooManyFailures');
	});

	test('Result Only leaves the row out', async () => {
		const run = await bench.run(
			{ ...SEND_EVENT, options: { output: 'resultOnly' } },
			[...rows(1), { phone: '1' }],
			CONTINUE,
		);
		const [good, bad] = run.json('Attentive');
		expect(good).toEqual({ status: 'accepted', externalEventId: expect.any(String) });
		expect(Object.keys(bad ?? {})).toEqual(['error']);
	});
});

describe('warnings', () => {
	test('come as one hint with counts, and on the item', async () => {
		const old = '2020-01-01T00:00:00Z';
		const run = await bench.run(
			{
				...SEND_EVENT,
				properties: eachField([{ column: 'points' }, { column: 'credit card number' }, { column: 'list' }]),
				additionalFields: { occurredAt: '={{ $json.when }}' },
			},
			[
				{ ...rows(1)[0], when: old, 'credit card number': '', list: [1] },
				{ ...rows(2)[1], when: old, 'credit card number': 'x', list: '' },
			],
		);
		expect(run.status).toBe('success');
		const [warnings, sum, ...others] = run.hints('Attentive');
		expect(warnings?.type).toBe('warning');
		expect(warnings?.message.split('<br>')).toEqual([
			'2 items: happened more than 12 hours ago and starts no journey',
			"1 item: 'list' is a list or an object, which only emails can show",
			"1 item: 'credit card number' looks like sensitive personal data, which must not be sent to Attentive",
		]);
		expect([sum?.message, others]).toEqual(['2 accepted', []]);
		expect(JSON.stringify(results(run)[0])).toContain('only emails can show');
	});

	test('an attribute whose name is one for sensitive data', async () => {
		const run = await bench.run(
			{ ...SET_ATTRIBUTES, attributes: eachField([{ column: 'Diagnosis', type: 'text' }]) },
			[{ ...rows(1)[0], Diagnosis: 'x' }],
		);
		expect(run.status).toBe('success');
		expect(run.hints('Attentive')[0]?.message).toContain("'Diagnosis' looks like sensitive personal data");
	});

	test('one External Event ID for several rows', async () => {
		const run = await bench.run({ ...SEND_EVENT, additionalFields: { externalEventId: 'order-1' } }, rows(3));
		expect(run.hints('Attentive')[0]?.message).toBe(
			'2 items: has the External Event ID of an earlier item, so Attentive may drop it',
		);
	});

	test('an attribute that is text but looks like a number', async () => {
		const run = await bench.run(
			{ ...SET_ATTRIBUTES, attributes: eachField([{ column: 'zip', type: 'text' }]) },
			[{ ...rows(1)[0], zip: '02139' }],
		);
		expect(run.hints('Attentive')[0]?.message).toContain("'zip' is text that looks like a number");
	});
});
