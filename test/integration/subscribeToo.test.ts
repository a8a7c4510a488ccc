import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	DAY,
	eachField,
	ELIGIBILITY,
	errors,
	results,
	SIGN_UP_UNIT,
	statuses,
	UPSERT,
	UPSERT_MANY,
	useBench,
} from './setup';

/** Subscriptions that upserts carry: consent, channels, and nobody texted twice. */
const bench = useBench(async ({ control }) => await control.addSignUpUnit(SIGN_UP_UNIT));

type Body = Record<string, unknown>;
type Name = 'upsert' | 'upsertMany';
const ENDPOINTS = { upsert: UPSERT, upsertMany: UPSERT_MANY };
const NAMES: Name[] = ['upsert', 'upsertMany'];

const subscribing = (operation: Name, more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation,
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	otherIdentifiers: { clientUserId: '={{ $json.member }}' },
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	subscribeToo: true,
	consent: 'confirmed',
	signUpSourceId: SIGN_UP_UNIT.id,
	subscriptionType: 'MARKETING',
	...more,
});
const person = (index: number, more: IDataObject = {}): IDataObject => ({
	phone: `+1206555${1000 + index}`,
	email: '',
	member: '',
	tier: 'Gold',
	...more,
});

/** How many texts each phone got, once all jobs are done. */
async function texted(): Promise<Record<string, number>> {
	await bench.sandbox.control.advanceClock(DAY);
	return counted((await bench.sandbox.control.texts()).map(({ phone }) => phone));
}

/** What Validate Only shows of one row. */
async function body(parameters: INodeParameters, row: IDataObject): Promise<Body> {
	const run = await bench.run({ ...parameters, mode: 'validateOnly' }, [row]);
	const [result] = results<{ request: { body: Body & { users?: Body[] } } }>(run);
	if (result === undefined) throw new Error('Validate Only shows nothing.');
	const { body } = result.request;
	return body.users?.[0] ?? body;
}

describe.each(NAMES)('%s', (operation) => {
	test.each<[string, IDataObject, string[]]>([
		['a phone alone', {}, ['TEXT']],
		['an email alone', { phone: '', email: 'ann@example.com' }, ['EMAIL']],
		['both', { email: 'ann@example.com' }, ['TEXT', 'EMAIL']],
	])('%s decides the channels', async (_who, row, channels) => {
		const { subscriptions } = await body(subscribing(operation), person(0, row));
		const each = { signUpSourceId: '11', subscriptionType: 'MARKETING' };
		expect(subscriptions).toEqual(channels.map((channel) => ({ ...each, channel })));
		for (const singleOptIn of [true, false]) {
			const single = await body(
				subscribing(operation, { additionalFields: { singleOptIn } }),
				person(0, row),
			);
			expect(single.subscriptions).toEqual(channels.map((channel) => ({ ...each, channel, singleOptIn })));
		}
	});

	test('switched off, nobody is subscribed, whatever else is filled in', async () => {
		const off = subscribing(operation, { subscribeToo: false });
		expect(await body(off, person(0))).not.toHaveProperty('subscriptions');
		await bench.run(off, [person(0)], CONTINUE);
		expect(await texted()).toEqual({});
		expect(await bench.requests(ELIGIBILITY)).toBe(0);
	});

	describe('consent for each channel', () => {
		const perItem = subscribing(operation, {
			consent: 'perItem',
			textConsent: '={{ $json.texts }}',
			emailConsent: '={{ $json.emails }}',
		});
		const ann = { email: 'ann@example.com' };

		test.each<[string, IDataObject, string[]]>([
			['texts', { texts: 'yes', emails: '' }, ['TEXT']],
			['emails', { texts: 'no', emails: 'yes' }, ['EMAIL']],
			['both', { texts: 'yes', emails: 'yes' }, ['TEXT', 'EMAIL']],
		])(
			'a yes for %s subscribes to nothing else, and the attributes go with it',
			async (_to, row, channels) => {
				const sent = await body(perItem, person(0, { ...ann, ...row }));
				const subscriptions = sent.subscriptions as Array<{ channel: string }>;
				expect(subscriptions.map(({ channel }) => channel)).toEqual(channels);
				expect(sent).toMatchObject({
					identifiers: { phone: '+12065551000', ...ann },
					attributes: { custom: { tier: 'Gold' } },
				});
			},
		);

		test('without a yes for a contact that the row has, the row is skipped as a whole', async () => {
			const rows = [
				person(0, { ...ann, texts: '', emails: 'no' }),
				person(1, { texts: '', emails: 'yes' }),
				person(2, { phone: '', ...ann, texts: 'yes', emails: '' }),
			];
			expect(statuses(await bench.run(perItem, rows, CONTINUE))).toEqual(['skipped', 'skipped', 'skipped']);
			expect(await bench.requests(ELIGIBILITY)).toBe(0);
			expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
		});

		test('a channel without a value has no consent', async () => {
			const { emailConsent: _, ...textsOnly } = perItem;
			const sent = await body(textsOnly, person(0, { ...ann, texts: 'yes', emails: 'yes' }));
			expect(sent.subscriptions).toEqual([expect.objectContaining({ channel: 'TEXT' })]);
		});
	});

	test.each<INodeParameters['subscribeToo']>(['maybe', '={{ true }}'])(
		'a switch that is neither on nor off (%s) stops the run: people would be left out silently',
		async (subscribeToo) => {
			const run = await bench.run(subscribing(operation, { subscribeToo }), [person(0)]);
			expect(run.error?.message).toMatch(/^Subscribe Too '.*' is neither true nor false/);
			expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
		},
	);

	test('nobody to subscribe is an error of the row', async () => {
		const run = await bench.run(subscribing(operation), [person(0, { phone: '', member: 'M1' })], CONTINUE);
		expect(statuses(run)).toEqual(['rejected']);
	});

	test('a channel that is subscribed already is left out, the other is not', async () => {
		const { control } = bench.sandbox;
		await control.seedUsers([
			{ phone: '+12065551000', subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
			{ phone: '+12065551001', subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }] },
		]);
		await bench.run(subscribing(operation), [person(0, { email: 'ann@example.com' }), person(1)], CONTINUE);
		expect(await texted()).toEqual({ '+12065551001': 1 });
		const emails = (await control.users()).find(({ emails: all }) => all.includes('ann@example.com'));
		expect(JSON.stringify(emails?.subscriptions)).toContain('EMAIL');
	});

	test('an email subscription says nothing of texts', async () => {
		const contacts = { phone: '+12065551000', email: 'ann@example.com' };
		await bench.sandbox.control.seedUsers([
			{ ...contacts, subscriptions: [{ type: 'MARKETING', channel: 'EMAIL' }] },
		]);
		await bench.run(subscribing(operation), [person(0, contacts)], CONTINUE);
		expect(await texted()).toEqual({ '+12065551000': 1 });
	});

	test('nobody is asked for where they are to be subscribed again', async () => {
		await bench.run(
			subscribing(operation, { additionalFields: { ifSubscribed: 'again' } }),
			[person(0)],
			CONTINUE,
		);
		expect(await bench.requests(ELIGIBILITY)).toBe(0);
		expect(await texted()).toEqual({ '+12065551000': 1 });
	});

	test.each<[string, INodeParameters, string]>([
		['off', { allowAgent: false }, 'is off, so an AI agent cannot use this operation'],
		['an expression', { allowAgent: '={{ true }}' }, 'is off, so an AI agent cannot use this operation'],
		// n8n has made a text of the expression.
		[
			'off, and the subscription is an expression',
			{ allowAgent: false, subscribeToo: '={{ true }}' },
			'is neither true nor false',
		],
	])('as a tool nobody is subscribed where the switch is %s', async (_what, more, reason) => {
		const parameters = subscribing(operation, { phone: '+12065551000', mapping: 'json', ...more });
		expect((await bench.callAsTool(parameters, [{}])).join()).toContain(reason);
		expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
	});

	test('where eligibility cannot be asked, the row is not sent', async () => {
		await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '400', match: '1000' });
		const run = await bench.run(subscribing(operation), [person(0), person(1)], CONTINUE);
		expect(statuses(run)).toEqual(['refused', operation === 'upsert' ? 'accepted' : 'pending']);
		expect(await texted()).toEqual({ '+12065551001': 1 });
	});

	test('rows of one person ask for the subscription once, in one request or in several', async () => {
		const rows = [
			person(0),
			person(0, { tier: 'Silver' }),
			person(1),
			person(0, { email: 'ann@example.com' }),
		];
		await bench.run(subscribing(operation), rows, CONTINUE);
		expect(await texted()).toEqual({ '+12065551000': 1, '+12065551001': 1 });
	});

	describe('several subscriptions in one upsert', () => {
		const row = (signUpSourceId: string, more: INodeParameters = {}): INodeParameters => ({
			channel: 'TEXT',
			signUpSourceId,
			subscriptionType: 'TRANSACTIONAL',
			...more,
		});
		const several = (rows: INodeParameters[], additional: INodeParameters = {}, more: INodeParameters = {}) =>
			subscribing(operation, {
				...more,
				additionalFields: { moreSubscriptions: { subscriptions: rows }, ...additional },
			});
		const email = 'ann@example.com';
		const sent = (signUpSourceId: string, channel: string, subscriptionType: string) => ({
			signUpSourceId,
			channel,
			subscriptionType,
		});
		const MARKETING_TEXT = sent('11', 'TEXT', 'MARKETING');
		const MARKETING_EMAIL = sent('11', 'EMAIL', 'MARKETING');
		const ORDER_TEXT = sent('12', 'TEXT', 'TRANSACTIONAL');

		beforeEach(async () => {
			const { control } = bench.sandbox;
			await control.addSignUpUnit({ ...SIGN_UP_UNIT, id: '12', type: 'TRANSACTIONAL' });
			await control.addSignUpUnit({ ...SIGN_UP_UNIT, id: '13', channels: ['EMAIL'] });
		});

		test.each<[string, INodeParameters, IDataObject, object[]]>([
			['another type', several([row('12')]), { email }, [MARKETING_TEXT, MARKETING_EMAIL, ORDER_TEXT]],
			['of which a person has no contact', several([row('12')]), { email, phone: '' }, [MARKETING_EMAIL]],
			[
				'a sign-up source for each channel',
				several([row('13', { channel: 'EMAIL', subscriptionType: 'MARKETING' })], { channels: 'TEXT' }),
				{ email },
				[MARKETING_TEXT, sent('13', 'EMAIL', 'MARKETING')],
			],
			['only the other one', several([row('12')], { channels: 'EMAIL' }), {}, [ORDER_TEXT]],
			[
				'that an item does not name',
				several([row('={{ $json.member }}')]),
				{ email },
				[MARKETING_TEXT, MARKETING_EMAIL],
			],
			[
				'all by expressions',
				several([
					row('={{ "12" }}', {
						channel: '={{ $json.channel }}',
						subscriptionType: '={{ "TRANSACTIONAL" }}',
					}),
				]),
				{ channel: 'TEXT' },
				[MARKETING_TEXT, ORDER_TEXT],
			],
			[
				'with Single Opt-In for each',
				several([row('12')], { singleOptIn: true }),
				{},
				[MARKETING_TEXT, ORDER_TEXT].map((one) => ({ ...one, singleOptIn: true })),
			],
		])('%s', async (_what, parameters, more, subscriptions) => {
			const sentBody = await body(parameters, person(0, more));
			expect(sentBody.subscriptions).toEqual(subscriptions);
		});

		test('all are made, each once, and the result names each', async () => {
			const [result] = results(await bench.run(several([row('12')]), [person(0, { email })]));
			expect(result?.subscriptions).toEqual([
				{ type: 'MARKETING', channel: 'TEXT' },
				{ type: 'MARKETING', channel: 'EMAIL' },
				{ type: 'TRANSACTIONAL', channel: 'TEXT' },
			]);
			expect(await texted()).toEqual({ '+12065551000': 2 });
		});

		test('what exists already is left out, and the result names it', async () => {
			await bench.sandbox.control.seedUsers([
				{ phone: '+12065551000', subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }] },
			]);
			const [result] = results(await bench.run(several([row('12')]), [person(0)]));
			expect(result).toMatchObject({
				alreadySubscribed: ['TRANSACTIONAL TEXT'],
				subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }],
			});
			expect(await bench.requests(ELIGIBILITY)).toBe(1);
			expect(await texted()).toEqual({ '+12065551000': 1 });
		});

		test('what an earlier item of the run may have made is not asked for again', async () => {
			await bench.sandbox.control.addFault({ endpoint: ENDPOINTS[operation], kind: '503after', count: 1 });
			const rows = [person(0, { order: '' }), person(0, { order: '12', tier: 'Silver' })];
			const run = await bench.run(several([row('={{ $json.order }}')]), rows, CONTINUE);
			const { subscriptionInDoubt, subscriptions } = results(run)[1] ?? {};
			if (operation === 'upsert') {
				expect(subscriptionInDoubt).toEqual(['MARKETING TEXT']);
				expect(subscriptions).toEqual([{ type: 'TRANSACTIONAL', channel: 'TEXT' }]);
			}
			// Of the phone, at most one text of each type.
			expect((await texted())['+12065551000']).toBe(2);
		});

		describe('consent', () => {
			const each = (more: INodeParameters = {}, details: INodeParameters = {}) =>
				several(
					[row('12', { consentGiven: '={{ $json.orders }}', ...more })],
					{},
					{
						consent: 'perItem',
						textConsent: '={{ $json.texts }}',
						emailConsent: '={{ $json.emails }}',
						consentDetails: details,
					},
				);

			test.each<[IDataObject, object[]]>([
				[{ texts: 'yes', emails: 'yes', orders: 'yes' }, [MARKETING_TEXT, MARKETING_EMAIL, ORDER_TEXT]],
				[{ texts: 'yes', emails: '', orders: '' }, [MARKETING_TEXT]],
				[{ texts: 'no', emails: '', orders: 'x' }, [ORDER_TEXT]],
				[{ texts: '', emails: 'yes', orders: 'maybe' }, [MARKETING_EMAIL]],
			])('%j: a yes to one is none to another', async (agreed, subscriptions) => {
				const given = person(0, { email, ...agreed });
				expect((await body(each(), given)).subscriptions).toEqual(subscriptions);
			});

			test('the result names those without consent', async () => {
				const given = person(0, { email, texts: 'no', emails: '', orders: 'yes' });
				const [result] = results(await bench.run(each(), [given]));
				expect(result).toMatchObject({
					noConsent: ['MARKETING TEXT', 'MARKETING EMAIL'],
					subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }],
				});
			});

			test('without consent to any, the item is skipped with all reasons', async () => {
				const given = person(0, { email, texts: 'no', emails: '', orders: '' });
				expect(results(await bench.run(each(), [given]))).toMatchObject([
					{
						status: 'skipped',
						reasonCode: 'noConsent',
						reason:
							"no consent: 'Consent to Texts' does not say yes; 'Consent to Emails' does not say yes; 'Consent Given' does not say yes to Transactional Texts",
					},
				]);
				expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
			});

			test('a row that asks for no consent stops the run', async () => {
				const given = person(0, { texts: 'yes', emails: '', orders: 'yes' });
				const run = await bench.run(each({ consentGiven: '' }), [given]);
				expect(run.error?.message).toContain("'Consent Given' is empty for Transactional Texts");
				expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
			});

			test('the maximum age holds for each by its own date', async () => {
				const dated = each(
					{ consentDate: '={{ $json.ordersAt }}' },
					{
						textConsentDate: '={{ $json.textsAt }}',
						emailConsentDate: '={{ $json.textsAt }}',
						maxConsentAge: 30,
					},
				);
				const yes = { texts: 'yes', emails: 'yes', orders: 'yes' };
				const now = new Date().toISOString();
				const long = '2020-01-01';
				for (const [textsAt, ordersAt, subscriptions] of [
					[now, long, [MARKETING_TEXT]],
					[long, now, [ORDER_TEXT]],
					[now, '', [MARKETING_TEXT]],
				] as const)
					expect((await body(dated, person(0, { ...yes, textsAt, ordersAt }))).subscriptions).toEqual(
						subscriptions,
					);
				const undated = await bench.run(
					each({}, { maxConsentAge: 30, textConsentDate: now, emailConsentDate: now }),
					[person(0, yes)],
				);
				expect(undated.error?.message).toContain("'Consent Date' is not set");
			});
		});

		test('a sign-up source that is the error of a formula is named as that of the other subscription', async () => {
			const run = await bench.run(several([row('={{ $json.unit }}')]), [person(0, { unit: '#N/A' })]);
			expect(results(run)[0]).toMatchObject({
				warnings: [
					"was sent without 'More Subscriptions: Sign-Up Source ID': #N/A is the error of a spreadsheet formula",
				],
			});
		});

		test.each<[string, INodeParameters, IDataObject, string]>([
			[
				'the same one twice',
				several([row('13', { channel: 'EMAIL', subscriptionType: 'MARKETING' })]),
				{ email },
				"'More Subscriptions' has Marketing Emails a second time (sign-up sources 11, 13), so the user might get the same message twice",
			],
			[
				'nothing for the contacts of the item',
				several([row('12')], { channels: 'TEXT' }),
				{ phone: '', email },
				'texts need a phone, emails need an email',
			],
			[
				'a channel that does not exist',
				several([row('12', { channel: '={{ "FAX" }}' })]),
				{},
				"More Subscriptions: Channel 'FAX' is not one of the choices",
			],
			[
				'a type that does not exist',
				several([row('12', { subscriptionType: '={{ "" }}' })]),
				{},
				"'More Subscriptions: Subscription Type' is empty",
			],
		])('%s is an error of the item', async (_what, parameters, more, message) => {
			const run = await bench.run(parameters, [person(0, more)], CONTINUE);
			expect(errors(run)[0]).toMatchObject({ status: 'rejected', message: expect.stringContaining(message) });
			expect(await bench.requests(ENDPOINTS[operation])).toBe(0);
		});
	});

	describe.each(['skip', 'again'])('if subscribed: %s', (ifSubscribed) => {
		test.each([
			'500after',
			'502after',
			'503after',
			'504after',
			'resetAfter',
			'garbage',
			'503',
			'reset',
		] as const)('%s: one request, an unknown outcome, also when n8n runs it again', async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: ENDPOINTS[operation], kind });
			const run = await bench.run(
				subscribing(operation, { additionalFields: { ifSubscribed } }),
				[person(0)],
				{ retryOnFail: true, maxTries: 3 },
			);
			expect(run.error?.description).toContain('1 with an unknown outcome');
			expect(await bench.requests(ENDPOINTS[operation])).toBe(1);
			expect(Object.values(await texted())).toEqual(/after$/i.test(kind) ? [1] : []);
		});
	});

	test('a time-out is an unknown outcome, and its items are not sent again', async () => {
		await bench.sandbox.control.addFault({ endpoint: ENDPOINTS[operation], kind: 'hangAfter' });
		const parameters = subscribing(operation, {
			additionalFields: { ifSubscribed: 'again' },
			options: { requestTimeoutSeconds: 1 },
		});
		const run = await bench.run(parameters, [person(0)], { retryOnFail: true, maxTries: 2 });
		expect(run.error?.description).toContain('unknown');
		expect(await texted()).toEqual({ '+12065551000': 1 });
	});

	test('429 is sent again, once more is enough', async () => {
		await bench.sandbox.control.addFault({
			endpoint: ENDPOINTS[operation],
			kind: '429',
			count: 2,
			retryAfter: 0,
		});
		await bench.run(subscribing(operation), [person(0), person(1)], CONTINUE);
		expect(await texted()).toEqual({ '+12065551000': 1, '+12065551001': 1 });
	});
});

test('a request that is too large goes in parts, and nobody is texted twice', async () => {
	await bench.sandbox.control.setSettings({ bulkBodyLimit: 3_000 });
	const rows = Array.from({ length: 60 }, (_one, index) => person(index % 50, { tier: `T${index}` }));
	const parameters = subscribing('upsertMany', { additionalFields: { ifSubscribed: 'skip' } });
	expect(counted(statuses(await bench.run(parameters, rows, CONTINUE)))).toEqual({ pending: 60 });
	expect(counted(Object.values(await texted()))).toEqual({ 1: 50 });
});
