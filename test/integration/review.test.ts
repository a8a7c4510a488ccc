import {
	ATTRIBUTES,
	CONTINUE,
	counted,
	errors,
	EVENTS,
	results,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	statuses,
	useBench,
	useStandIn,
} from './setup';

/** Cases that a reviewer broke the node with. */
const bench = useBench();

describe('a row that is sent twice', () => {
	test.each(['', 0, 'E17', true])('Retry On Fail with a field "error" of %p', async (error) => {
		const input = rows(3).map((row) => ({ ...row, error }));
		const run = await bench.run(SEND_EVENT, input, {
			retryOnFail: true,
			maxTries: 5,
			onError: 'continueErrorOutput',
		});
		expect(run.status).toBe('success');
		expect(await bench.bodies(EVENTS)).toHaveLength(3);
	});

	test('an item from the error output with an unknown outcome is not sent again when it is fed back', async () => {
		const [row] = rows(1);
		const run = await bench.run(
			SEND_EVENT,
			[{ ...row, error: { status: 'unknown', reasonCode: 'timeout' } }],
			CONTINUE,
		);
		expect(errors(run)[0]).toEqual(expect.objectContaining({ status: 'unknown' }));
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('an event that was sent with the option to send again is remembered as unknown without it', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after', count: 100 });
		const failed = await bench.run(
			{ ...SEND_EVENT, options: { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0 } },
			rows(1),
		);
		expect(failed.status).toBe('error');
		const { length: before } = await bench.bodies(EVENTS);
		await bench.n8n.retry(failed, { workflow: bench.workflow(SEND_EVENT) });
		expect(await bench.bodies(EVENTS)).toHaveLength(before);
	});
});

describe('a row that looks accepted and is not', () => {
	const server = useStandIn();
	const answer = (status: number, type: string, body: string) => {
		server.answer = () => ({ status, headers: { 'content-type': type }, body });
	};

	test.each([
		[200, 'text/html', '<!-- portal --><html></html>'],
		[200, 'text/xml', '<?xml version="1.0"?><page/>'],
		[200, 'text/html', '<script>location="/login"</script>'],
		[200, 'text/html', '<div>Log in</div>'],
		[200, 'text/plain', 'Welcome! '.repeat(40)],
		[200, 'application/json', '{"error":{"message":"no"}}'],
	])('an answer %i %s %s is no success', async (status, type, body) => {
		answer(status, type, body);
		const run = await bench.run(SEND_EVENT, rows(1), { ...CONTINUE, baseUrl: server.url });
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({ status: 'unknown', reasonCode: 'foreignAnswer' }),
		);
	});

	test.each(['', 'OK', '{}'])('an answer 200 %p is one', async (body) => {
		answer(200, body === '{}' ? 'application/json' : 'text/plain', body);
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl: server.url });
		expect(run.status).toBe('success');
	});

	test('an account of nobody is no account', async () => {
		answer(200, 'application/json', '{"hello":1}');
		const run = await bench.run({ resource: 'account', operation: 'get' }, [{}], { baseUrl: server.url });
		expect(run.error?.message).toContain('does not have the format that Attentive documents');
	});

	test('a wrong address ends the run at once', async () => {
		answer(404, 'text/plain', 'nothing here');
		const run = await bench.run(SEND_EVENT, rows(400), { ...CONTINUE, baseUrl: server.url });
		expect(counted(statuses(run)).refused).toBeLessThan(60);
		expect(statuses(run).at(-1)).toBe('notTried');
	});

	test('what an earlier run left in the row does not contradict its new result', async () => {
		const input = [
			{ phone: '1', points: 1, attentive: { status: 'accepted' } },
			{ ...rows(1)[0], error: { reasonCode: 'phoneTooShort', status: 'rejected' } },
		];
		const [failed, accepted] = await bench.output(SEND_EVENT, input, CONTINUE);
		expect(Object.keys(failed ?? {}).sort()).toEqual(['error', 'phone', 'points']);
		expect(Object.keys(accepted ?? {}).sort()).toEqual(['attentive', 'phone', 'points']);
	});

	test('an item that went through in an earlier try says so', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: rows(2)[1]?.phone });
		const failed = await bench.run(SEND_EVENT, rows(2));
		const retried = await bench.n8n.retry(failed);
		expect(results(retried)).toEqual([
			{ status: 'accepted', externalEventId: expect.any(String), sentInEarlierTry: true },
			{ status: 'accepted', externalEventId: expect.any(String) },
		]);
	});
});

describe('a setting that an expression takes away', () => {
	test.each<[string, object]>([
		['Mode', { mode: '={{ $json.nope }}' }],
		['Stop if More Than (Items)', { options: { stopAboveItems: '={{ $json.nope }}' } }],
		['Stop if More Than (Items)', { options: { stopAboveItems: '' } }],
		['Stop After N Failures', { options: { stopAfterFailures: '={{ "" }}' } }],
		['Retry for Up To (Minutes)', { options: { retryMinutes: '={{ null }}' } }],
		['Mapping', { mapping: '={{ $json.nope }}' }],
		['Mapping', { mapping: '={{ "Automatically" }}' }],
		['Fields Of', { mapping: 'automatically', fieldsOf: '={{ $json.points === 3 ? "body" : "" }}' }],
		['Properties', { mapping: 'eachField', properties: '={{ { Points: 3 } }}' }],
	])('%s that becomes nothing or nonsense sends nothing', async (field, change) => {
		const run = await bench.run({ ...SEND_EVENT, ...change }, rows(3));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(field);
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('a run-wide expression that fails on a late item is told once', async () => {
		const stopAfterFailures = '={{ $itemIndex === 2999 ? $("Nope").item.json.x : 5 }}';
		const run = await bench.run({ ...SEND_EVENT, options: { stopAfterFailures } }, rows(3000));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Stop After N Failures');
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});
});

describe('small things', () => {
	test('no personal data is kept in the execution, also where the event ID comes from a field', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: rows(3)[2]?.phone });
		const parameters = { ...SEND_EVENT, additionalFields: { externalEventId: '={{ $json.id }}' } };
		const failed = await bench.run(
			parameters,
			rows(3).map((row) => ({ ...row, id: `order of ann@example.com ${row.points}` })),
		);
		const context = JSON.stringify(failed.fullRunData.data.executionData?.contextData);
		expect(context.length).toBeGreaterThan(50);
		expect(context).not.toContain('ann@example.com');
	});

	test('a field of the user’s called attentive is a field', async () => {
		const parameters = { ...SET_ATTRIBUTES, mapping: 'automatically', attributes: {} };
		await bench.run(parameters, [{ phone: '+12065551000', attentive: 'yes', '': 'x' }]);
		expect(await bench.bodies(ATTRIBUTES)).toEqual([
			{ user: { phone: '+12065551000' }, properties: { attentive: 'yes' } },
		]);
	});

	test('binary data stays with a row that fails', async () => {
		const input = [{ json: { phone: '1' }, binary: { file: { data: 'aGk=', mimeType: 'text/plain' } } }];
		const run = await bench.run(SEND_EVENT, [], { ...CONTINUE, input });
		expect(run.items('Attentive')[0]?.binary?.file?.mimeType).toBe('text/plain');
	});
});
