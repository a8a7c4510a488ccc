import {
	ATTRIBUTES,
	CONTINUE,
	eachField,
	errors,
	EVENTS,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	statuses,
	useBench,
	useStandIn,
} from './setup';

const bench = useBench();
const stranger = useStandIn(() => ({ body: { welcome: true } }));

const MIXED = [
	{ phone: '+12065551000', points: '1' },
	{ phone: '12345', points: '2' },
	{ phone: '+12065551002', points: 'many' },
	{ phone: '+12065551003', points: '4' },
	{ phone: '', points: '5' },
];

describe('promise 1: every item is answered', () => {
	test('under Continue each row comes out in input order, linked, with its result or its error', async () => {
		const run = await bench.run(SEND_EVENT, MIXED, CONTINUE);
		const items = run.items('Attentive');
		expect(run.status).toBe('success');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
		expect(items.map(({ json }) => json.points)).toEqual(['1', '2', 'many', '4', '5']);
		expect(items.map(({ json }) => (json.attentive ? 'accepted' : json.error))).toEqual([
			'accepted',
			expect.objectContaining({
				status: 'rejected',
				reasonCode: 'phoneTooShort',
				field: 'Phone',
				value: '12345',
			}),
			expect.objectContaining({
				status: 'rejected',
				reasonCode: 'notANumber',
				field: 'points',
				value: 'many',
			}),
			'accepted',
			expect.objectContaining({ status: 'rejected', reasonCode: 'noIdentifier' }),
		]);
		expect(await bench.bodies(EVENTS)).toHaveLength(2);
	});

	test('at the error output the whole row arrives with its error, and good rows go on', async () => {
		const run = await bench.run(SEND_EVENT, MIXED, { onError: 'continueErrorOutput' });
		expect(run.json('Attentive', 0).map(({ points }) => points)).toEqual(['1', '4']);
		const failed = run.json('Attentive', 1);
		expect(failed.map(({ phone, points }) => [phone, points])).toEqual([
			['12345', '2'],
			['+12065551002', 'many'],
			['', '5'],
		]);
		expect(failed[0]?.error).toEqual({
			message:
				"Phone '12345' has too few digits for the United States. Correct it, or write it with + and the country code if it belongs to another country. [item 1]",
			status: 'rejected',
			reasonCode: 'phoneTooShort',
			field: 'Phone',
			value: '12345',
			reason: 'has too few digits for the United States',
			wayOut: expect.any(String),
		});
	});

	test('a bad row stops the run before the first request, names the first and counts the rest', async () => {
		const run = await bench.run(SEND_EVENT, MIXED);
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/^Phone '12345' has too few digits .* \[item 1\]$/);
		expect(run.error?.description).toContain('2 more items have errors');
		expect(run.error?.description).toContain('Nothing was sent');
		expect(await bench.requests(EVENTS)).toBe(0);
	});

	test('on the first refusal no new request starts, and the error says what became of the others', async () => {
		// So slow that also a busy machine keeps up, and answers are seen while there is still something to send.
		await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 20 });
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551010' });
		const run = await bench.run(SEND_EVENT, rows(100));
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/^Attentive answered 400: .* \[item 10\]$/);
		// n8n shows it beside the error, and leads to the item.
		expect(run.error?.context?.itemIndex).toBe(10);
		const { length: accepted } = await bench.bodies(EVENTS);
		expect(accepted).toBeGreaterThanOrEqual(10);
		expect(accepted).toBeLessThan(99);
		expect(run.error?.description).toContain(
			`${accepted} accepted, 1 refused by Attentive, ${99 - accepted} not tried`,
		);
	});

	test('an unknown outcome stops the run like a refusal, and the error counts it', async () => {
		// So slow that also a busy machine keeps up, and answers are seen while there is still something to send.
		await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 20 });
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after', match: '+12065551010' });
		const run = await bench.run(SEND_EVENT, rows(100));
		expect(run.error?.message).toBe(
			'Unknown whether Attentive processed it (it answered 500). Look it up in Attentive before you send it again. [item 10]',
		);
		const accepted = (await bench.bodies(EVENTS)).length - 1;
		expect(accepted).toBeLessThan(99);
		expect(run.error?.description).toContain(
			`${accepted} accepted, 1 with an unknown outcome, ${99 - accepted} not tried`,
		);
	});

	test('a refused row carries Attentive’s own words and error ID, and the others go on', async () => {
		await bench.sandbox.control.addPredefinedAttribute({ name: 'points', values: ['1', '2'] });
		const parameters = {
			...SET_ATTRIBUTES,
			attributes: eachField([{ column: 'points', type: 'text' }]),
		};
		const run = await bench.run(parameters, rows(3), CONTINUE);
		expect(statuses(run)).toEqual(['accepted', 'accepted', 'refused']);
		expect(errors(run).at(-1)).toEqual(
			expect.objectContaining({
				status: 'refused',
				reasonCode: 'refused',
				attentiveErrorId: expect.stringMatching(/^\d+$/),
			}),
		);
		expect(await bench.bodies(ATTRIBUTES)).toHaveLength(2);
	});

	test.each(['401', '403'] as const)(
		'after a %s no new request starts, and the rest says why',
		async (kind) => {
			// So slow that also a busy machine keeps up, and answers are seen while there is still something to send.
			await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 20 });
			await bench.sandbox.control.addFault({ endpoint: EVENTS, kind, count: 1000, after: 5 });
			const run = await bench.run(SEND_EVENT, rows(100), CONTINUE);
			expect(await bench.requests(EVENTS)).toBeLessThan(100);
			expect(errors(run).filter(Boolean)).toHaveLength(95);
			expect(errors(run).at(-1)).toEqual(
				expect.objectContaining({
					status: 'notTried',
					reasonCode: kind === '401' ? 'unauthorized' : 'forbidden',
				}),
			);
		},
	);

	test.each([
		['Custom Attributes', SET_ATTRIBUTES],
		['Custom Events', SEND_EVENT],
	])('a 403 names the permission (%s) as Attentive’s screen does', async (permission, parameters) => {
		const token = await bench.sandbox.control.createToken({ label: 'read only', scopes: [] });
		const run = await bench.run(parameters, rows(1), { apiKey: token });
		expect(run.error?.message).toContain(
			`The app behind the credential does not have the "${permission}" permission`,
		);
		expect(run.error?.message).toContain('Marketplace');
	});

	test('a wrong key is told from a missing permission', async () => {
		const run = await bench.run(SET_ATTRIBUTES, rows(1), { apiKey: 'wrong' });
		expect(run.error?.message).toContain('Attentive does not accept the API key');
	});

	test('a row with a field called error is not taken for a failure', async () => {
		const run = await bench.run(SEND_EVENT, [{ ...rows(1)[0], error: 'E17' }], {
			onError: 'continueErrorOutput',
			retryOnFail: true,
		});
		expect(run.json('Attentive', 0)).toEqual([
			expect.objectContaining({ error: 'E17', attentive: expect.anything() }),
		]);
		expect(await bench.bodies(EVENTS)).toHaveLength(1);
	});

	test('what is wrong for the whole run answers every row under Continue, and sends nothing', async () => {
		const run = await bench.run(
			{ ...SEND_EVENT, phone: '={{ $json.mobile }}', mode: 'testRecipients' },
			rows(2),
			{ onError: 'continueErrorOutput' },
		);
		expect(run.json('Attentive', 0)).toEqual([]);
		expect(run.json('Attentive', 1).map(({ phone, error }) => [phone, error])).toEqual(
			rows(2).map(({ phone }) => [phone, expect.objectContaining({ field: 'Test Recipients' })]),
		);
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test.each<[string, string]>([
		[
			'mobile',
			"'Phone' reads the field 'mobile', which no item has. Fields: phone, points. Drag in a field that the items have. [item 0]",
		],
		[
			'phoen',
			"'Phone' reads the field 'phoen', which no item has. Did you mean 'phone'? Fields: phone, points. Drag in a field that the items have. [item 0]",
		],
	])('a row that no identifier names says which field no item has (%s)', async (field, message) => {
		const run = await bench.run({ ...SEND_EVENT, phone: `={{ $json.${field} }}` }, rows(2), {
			onError: 'continueErrorOutput',
		});
		expect(errors(run.json('Attentive', 1))).toEqual([
			expect.objectContaining({ status: 'rejected', reasonCode: 'noSuchField', field: 'Phone', message }),
			expect.objectContaining({ status: 'rejected', reasonCode: 'noSuchField', field: 'Phone' }),
		]);
		// A green run would hide it.
		expect(run.hints('Attentive').at(-1)).toMatchObject({ type: 'danger' });
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('that no item has a field is said of all items, also where only some cannot do without it', async () => {
		const row = { 'Mobile Phone': '206-555-1000', email: 'ann@example.com', points: 1 };
		const parameters = { ...SEND_EVENT, phone: '={{ $json.phone }}', email: '={{ $json.email }}' };
		const run = await bench.run(parameters, [row, { ...row, email: '' }], CONTINUE);
		expect(statuses(run)).toEqual(['accepted', 'rejected']);
		expect(run.hints('Attentive').map(({ message }) => message)).toContainEqual(
			expect.stringContaining(
				"'Phone' reads the field 'phone', which no item has. Did you mean 'Mobile Phone'?",
			),
		);
	});

	test('a field that no item has is an absent value where the row names somebody without it', async () => {
		const run = await bench.run({ ...SEND_EVENT, email: '={{ $json.emial }}' }, rows(2));
		expect(statuses(run)).toEqual(['accepted', 'accepted']);
		expect(run.hints('Attentive').map(({ message }) => message)).toEqual([
			expect.stringContaining("'Email' reads the field 'emial', which no item has."),
			'2 accepted',
		]);
	});

	test('all that is wrong with a row is said at once', async () => {
		const parameters = { ...SEND_EVENT, email: '={{ $json.email }}' };
		const row = { phone: '12345', email: 'ann@', points: 'many' };
		const run = await bench.run(parameters, [row], CONTINUE);
		expect(errors(run)).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(
					/^Phone '12345' .* Also: Email 'ann@' .* points 'many' .* \[item 0\]$/,
				),
				problems: ['Phone', 'Email', 'points'].map((field) => expect.objectContaining({ field })),
			}),
		]);
	});

	test('a missing credential under Continue is an error of every row, never a success', async () => {
		const file = bench.workflow(SEND_EVENT, CONTINUE);
		for (const node of file.nodes) delete node.credentials;
		const run = await bench.n8n.run(file, { input: rows(2) });
		const items = run.status === 'error' ? [] : run.json('Attentive');
		expect(items.map(({ error }) => error)).not.toContain(undefined);
	});

	test('an answer that is none of Attentive’s is an error of its row', async () => {
		const run = await bench.run(
			{ resource: 'customAttribute', operation: 'get', lookUpBy: 'phone', phone: '={{ $json.phone }}' },
			rows(2),
			{ ...CONTINUE, baseUrl: stranger.url },
		);
		expect(errors(run)).toEqual(
			rows(2).map(() =>
				expect.objectContaining({
					reasonCode: 'answerNotUnderstood',
					wayOut: expect.stringContaining('Base URL'),
				}),
			),
		);
	});

	test('nothing to send is skipped, not accepted', async () => {
		const run = await bench.run(SET_ATTRIBUTES, [{ phone: '+12065551000', points: ' ' }]);
		expect(run.json('Attentive')).toEqual([
			{
				phone: '+12065551000',
				points: ' ',
				attentive: expect.objectContaining({ status: 'skipped', reasonCode: 'nothingToSend' }),
			},
		]);
		expect(await bench.bodies(ATTRIBUTES)).toEqual([]);
	});

	test('two results of one name are in the input: binary data stays with its row', async () => {
		const input = [{ json: rows(1)[0] ?? {}, binary: { file: { data: 'aGk=', mimeType: 'text/plain' } } }];
		const run = await bench.run(SEND_EVENT, [], { input });
		expect(run.items('Attentive')[0]?.binary?.file?.mimeType).toBe('text/plain');
	});
});
