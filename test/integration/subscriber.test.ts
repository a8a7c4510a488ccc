import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fieldsOf } from './requestFields';
import {
	CONTINUE,
	DAY,
	ELIGIBILITY,
	errors,
	fromAI,
	outcomes,
	results,
	SIGN_UP_UNIT,
	statuses,
	SUBSCRIBE,
	useBench,
} from './setup';

const UNSUBSCRIBE = 'POST /v1/subscriptions/unsubscribe';

const ANN = { phone: '+12065551000', email: 'ann@example.com' };
const BOB = { phone: '+12065551001', email: 'bob@example.com' };

const bench = useBench(async ({ control }) => {
	await control.addSignUpUnit(SIGN_UP_UNIT);
	await control.addSignUpUnit({
		id: '12',
		type: 'TRANSACTIONAL',
		channels: ['TEXT'],
		locale: { language: 'fr', country: 'CA' },
	});
});

/** Subscribes the person in the fields phone and email to the sign-up unit. */
const subscribing = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'subscriber',
	operation: 'subscribe',
	consent: 'confirmed',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	signUpBy: 'signUpSource',
	signUpSourceId: SIGN_UP_UNIT.id,
	subscriptionType: 'MARKETING',
	...more,
});

const leaving = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'subscriber',
	operation: 'unsubscribe',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	...more,
});

async function texts(): Promise<Array<[string, string]>> {
	return (await bench.sandbox.control.texts()).map(({ phone, kind }) => [phone, kind]);
}

function without(parameters: INodeParameters, name: string): INodeParameters {
	return Object.fromEntries(Object.entries(parameters).filter(([one]) => one !== name));
}

describe('subscriber.subscribe', () => {
	test('by a sign-up unit’s ID: the user is asked to reply Y, and is subscribed after that', async () => {
		const run = await bench.run(subscribing(), [{ ...ANN, name: 'Ann' }]);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: ANN, signUpSourceId: '11' }]);
		expect(run.json('Attentive')).toEqual([
			{
				...ANN,
				name: 'Ann',
				attentive: {
					status: 'accepted',
					subscriptions: [
						{ type: 'MARKETING', channel: 'TEXT', status: 'NEWLY_CREATED' },
						{ type: 'MARKETING', channel: 'EMAIL', status: 'NEWLY_CREATED' },
					],
				},
			},
		]);
		expect(await texts()).toEqual([[ANN.phone, 'replyY']]);
		await bench.sandbox.control.replyYes(ANN.phone);
		const [user] = await bench.sandbox.control.users();
		expect(user?.subscriptions.map(({ state }) => state)).toEqual(['subscribed', 'subscribed']);
	});

	test('by locale and type', async () => {
		const run = await bench.run(
			subscribing({
				signUpBy: 'locale',
				language: 'fr',
				country: 'CA',
				subscriptionType: 'TRANSACTIONAL',
				signUpSourceId: 'left from before',
			}),
			[{ phone: ANN.phone, email: '' }],
		);
		expect(outcomes(run)).toEqual(['accepted']);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([
			{
				user: { phone: ANN.phone },
				locale: { language: 'fr', country: 'CA' },
				subscriptionType: 'TRANSACTIONAL',
			},
		]);
	});

	// The forms are those of test/unit/values/language.test.ts.
	test.each([
		['FR', 'ca'],
		['fr_CA', 'CAN'],
		['French', 'Canada'],
		['fra', '124'],
	])(
		'language and country as people write them (%s, %s) go as two letters each',
		async (language, country) => {
			await bench.run(
				subscribing({ signUpBy: 'locale', language, country, subscriptionType: 'TRANSACTIONAL' }),
				[{ phone: ANN.phone, email: '' }],
			);
			expect((await bench.bodies(SUBSCRIBE))[0]?.locale).toEqual({ language: 'fr', country: 'CA' });
		},
	);

	test('external identifiers stand beside the user, and Attentive knows them from then on', async () => {
		await bench.run(
			subscribing({
				otherIdentifiers: {
					clientUserId: '={{ $json.member }}',
					shopifyId: '={{ $json.shop }}',
					klaviyoId: '={{ $json.klaviyo }}',
					customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.card }}' }] },
				},
			}),
			[{ ...ANN, member: 7, shopifyId: '', shop: 'S1', klaviyo: 'K1', card: 'C1' }],
		);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([
			{
				user: ANN,
				signUpSourceId: '11',
				externalIdentifiers: {
					clientUserId: '7',
					shopifyId: 'S1',
					klaviyoId: 'K1',
					customIdentifiers: [{ name: 'card', value: 'C1' }],
				},
			},
		]);
		expect(await bench.sandbox.control.users()).toEqual([
			expect.objectContaining({ phones: [ANN.phone], clientUserIds: ['7'], shopifyIds: ['S1'] }),
		]);
	});

	test('a row with an ID but no phone or email is an error: an ID cannot be subscribed', async () => {
		const run = await bench.run(
			subscribing({ otherIdentifiers: { clientUserId: '={{ $json.member }}' } }),
			[{ phone: '', email: '', member: 'A1' }],
			CONTINUE,
		);
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({ status: 'rejected', reasonCode: 'noIdentifier', field: 'Phone, Email' }),
		);
	});

	test.each<[string, INodeParameters, string]>([
		['a sign-up source ID', { signUpSourceId: '={{ "" }}' }, "'Sign-Up Source ID' is empty"],
		['a language', { signUpBy: 'locale', language: '={{ "" }}', country: 'US' }, "'Language' is empty"],
		['a country', { signUpBy: 'locale', language: 'en', country: '={{ "" }}' }, "'Country' is empty"],
		[
			'a language that exists',
			{ signUpBy: 'locale', language: 'Klingon', country: 'US' },
			"Language 'Klingon' is not a language. Enter its two-letter code or its English name",
		],
		[
			'a country that exists',
			{ signUpBy: 'locale', language: 'en', country: 'Narnia' },
			"Country 'Narnia' is not a country",
		],
		['a subscription type', { subscriptionType: '' }, 'Parameter "Subscription Type" is required'],
		[
			'a subscription type, for a locale',
			{ signUpBy: 'locale', language: 'en', country: 'US', subscriptionType: '' },
			'Parameter "Subscription Type" is required',
		],
		[
			'a subscription type that an expression does not find',
			{ subscriptionType: '={{ $json.nothing }}' },
			"'Subscription Type' is empty. Use one of MARKETING, TRANSACTIONAL",
		],
	])('asks for %s before anything is sent', async (_what, more, message) => {
		const run = await bench.run(subscribing(more), [ANN]);
		expect(run.error?.message).toContain(message);
		expect([await bench.requests(ELIGIBILITY), await bench.requests(SUBSCRIBE)]).toEqual([0, 0]);
	});

	test('a sign-up unit that Attentive does not know is told as Attentive tells it', async () => {
		const run = await bench.run(subscribing({ signUpSourceId: '99' }), [ANN]);
		expect(run.error?.message).toContain('Attentive answered 400');
		expect(run.error?.message).toContain('99');
		expect(await texts()).toEqual([]);
	});

	describe('single opt-in', () => {
		test('is off unless it is turned on', async () => {
			await bench.run(subscribing(), [ANN]);
			expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: ANN, signUpSourceId: '11' }]);
		});

		test.each([false, '={{ false }}', '={{ "false" }}'])('%j is sent as false', async (singleOptIn) => {
			await bench.run(subscribing({ additionalFields: { singleOptIn } }), [ANN]);
			expect(await bench.bodies(SUBSCRIBE)).toEqual([
				{ user: ANN, signUpSourceId: '11', singleOptIn: false },
			]);
			expect(await texts()).toEqual([[ANN.phone, 'replyY']]);
		});

		test.each(['={{ "" }}', '={{ null }}', '={{ $json.nothing }}'])(
			'%j says nothing, and nothing is sent',
			async (singleOptIn) => {
				await bench.run(subscribing({ additionalFields: { singleOptIn } }), [ANN]);
				expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: ANN, signUpSourceId: '11' }]);
			},
		);

		test('leaves out the question', async () => {
			await bench.run(subscribing({ additionalFields: { singleOptIn: true } }), [ANN]);
			expect(await texts()).toEqual([[ANN.phone, 'legal']]);
		});

		test('an unclear value is an error, not a yes', async () => {
			const run = await bench.run(subscribing({ additionalFields: { singleOptIn: '={{ "maybe" }}' } }), [
				ANN,
			]);
			expect(run.error?.message).toContain('Single Opt-In');
			expect(await bench.requests(SUBSCRIBE)).toBe(0);
		});
	});
});

describe('consent', () => {
	const perItem = (more: INodeParameters = {}) =>
		subscribing({ consent: 'perItem', textConsent: '={{ $json.agreed }}', email: '', ...more });
	const asked = (cells: IDataObject[]) =>
		cells.map((cell, index) => ({ phone: `+120655510${10 + index}`, ...cell }));

	test.each<[string, INodeParameters['consent']]>([
		['that an expression does not find', '={{ $json.nothing }}'],
		['that is none of the choices', 'assumed'],
	])('%s stops the run before anything is asked or sent', async (_what, consent) => {
		const run = await bench.run(subscribing({ consent }), [ANN]);
		expect(run.error?.message).toBe(
			"'Consent' is not chosen. No one is subscribed until you say how these people agreed. Choose 'Consent' first.",
		);
		expect([await bench.requests(ELIGIBILITY), await bench.requests(SUBSCRIBE)]).toEqual([0, 0]);
	});

	test.each<[string, INodeParameters]>([
		['that is not chosen', { ...subscribing(), consent: '' }],
		['of a node as it is when it is new', without(subscribing(), 'consent')],
	])('%s is asked for by n8n itself, whatever On Error says', async (_what, parameters) => {
		const run = await bench.run(parameters, [ANN], CONTINUE);
		expect(run.error?.message).toContain('Parameter "Consent" is required');
		expect([await bench.requests(ELIGIBILITY), await bench.requests(SUBSCRIBE)]).toEqual([0, 0]);
	});

	test('in a field: whoever is ticked is subscribed', async () => {
		const ticked = ['yes', 'Yes', 'TRUE', true, 'x', 'X', '1', 1].map((agreed) => ({ agreed }));
		const run = await bench.run(perItem(), asked(ticked));
		expect(outcomes(run)).toEqual(ticked.map(() => 'accepted'));
		expect(await bench.bodies(SUBSCRIBE)).toHaveLength(ticked.length);
	});

	test('in a field: an empty, negative or unclear value is skipped and never reaches Attentive', async () => {
		const cells = ['', ' ', null, 'no', 'FALSE', false, 0, 'maybe', 'yes?', 2, 'n/a', 'unsubscribed', [], {}];
		const rows = asked([...cells.map((agreed) => ({ agreed })), {}, { agreed: 'yes' }]);
		const run = await bench.run(perItem(), rows);
		expect(outcomes(run)).toEqual([...cells.map(() => 'skipped noConsent'), 'skipped noConsent', 'accepted']);
		expect([await bench.requests(ELIGIBILITY), await bench.requests(SUBSCRIBE)]).toEqual([1, 1]);
	});

	test('a skipped row says why', async () => {
		const run = await bench.run(perItem(), asked([{ agreed: 'no' }]));
		expect(results(run)[0]).toEqual({
			status: 'skipped',
			reasonCode: 'noConsent',
			reason: "no consent: 'Consent to Texts' does not say yes; 'Consent to Emails' is not set",
		});
	});

	test('in a field that no row has: nobody is subscribed', async () => {
		const run = await bench.run(perItem({ textConsent: '={{ $json.agrees }}' }), asked([{ agreed: 'yes' }]));
		expect(outcomes(run)).toEqual(['skipped noConsent']);
		expect(await bench.requests(SUBSCRIBE)).toBe(0);
	});

	test.each<[string, IDataObject, object]>([
		['texts', { texts: 'yes', emails: '' }, { phone: ANN.phone }],
		['emails', { texts: 'no', emails: 'yes' }, { email: ANN.email }],
		['both', { texts: 1, emails: 'x' }, ANN],
	])('a yes for %s subscribes to nothing else, and asks about nothing else', async (_to, row, user) => {
		const parameters = subscribing({
			consent: 'perItem',
			textConsent: '={{ $json.texts }}',
			emailConsent: '={{ $json.emails }}',
		});
		const run = await bench.run(parameters, [{ ...ANN, ...row }]);
		expect(outcomes(run)).toEqual(['accepted']);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user, signUpSourceId: '11' }]);
		expect(await bench.requests(ELIGIBILITY)).toBe(Object.keys(user).length);
	});

	test('a yes for a channel that the row has no contact for is none', async () => {
		const run = await bench.run(subscribing({ consent: 'perItem', textConsent: 'yes' }), [
			{ phone: '', email: ANN.email },
		]);
		expect(results(run)[0]).toEqual({
			status: 'skipped',
			reasonCode: 'noConsent',
			reason: "no consent: 'Consent to Emails' is not set",
		});
		expect(await bench.requests(SUBSCRIBE)).toBe(0);
	});

	test('whoever has not agreed is skipped, even without a phone: that row is as it should be', async () => {
		const run = await bench.run(perItem(), [
			{ phone: '', agreed: 'no' },
			{ phone: 'ask her', agreed: '' },
			{ phone: ANN.phone, agreed: 'yes' },
		]);
		expect(run.error?.message).toBeUndefined();
		expect(outcomes(run)).toEqual(['skipped noConsent', 'skipped noConsent', 'accepted']);
	});

	test.each<[string, INodeParameters, string]>([
		[
			'without a value for either channel',
			{ textConsent: '' },
			"'Consent to Texts', 'Consent to Emails' are both empty. Drag in the field that says whether a person has agreed.",
		],
		[
			'with an age but no date',
			{ consentDetails: { maxConsentAge: 30 } },
			"'Text Consent Date' is not set, but 'Maximum Age of Consent (Days)' is. Add the date, or set the maximum age to 0.",
		],
		[
			'with an age that is no number',
			{ consentDetails: { textConsentDate: '={{ $json.day }}', maxConsentAge: '={{ "soon" }}' } },
			'Maximum Age of Consent (Days)',
		],
		[
			'with an age that an expression does not find',
			{ consentDetails: { textConsentDate: '={{ $json.day }}', maxConsentAge: '={{ "" }}' } },
			'Maximum Age of Consent (Days)',
		],
	])('in a field, %s: the run stops', async (_what, more, message) => {
		const run = await bench.run(perItem(more), asked([{ agreed: 'yes', day: '2020-01-01' }]));
		expect(run.error?.message).toContain(message);
		expect(await bench.requests(SUBSCRIBE)).toBe(0);
	});

	test('with a date: what is older than the maximum age, or has no date, is skipped', async () => {
		const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();
		const run = await bench.run(
			perItem({ consentDetails: { textConsentDate: '={{ $json.day }}', maxConsentAge: 365 } }),
			asked([
				{ agreed: 'yes', day: daysAgo(10) },
				{ agreed: 'yes', day: daysAgo(363) },
				{ agreed: 'yes', day: daysAgo(367) },
				{ agreed: 'yes', day: '2001-02-03' },
				{ agreed: 'yes', day: '' },
				{ agreed: 'no', day: daysAgo(10) },
				{ agreed: 'yes', day: daysAgo(-30) },
			]),
		);
		expect(outcomes(run)).toEqual([
			'accepted',
			'accepted',
			'skipped noConsent',
			'skipped noConsent',
			'skipped noConsent',
			'skipped noConsent',
			'skipped noConsent',
		]);
		expect(results(run).map(({ reason }) => reason)).toEqual([
			undefined,
			undefined,
			expect.stringContaining("'Text Consent Date' is more than 365 days ago"),
			expect.stringContaining("'Text Consent Date' is more than 365 days ago"),
			expect.stringContaining("'Text Consent Date' is empty"),
			expect.stringContaining("'Consent to Texts' does not say yes"),
			expect.stringContaining("'Text Consent Date' is in the future"),
		]);
		expect(await bench.requests(SUBSCRIBE)).toBe(2);
	});

	test('a date that cannot be read is an error of its row, and nobody is subscribed by it', async () => {
		const rows = asked([
			{ agreed: 'yes', day: '3/4/2026' },
			{ agreed: 'yes', day: 'last year' },
		]);
		const ambiguous = await bench.run(
			perItem({ consentDetails: { textConsentDate: '={{ $json.day }}' } }),
			rows,
			CONTINUE,
		);
		expect(outcomes(ambiguous)).toEqual(['rejected dateAmbiguous', 'rejected notADate']);
		expect(await bench.requests(SUBSCRIBE)).toBe(0);
		const formatted = await bench.run(
			perItem({ consentDetails: { textConsentDate: '={{ $json.day }}', consentDateFormat: 'M/d/yyyy' } }),
			rows,
			CONTINUE,
		);
		expect(outcomes(formatted)).toEqual(['accepted', 'rejected notADate']);
	});
});

describe('if somebody is subscribed already', () => {
	const subscribed = [
		{ type: 'MARKETING', channel: 'TEXT' } as const,
		{ type: 'MARKETING', channel: 'EMAIL' } as const,
	];

	test('a row is skipped when nothing of it is left: the user gets no text', async () => {
		await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: subscribed }]);
		const run = await bench.run(subscribing(), [ANN, BOB]);
		expect(outcomes(run)).toEqual(['skipped alreadySubscribed', 'accepted']);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: BOB, signUpSourceId: '11' }]);
		expect(await texts()).toEqual([[BOB.phone, 'replyY']]);
	});

	test.each<['TEXT' | 'EMAIL', object]>([
		['TEXT', { email: ANN.email }],
		['EMAIL', { phone: ANN.phone }],
	])('the channel that is subscribed (%s) is left out of the request', async (channel, user) => {
		await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: [{ type: 'MARKETING', channel }] }]);
		const [item] = (await bench.run(subscribing(), [ANN])).json('Attentive');
		expect(item?.attentive).toMatchObject({ status: 'accepted', alreadySubscribed: [channel] });
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user, signUpSourceId: '11' }]);
		expect((await texts()).filter(([, kind]) => kind === 'alreadySubscribed')).toEqual([]);
	});

	test('a question that cannot be asked is no failure that Stop After N Failures counts', async () => {
		const match = encodeURIComponent(ANN.phone);
		await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '503', count: 1_000, match });
		const options = { stopAfterFailures: 1, retryMinutes: 0.1 };
		// Enough that some go after the first has failed.
		const others = Array.from({ length: 25 }, (_row, index) => ({ email: `p${index}@example.com` }));
		const run = await bench.run(subscribing({ options }), [ANN, ...others], CONTINUE);
		expect(outcomes(run)).toEqual(['notTried serverError', ...others.map(() => 'accepted')]);
	});

	test('a subscription of another type does not count', async () => {
		await bench.sandbox.control.seedUsers([
			{ ...ANN, subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }] },
		]);
		await bench.run(subscribing(), [ANN]);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: ANN, signUpSourceId: '11' }]);
	});

	test('one person in two rows is asked once, however the address is written', async () => {
		const run = await bench.run(subscribing(), [
			ANN,
			{ phone: '(206) 555-1000', email: 'Ann@Example.com' },
			{ phone: ANN.phone, email: '' },
			BOB,
		]);
		expect(outcomes(run)).toEqual([
			'accepted',
			'skipped alreadySubscribed',
			'skipped alreadySubscribed',
			'accepted',
		]);
		expect(await texts()).toEqual([
			[ANN.phone, 'replyY'],
			[BOB.phone, 'replyY'],
		]);
	});

	test('a later row of the person brings only what the row before did not', async () => {
		await bench.run(subscribing(), [{ phone: ANN.phone, email: '' }, ANN]);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([
			{ user: { phone: ANN.phone }, signUpSourceId: '11' },
			{ user: { email: ANN.email }, signUpSourceId: '11' },
		]);
	});

	test('after a row that Attentive refused, a later row of the person is sent', async () => {
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '400' });
		const run = await bench.run(subscribing(), [ANN, { ...ANN, note: 'again' }], CONTINUE);
		expect(outcomes(run)).toEqual(['refused refused', 'accepted']);
	});

	test('whoever texted STOP is not subscribed: Attentive decides', async () => {
		await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: subscribed }]);
		await bench.sandbox.control.replyStop(ANN.phone);
		await bench.sandbox.control.setSettings({ subscribeAfterStop: 'refused' });
		const run = await bench.run(subscribing(), [{ ...ANN, email: '' }], CONTINUE);
		expect(outcomes(run)).toEqual(['refused refused']);
		expect(await texts()).toEqual([]);
	});

	test('Subscribe Again sends without asking, and Attentive tells the user', async () => {
		await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: subscribed }]);
		const run = await bench.run(subscribing({ additionalFields: { ifSubscribed: 'again' } }), [ANN]);
		expect(await bench.requests(ELIGIBILITY)).toBe(0);
		expect(await texts()).toEqual([[ANN.phone, 'alreadySubscribed']]);
		expect(results(run)[0]).toEqual({
			status: 'accepted',
			subscriptions: [
				{ type: 'MARKETING', channel: 'TEXT', status: 'PREVIOUSLY_CREATED' },
				{ type: 'MARKETING', channel: 'EMAIL', status: 'PREVIOUSLY_CREATED' },
			],
		});
	});

	test.each<[string, string]>([
		['={{ "send" }}', 'rejected unknownChoice'],
		// Like the field that was not added: the default.
		['={{ "" }}', 'skipped alreadySubscribed'],
		['={{ $json.nothing }}', 'skipped alreadySubscribed'],
	])('a choice that does not exist (%s) texts nobody', async (ifSubscribed, expected) => {
		await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: subscribed }]);
		const run = await bench.run(subscribing({ additionalFields: { ifSubscribed } }), [ANN], CONTINUE);
		expect(await texts()).toEqual([]);
		expect(outcomes(run)).toEqual([expected]);
	});

	test('Validate Only asks and sends nothing, and shows the request', async () => {
		const run = await bench.run(subscribing({ mode: 'validateOnly' }), [ANN, { phone: '1', email: '' }]);
		const [valid, bad] = run.json('Attentive');
		expect(valid?.attentive).toEqual({
			status: 'validated',
			request: {
				method: 'POST',
				path: '/v1/subscriptions',
				body: { user: ANN, signUpSourceId: '11' },
			},
		});
		expect(bad?.error).toEqual(expect.objectContaining({ status: 'rejected', field: 'Phone' }));
		expect([await bench.requests(ELIGIBILITY), await bench.requests(SUBSCRIBE)]).toEqual([0, 0]);
	});

	test('Test Recipients Only asks and sends nothing for others', async () => {
		const run = await bench.run(
			subscribing({ mode: 'testRecipients', testRecipients: `${BOB.phone}, ${BOB.email}` }),
			[ANN, BOB, { phone: BOB.phone, email: ANN.email }],
		);
		expect(outcomes(run)).toEqual(['skipped notATestRecipient', 'accepted', 'skipped notATestRecipient']);
		expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: BOB, signUpSourceId: '11' }]);
	});

	test('a repeated run asks anew: whoever has not replied yet is asked again', async () => {
		await bench.run(subscribing(), [ANN]);
		await bench.run(subscribing({ email: '' }), [ANN]);
		expect(await texts()).toEqual([
			[ANN.phone, 'replyY'],
			[ANN.phone, 'replyY'],
		]);
		await bench.sandbox.control.replyYes(ANN.phone);
		const run = await bench.run(subscribing(), [ANN]);
		expect(outcomes(run)).toEqual(['skipped alreadySubscribed']);
		expect((await texts()).map(([, kind]) => kind)).toEqual(['replyY', 'replyY', 'legal']);
	});

	describe('where the question cannot be answered, nobody is subscribed', () => {
		const soon = subscribing({ options: { retryMinutes: 0.01 } });

		test.each(['500before', '503', '429', 'garbage', 'reset'] as const)('%s', async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind, count: 1000 });
			const run = await bench.run(soon, [ANN, BOB], CONTINUE);
			expect(statuses(run)).toEqual(['notTried', 'notTried']);
			expect(await bench.requests(SUBSCRIBE)).toBe(0);
		});

		test('403: the permission that is missing is named', async () => {
			await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '403', count: 1000 });
			const run = await bench.run(soon, [ANN, BOB], CONTINUE);
			for (const error of errors(run))
				expect(error).toEqual(
					expect.objectContaining({
						reasonCode: 'forbidden',
						message: expect.stringContaining('"Subscribers"'),
					}),
				);
			expect(await bench.requests(SUBSCRIBE)).toBe(0);
		});

		test('only the row that it is about', async () => {
			await bench.sandbox.control.addFault({
				endpoint: ELIGIBILITY,
				kind: '400',
				count: 1000,
				match: encodeURIComponent(ANN.email),
			});
			const run = await bench.run(subscribing(), [ANN, BOB], CONTINUE);
			expect(outcomes(run)).toEqual(['refused refused', 'accepted']);
			expect(await bench.bodies(SUBSCRIBE)).toEqual([{ user: BOB, signUpSourceId: '11' }]);
		});

		test('and the run stops there, if it is to stop at errors', async () => {
			await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '500before', count: 1000 });
			const run = await bench.run(soon, [ANN, BOB]);
			expect(run.status).toBe('error');
			expect(await bench.requests(SUBSCRIBE)).toBe(0);
		});

		test('a question that fails once is asked again', async () => {
			await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '503' });
			const run = await bench.run(subscribing(), [ANN]);
			expect(outcomes(run)).toEqual(['accepted']);
			expect(await bench.requests(SUBSCRIBE)).toBe(1);
		});
	});
});

describe('subscribing is never repeated', () => {
	test.each(['500after', '502after', 'resetAfter', '500before'] as const)(
		'an unknown outcome (%s) is reported and not sent again',
		async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind });
			const run = await bench.run(subscribing(), [ANN], CONTINUE);
			expect(errors(run)[0]).toEqual(expect.objectContaining({ status: 'unknown' }));
			expect(await bench.requests(SUBSCRIBE)).toBe(1);
		},
	);

	test('a later row of a person in doubt stays in doubt when n8n tries again', async () => {
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '503', count: 1 });
		const input = [{ phone: ANN.phone, email: '' }, ANN, { phone: ANN.phone, email: '', note: 'again' }];
		const run = await bench.run(subscribing(), input, { ...CONTINUE, retryOnFail: true, maxTries: 2 });
		expect(outcomes(run).at(-1)).toBe('skipped subscriptionInDoubt');
	});

	test('nor for a later row of the person', async () => {
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '500after' });
		const run = await bench.run(subscribing(), [ANN, { ...ANN, note: 'again' }], CONTINUE);
		expect(outcomes(run)).toEqual(['unknown serverError', 'skipped subscriptionInDoubt']);
		expect(await texts()).toEqual([[ANN.phone, 'replyY']]);
	});

	test('with Retry On Fail: what was accepted or is unknown is not sent in the next try', async () => {
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '500after', match: ANN.phone });
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '500after', match: BOB.phone });
		const run = await bench.run(subscribing(), [ANN, BOB, { phone: '+12065551002' }], {
			retryOnFail: true,
			maxTries: 3,
		});
		expect(run.status).toBe('error');
		const sent = (await bench.bodies(SUBSCRIBE)).map((body) => JSON.stringify(body));
		expect(new Set(sent).size).toBe(sent.length);
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'with Retry On Fail (%s): a second row of a person whom the first try asked is not sent in the next try',
		async (onError) => {
			// The first row fails for certain, so n8n tries again whatever the setting.
			await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '400', match: BOB.phone, count: 9 });
			const rows =
				onError === 'stopWorkflow'
					? [ANN, { ...ANN, note: 'again' }, BOB]
					: [BOB, ANN, { ...ANN, note: 'again' }];
			await bench.run(subscribing(), rows, { onError, retryOnFail: true, maxTries: 3 });
			expect(await texts()).toEqual([[ANN.phone, 'replyY']]);
		},
	);

	test('with Retry On Fail: nor a second row of a person whose first row has an unknown outcome', async () => {
		await bench.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '500after', match: ANN.phone });
		await bench.run(subscribing(), [ANN, { ...ANN, note: 'again' }], {
			...CONTINUE,
			retryOnFail: true,
			maxTries: 3,
		});
		expect(await texts()).toEqual([[ANN.phone, 'replyY']]);
	});
});

describe('subscriber.unsubscribe', () => {
	const everything = [
		{ type: 'MARKETING', channel: 'TEXT' } as const,
		{ type: 'TRANSACTIONAL', channel: 'TEXT' } as const,
		{ type: 'MARKETING', channel: 'EMAIL' } as const,
	];
	const subscribedTo = async () =>
		(await bench.sandbox.control.users()).flatMap(({ subscriptions }) =>
			subscriptions.flatMap(({ type, channel, state }) =>
				state === 'subscribed' ? [`${type} ${channel}`] : [],
			),
		);
	beforeEach(async () => await bench.sandbox.control.seedUsers([{ ...ANN, subscriptions: everything }]));

	test('from all, and the user is told', async () => {
		const run = await bench.run(leaving(), [ANN]);
		expect(await bench.bodies(UNSUBSCRIBE)).toEqual([{ user: ANN }]);
		expect(await subscribedTo()).toEqual([]);
		expect(await texts()).toEqual([[ANN.phone, 'unsubscribed']]);
		expect(results(run)[0]).toEqual({
			status: 'accepted',
			subscriptions: everything.map((one) => ({ ...one, status: 'NEWLY_UNSUBSCRIBED' })),
		});
	});

	test('from those chosen', async () => {
		await bench.run(leaving({ from: 'chosen', subscriptions: ['MARKETING TEXT', 'MARKETING EMAIL'] }), [ANN]);
		expect(await bench.bodies(UNSUBSCRIBE)).toEqual([
			{
				user: ANN,
				subscriptions: [
					{ type: 'MARKETING', channel: 'TEXT' },
					{ type: 'MARKETING', channel: 'EMAIL' },
				],
			},
		]);
		expect(await subscribedTo()).toEqual(['TRANSACTIONAL TEXT']);
	});

	test('what needs an email is left out where a row has only a phone, and the result says so', async () => {
		const run = await bench.run(
			leaving({ from: 'chosen', subscriptions: ['MARKETING TEXT', 'MARKETING EMAIL'] }),
			[{ phone: ANN.phone, email: '' }],
		);
		expect(results(run)[0]).toMatchObject({
			status: 'accepted',
			warnings: ['has no email, so the selected email subscriptions do not end'],
		});
		expect(await bench.bodies(UNSUBSCRIBE)).toEqual([
			{ user: { phone: ANN.phone }, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
		]);
	});

	test.each<[string, INodeParameters['subscriptions'], IDataObject, string]>([
		['texts without a phone', ['MARKETING TEXT'], { phone: '', email: ANN.email }, 'noChannel'],
		['emails without an email', ['MARKETING EMAIL'], { phone: ANN.phone, email: '' }, 'noChannel'],
		['nothing', [], { ...ANN }, 'missing'],
		['what does not exist', '={{ "MARKETING FAX" }}', { ...ANN }, 'unknownChoice'],
	])(
		'%s: an error of the row, and nobody is unsubscribed from all',
		async (_what, subscriptions, row, code) => {
			const run = await bench.run(leaving({ from: 'chosen', subscriptions }), [row], CONTINUE);
			expect(errors(run)[0]).toEqual(
				expect.objectContaining({ status: 'rejected', reasonCode: code, field: 'Subscriptions' }),
			);
			expect(await bench.requests(UNSUBSCRIBE)).toBe(0);
		},
	);

	test.each(['={{ "some" }}', '={{ "" }}', '={{ $json.nothing }}'])(
		'a choice of "from" that does not exist (%s) is an error too: not everything by mistake',
		async (from) => {
			const run = await bench.run(leaving({ from, subscriptions: ['MARKETING TEXT'] }), [ANN], CONTINUE);
			expect(await bench.requests(UNSUBSCRIBE)).toBe(0);
			expect(errors(run)[0]).toEqual(
				expect.objectContaining({ status: 'rejected', field: 'Unsubscribe From' }),
			);
		},
	);

	test('leaving transactional texts warns that marketing texts are left too', async () => {
		const run = await bench.run(leaving({ from: 'chosen', subscriptions: ['TRANSACTIONAL TEXT'] }), [ANN]);
		expect(results(run)[0]).toEqual(
			expect.objectContaining({
				status: 'accepted',
				warnings: ['ending transactional texts ends marketing texts too'],
			}),
		);
		expect(await subscribedTo()).toEqual(['MARKETING EMAIL']);
		const both = await bench.run(
			leaving({ from: 'chosen', subscriptions: ['TRANSACTIONAL TEXT', 'MARKETING TEXT'] }),
			[ANN],
		);
		expect(both.json('Attentive')[0]?.attentive).not.toHaveProperty('warnings');
	});

	test('without a confirmation the user gets no text', async () => {
		await bench.run(leaving({ additionalFields: { confirmation: 'none' } }), [ANN]);
		expect(await bench.bodies(UNSUBSCRIBE)).toEqual([{ user: ANN, notification: { disabled: true } }]);
		expect(await texts()).toEqual([]);
	});

	test('a confirmation that is asked for is asked for in the request', async () => {
		await bench.run(leaving({ additionalFields: { confirmation: 'send' } }), [ANN]);
		expect(await bench.bodies(UNSUBSCRIBE)).toEqual([{ user: ANN, notification: { disabled: false } }]);
	});

	test.each(['={{ "" }}', '={{ $json.nothing }}'])(
		'a confirmation of which nothing is said (%s) is left to Attentive',
		async (confirmation) => {
			await bench.run(leaving({ additionalFields: { confirmation } }), [ANN]);
			expect(await bench.bodies(UNSUBSCRIBE)).toEqual([{ user: ANN }]);
		},
	);

	// The forms are those of test/unit/values/language.test.ts.
	test.each([
		['en-us', 'en-US'],
		['en_US', 'en-US'],
		['English (US)', 'en-US'],
		['English', 'en-US'],
		['fr', 'fr-CA'],
		['fr_CA', 'fr-CA'],
		['Canadian French', 'fr-CA'],
	])('%s as the language of the confirmation is %s', async (written, language) => {
		await bench.run(leaving({ additionalFields: { language: `={{ "${written}" }}` } }), [ANN]);
		expect((await bench.bodies(UNSUBSCRIBE))[0]?.notification).toEqual({ language });
	});

	test.each(['en-GB', 'fr-FR', 'de', 'English (Narnia)', 'Klingon'])(
		'%s is none of its languages',
		async (written) => {
			const run = await bench.run(leaving({ additionalFields: { language: `={{ "${written}" }}` } }), [ANN]);
			expect(run.error?.message).toContain(`Confirmation Language '${written}' is not one of the choices`);
			expect(await bench.requests(UNSUBSCRIBE)).toBe(0);
		},
	);

	test('the confirmation comes in the language that is chosen', async () => {
		await bench.run(leaving({ additionalFields: { language: 'fr-CA' } }), [ANN]);
		expect(await bench.sandbox.control.texts()).toEqual([
			expect.objectContaining({ kind: 'unsubscribed', language: 'fr-CA' }),
		]);
	});

	test('a confirmation that is neither is an error, not a text', async () => {
		const run = await bench.run(
			leaving({ additionalFields: { confirmation: '={{ "no" }}' } }),
			[ANN],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['rejected unknownChoice']);
		expect(await bench.requests(UNSUBSCRIBE)).toBe(0);
	});

	test('an unknown outcome is not sent again, also with Retry On Fail', async () => {
		await bench.sandbox.control.addFault({ endpoint: UNSUBSCRIBE, kind: '500after' });
		const run = await bench.run(leaving(), [ANN], { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(errors(run)[0]).toEqual(expect.objectContaining({ status: 'unknown' }));
		expect(await bench.requests(UNSUBSCRIBE)).toBe(1);
		expect(await texts()).toEqual([[ANN.phone, 'unsubscribed']]);
	});
});

describe('subscriber.getEligibility', () => {
	const lookUp = (more: INodeParameters): INodeParameters => ({
		resource: 'subscriber',
		operation: 'getEligibility',
		phone: '={{ $json.phone }}',
		email: '={{ $json.email }}',
		defaultCountry: 'US',
		...more,
	});
	beforeEach(
		async () =>
			await bench.sandbox.control.seedUsers([
				{ ...ANN, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
				{
					...BOB,
					subscriptions: [
						{ type: 'CHECKOUT_ABANDONED', channel: 'EMAIL' },
						{ type: 'MARKETING', channel: 'TEXT', state: 'pending' },
					],
				},
			]),
	);

	test('by phone: one item for each row, linked to it', async () => {
		const run = await bench.run(lookUp({ lookUpBy: 'phone' }), [{ phone: '206 555 1000' }, BOB]);
		const texted = (marketing: boolean) => ({
			marketing: { text: marketing },
			transactional: { text: false },
			checkoutAbandoned: { text: false },
		});
		expect(run.items('Attentive')).toEqual([
			{ json: { phone: ANN.phone, ...texted(true) }, pairedItem: { item: 0 } },
			{ json: { phone: BOB.phone, ...texted(false) }, pairedItem: { item: 1 } },
		]);
	});

	test('by email', async () => {
		const run = await bench.run(lookUp({ lookUpBy: 'email' }), [BOB]);
		expect(run.json('Attentive')).toEqual([
			{
				email: BOB.email,
				marketing: { email: false },
				transactional: { email: false },
				checkoutAbandoned: { email: true },
			},
		]);
	});

	test('where Attentive answers for the whole user, both channels are told apart', async () => {
		await bench.sandbox.control.setSettings({ eligibility: 'user' });
		const run = await bench.run(lookUp({ lookUpBy: 'email' }), [ANN]);
		expect(run.json('Attentive')[0]?.marketing).toEqual({ text: true, email: false });
	});

	test('a row without one is its own error, and a server error is tried again', async () => {
		await bench.sandbox.control.addFault({ endpoint: ELIGIBILITY, kind: '503' });
		const run = await bench.run(lookUp({ lookUpBy: 'phone' }), [{ phone: '' }, ANN], {
			onError: 'continueErrorOutput',
		});
		expect(run.json('Attentive', 1)[0]?.error).toEqual(
			expect.objectContaining({ reasonCode: 'noIdentifier', field: 'Phone' }),
		);
		expect(run.json('Attentive', 0)).toHaveLength(1);
	});
});

describe('as an AI agent’s tool', () => {
	const call = async (parameters: INodeParameters): Promise<string> => {
		const byPhone = { ...parameters, phone: fromAI('phone') };
		return (await bench.callAsTool(byPhone, [{ phone: ANN.phone, allowed: true }], 'invoke')).join();
	};

	const OPERATIONS: Array<[string, INodeParameters, string]> = [
		['subscribe', subscribing(), SUBSCRIBE],
		['unsubscribe', leaving(), UNSUBSCRIBE],
	];
	const OFF: Array<[string, INodeParameters]> = [
		['never set', {}],
		['off', { allowAgent: false }],
		['an expression', { allowAgent: '={{ true }}' }],
		['left to the model', { allowAgent: fromAI('allowed', 'boolean') }],
		['a text', { allowAgent: 'true' }],
	];

	test.each(
		OPERATIONS.flatMap(([name, parameters, endpoint]) =>
			OFF.map(([what, guard]) => ({ name, what, parameters: { ...parameters, ...guard }, endpoint })),
		),
	)('$name does nothing where the switch is $what', async ({ parameters, endpoint }) => {
		const answer = await call(parameters);
		expect(answer).toContain('Allow the AI Agent to');
		expect(answer).toContain('is off');
		expect([await bench.requests(endpoint), await bench.requests(ELIGIBILITY)]).toEqual([0, 0]);
	});

	test.each(OPERATIONS)('%s works where a person has switched it on', async (_name, parameters, endpoint) => {
		const answer = await call({ ...parameters, allowAgent: true });
		expect(answer).toContain('accepted');
		expect(await bench.requests(endpoint)).toBe(1);
	});

	test('consent in a field is read for it too: what does not say yes is no consent', async () => {
		const consented = (textConsent: string) => ({
			...subscribing({ consent: 'perItem', textConsent, email: '' }),
			allowAgent: true,
		});
		expect(await call(consented('={{ $json.phone }}'))).toContain('noConsent');
		expect(await bench.requests(SUBSCRIBE)).toBe(0);
		expect(await call(consented('yes'))).toContain('accepted');
	});

	test('looking up needs no switch', async () => {
		const answer = await call({ resource: 'subscriber', operation: 'getEligibility', lookUpBy: 'phone' });
		expect(answer).toContain('marketing');
	});
});

test('no collection of the panel is empty', () => {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description;
	const empty = properties.filter(
		({ type, options }) => type === 'collection' && (options ?? []).length === 0,
	);
	expect(
		empty.map(({ displayName, displayOptions }) => [displayName, displayOptions?.show?.operation]),
	).toEqual([]);
});

describe('each request field of the API', () => {
	/** As the OpenAPI lists them; every one is offered. */
	const FIELDS: Record<string, string[]> = {
		[SUBSCRIBE]: [
			'user.phone',
			'user.email',
			'externalIdentifiers.clientUserId',
			'externalIdentifiers.shopifyId',
			'externalIdentifiers.klaviyoId',
			'externalIdentifiers.customIdentifiers.name',
			'externalIdentifiers.customIdentifiers.value',
			'signUpSourceId',
			'locale.language',
			'locale.country',
			'subscriptionType',
			'singleOptIn',
		],
		[UNSUBSCRIBE]: [
			'user.phone',
			'user.email',
			'subscriptions.type',
			'subscriptions.channel',
			'notification.language',
			'notification.disabled',
		],
	};

	test('is offered', async () => {
		const ids = {
			otherIdentifiers: {
				clientUserId: '={{ $json.id }}',
				shopifyId: '={{ $json.id }}',
				klaviyoId: '={{ $json.id }}',
				customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.id }}' }] },
			},
		};
		const row = { ...ANN, id: 'A1' };
		await bench.run(subscribing({ ...ids, additionalFields: { singleOptIn: true } }), [row]);
		await bench.run(
			subscribing({
				signUpBy: 'locale',
				language: 'fr',
				country: 'CA',
				subscriptionType: 'TRANSACTIONAL',
			}),
			[row],
		);
		await bench.run(
			leaving({
				from: 'chosen',
				subscriptions: ['MARKETING TEXT'],
				additionalFields: { confirmation: 'none', language: 'fr-CA' },
			}),
			[row],
		);
		for (const [endpoint, fields] of Object.entries(FIELDS)) {
			const sent = new Set((await bench.bodies(endpoint)).flatMap((body) => fieldsOf(body)));
			expect([endpoint, [...sent].sort()]).toEqual([endpoint, [...fields].sort()]);
		}
	});
});
