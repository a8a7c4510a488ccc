import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, DAY, errors, fromAI, useBench } from './setup';

const CREATE = 'POST /v1/privacy/delete-request';
const GET = 'GET /v1/privacy/delete-request/{id}';

const ANN = { phone: '+12065551000', email: 'ann@example.com', member: 'M-4711', name: 'Ann Example' };
const BOB = { phone: '+12065551001', email: 'bob@example.com', member: 'M-4712', name: 'Bob Example' };

const bench = useBench();

const creating = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'privacyRequest',
	operation: 'create',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	otherIdentifiers: { clientUserId: '={{ $json.member }}' },
	...more,
});
const getting = (requestId: string): INodeParameters => ({
	resource: 'privacyRequest',
	operation: 'get',
	requestId,
});

/** Nothing of the people may leave the node, whatever became of their rows. */
function expectNobodyIn(output: unknown): void {
	const text = JSON.stringify(output);
	for (const value of [ANN, BOB].flatMap((row) => Object.values(row))) expect(text).not.toContain(value);
	for (const digits of ['2065551000', '2065551001']) expect(text).not.toContain(digits);
}

describe('privacyRequest.create', () => {
	test('Validate Only shows the subject masked, too', async () => {
		const run = await bench.run(creating({ mode: 'validateOnly' }), [
			{ phone: '(206) 555-1000', email: 'ann@example.com', member: '' },
		]);
		expect(run.json('Attentive')).toMatchObject([
			{
				status: 'validated',
				request: { body: { subjectEmail: 'a***@example.com', subjectPhone: '*****1000' } },
			},
		]);
		expect(JSON.stringify(run.json('Attentive'))).not.toContain('ann@');
	});

	test('files a request for every identifier of the row, with its message, and gives nothing but the result', async () => {
		const run = await bench.run(
			creating({ additionalFields: { requestMsg: '={{ "By email, case " + $itemIndex }}' } }),
			[ANN, BOB],
		);
		expect(await bench.bodies(CREATE)).toEqual([
			{
				subjectEmail: ANN.email,
				subjectPhone: ANN.phone,
				clientUserId: ANN.member,
				requestMsg: 'By email, case 0',
			},
			{
				subjectEmail: BOB.email,
				subjectPhone: BOB.phone,
				clientUserId: BOB.member,
				requestMsg: 'By email, case 1',
			},
		]);
		expect(run.items('Attentive')).toEqual([
			{ json: { status: 'accepted', id: expect.any(String) }, pairedItem: { item: 0 } },
			{ json: { status: 'accepted', id: expect.any(String) }, pairedItem: { item: 1 } },
		]);
	});

	test.each<[string, IDataObject, object]>([
		['a phone', { phone: '(206) 555-1000' }, { subjectPhone: ANN.phone }],
		['an email', { email: ANN.email }, { subjectEmail: ANN.email }],
		['your own ID', { member: 4711 }, { clientUserId: '4711' }],
	])('by %s alone', async (_what, cells, body) => {
		await bench.run(creating(), [{ phone: '', email: '', member: '', ...cells }]);
		expect(await bench.bodies(CREATE)).toEqual([body]);
	});

	test('an option to give the input fields out, left from another operation, changes nothing', async () => {
		const run = await bench.run(creating({ options: { output: 'inputAndResult' } }), [ANN]);
		expectNobodyIn(run.items('Attentive'));
	});

	test.each(['400', '403', '500after', '503', 'garbage'] as const)(
		'where it fails (%s), the item that goes on holds nothing of the person',
		async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: CREATE, kind, count: 1000 });
			const run = await bench.run(creating({ options: { retryMinutes: 0.01 } }), [ANN, BOB], CONTINUE);
			const items = run.items('Attentive');
			expect(items.map(({ json }) => Object.keys(json))).toEqual([['error'], ['error']]);
			expectNobodyIn(items);
		},
	);

	test('also where the whole run cannot go on', async () => {
		const run = await bench.run(creating({ mode: 'testRecipients' }), [ANN, BOB], CONTINUE);
		expect(run.items('Attentive').map(({ json }) => Object.keys(json))).toEqual([['error'], ['error']]);
		expectNobodyIn(run.items('Attentive'));
		expect(await bench.requests(CREATE)).toBe(0);
	});

	test('also where a row is skipped', async () => {
		const skipped = await bench.run(creating({ mode: 'testRecipients', testRecipients: BOB.email }), [ANN]);
		expect(skipped.json('Attentive')).toEqual([
			{ status: 'skipped', reasonCode: 'notATestRecipient', reason: expect.any(String) },
		]);
		expectNobodyIn(skipped.items('Attentive'));
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'a file that comes with the row does not go on either (%s)',
		async (onError) => {
			await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '400', match: ANN.email });
			const file = { letter: { data: 'QW5u', mimeType: 'text/plain' } };
			const run = await bench.n8n.run(bench.workflow(creating(), { onError }), {
				input: [ANN, BOB].map((json) => ({ json, binary: file })),
			});
			const items =
				onError === 'continueErrorOutput'
					? [0, 1].flatMap((output) => run.items('Attentive', output))
					: run.items('Attentive');
			expect(items.map(({ binary }) => binary)).toEqual([undefined, undefined]);
		},
	);

	test('at the error output too', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '400', match: ANN.email });
		const run = await bench.run(creating(), [ANN, BOB], { onError: 'continueErrorOutput' });
		expect(run.json('Attentive', 0)).toHaveLength(1);
		expect(run.json('Attentive', 1)).toHaveLength(1);
		expectNobodyIn([run.items('Attentive', 0), run.items('Attentive', 1)]);
	});

	test('a row that names nobody is an error, and deletes nobody', async () => {
		const run = await bench.run(creating(), [{ phone: '', email: '', member: '' }], CONTINUE);
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({ status: 'rejected', reasonCode: 'noIdentifier' }),
		);
		expect(await bench.requests(CREATE)).toBe(0);
	});

	test('an ID of 0, which many rows may have, deletes nobody', async () => {
		const run = await bench.run(creating(), [{ phone: '', email: '', member: '0' }], CONTINUE);
		expect(errors(run)[0]).toEqual(expect.objectContaining({ reasonCode: 'placeholderIdentifier' }));
		expect(await bench.requests(CREATE)).toBe(0);
	});

	test('an unknown outcome is not sent again, also with Retry On Fail', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '500after' });
		const run = await bench.run(creating(), [ANN], { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(errors(run)[0]).toEqual(expect.objectContaining({ status: 'unknown' }));
		expect(await bench.requests(CREATE)).toBe(1);
	});

	test('Retry On Fail gives the ID of the first try again, and files nothing twice', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '400', match: BOB.email });
		const run = await bench.run(creating(), [ANN, BOB], { retryOnFail: true, maxTries: 3 });
		expect(run.json('Attentive')).toEqual([
			{ status: 'accepted', id: expect.any(String), sentInEarlierTry: true },
			{ status: 'accepted', id: expect.any(String) },
		]);
		expect(await bench.bodies(CREATE)).toHaveLength(2);
	});

	test('the missing permission is named', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '403' });
		const run = await bench.run(creating(), [ANN]);
		expect(run.error?.message).toContain('"Privacy Requests"');
	});
});

describe('privacyRequest.get', () => {
	async function file(row: IDataObject = ANN): Promise<string> {
		const run = await bench.run(creating({ additionalFields: { requestMsg: 'Case 7' } }), [row]);
		return String(run.json('Attentive')[0]?.id);
	}

	test('tells how far the request is, with the subject masked', async () => {
		await bench.sandbox.control.seedUsers([{ phone: ANN.phone, email: ANN.email }]);
		const id = await file();
		const before = await bench.run(getting('={{ $json.id }}'), [{ id, ...BOB }]);
		expect(before.items('Attentive')).toEqual([
			{
				json: {
					id,
					type: 'DELETE',
					processed: false,
					subjectEmail: 'a***@example.com',
					subjectPhone: '*****1000',
					requestMsg: 'Case 7',
					requestDateTime: expect.any(String),
				},
				pairedItem: { item: 0 },
			},
		]);
		expectNobodyIn(before.items('Attentive'));

		await bench.sandbox.control.advanceClock(2 * DAY);
		const after = await bench.run(getting(id));
		expect(after.json('Attentive')[0]).toEqual(
			expect.objectContaining({ id, processed: true, processingEndDateTime: expect.any(String) }),
		);
		expect(await bench.sandbox.control.users()).toEqual([]);
	});

	test('of several rows, each gets its own request', async () => {
		const ids = [await file(ANN), await file(BOB)];
		const run = await bench.run(
			getting('={{ $json.id }}'),
			ids.map((id) => ({ id })),
		);
		expect(run.json('Attentive').map(({ subjectPhone }) => subjectPhone)).toEqual(['*****1000', '*****1001']);
	});

	test.each<[string, string]>([
		['that does not exist', 'nobody'],
		['that looks like a path', '../../me'],
		['with signs of an address', 'a?b=c#d'],
	])('an ID %s is an error of its row', async (_what, requestId) => {
		const id = await file();
		const run = await bench.run(getting('={{ $json.id }}'), [{ id: requestId }, { id }], CONTINUE);
		const [missing, found] = run.json('Attentive');
		expect(missing?.error).toEqual(expect.objectContaining({ reasonCode: 'notFound' }));
		expect(found?.id).toBe(id);
		expect(await bench.sandbox.control.unknownRequests()).toEqual([]);
	});

	test('without an ID nothing is asked', async () => {
		const run = await bench.run(getting('={{ $json.gone }}'), [{ id: '1' }]);
		expect(run.error?.message).toContain("'Request ID' reads the field 'gone', which no item has");
		expect(await bench.requests(GET)).toBe(0);
	});

	test('is asked again after a server error', async () => {
		const id = await file();
		await bench.sandbox.control.addFault({ endpoint: GET, kind: '503' });
		const run = await bench.run(getting(id));
		expect(run.json('Attentive')[0]?.id).toBe(id);
	});
});

describe('as an AI agent’s tool', () => {
	const call = async (guard: INodeParameters): Promise<string> => {
		const parameters = {
			resource: 'privacyRequest',
			operation: 'create',
			email: fromAI('email'),
			...guard,
		};
		return (await bench.callAsTool(parameters, [{ email: ANN.email, allowed: true }])).join();
	};

	test.each<[string, INodeParameters]>([
		['never set', {}],
		['off', { allowAgent: false }],
		['an expression', { allowAgent: '={{ true }}' }],
		['left to the model', { allowAgent: fromAI('allowed', 'boolean') }],
	])('nobody is deleted where the switch is %s', async (_what, guard) => {
		const answer = await call(guard);
		expect(answer).toContain('Allow the AI Agent to Delete People');
		expect(answer).toContain('is off');
		expect(await bench.requests(CREATE)).toBe(0);
	});

	test('it works where a person has switched it on', async () => {
		const answer = await call({ allowAgent: true });
		expect(answer).toContain('accepted');
		expect(answer).not.toContain(ANN.email);
		expect(await bench.bodies(CREATE)).toEqual([{ subjectEmail: ANN.email }]);
	});
});

test('each request field of the API is offered', async () => {
	await bench.run(creating({ additionalFields: { requestMsg: 'Case 7' } }), [ANN]);
	const [body] = await bench.bodies(CREATE);
	expect(Object.keys(body ?? {}).sort()).toEqual([
		'clientUserId',
		'requestMsg',
		'subjectEmail',
		'subjectPhone',
	]);
});
