import { askWhoIsSubscribed, contactsOf } from '../../../nodes/Attentive/actions/subscriber/whoIsSubscribed';

const eligible = (type: string, channel: string, isEligible = true) => ({
	subscriptionEligibilities: [{ subscription: { type, channel }, eligibility: { isEligible } }],
});
const marketing = (person: { phone?: string; email?: string }) =>
	contactsOf(person).map((one) => ({ ...one, type: 'MARKETING', label: one.channel }));
const settle = (answers: unknown[], claimed: string[] = []) => {
	const check = askWhoIsSubscribed(
		marketing({ phone: '+12065551000', email: 'Ann@example.com' }),
		(left) => ({
			payload: left.map(({ channel }) => channel),
		}),
	);
	return check.settle(answers, new Map(claimed.map((claim) => [claim, 'taken'])));
};
const ask = (answers: unknown[], claimed: string[] = []) => {
	const settled = settle(answers, claimed);
	return 'payload' in settled ? settled.payload : settled;
};
const NO = eligible('MARKETING', 'TEXT', false);

test.each<[string, unknown[], string[]]>([
	['nobody', [NO, NO], ['TEXT', 'EMAIL']],
	['texts', [eligible('MARKETING', 'TEXT'), NO], ['EMAIL']],
	['emails', [NO, eligible('MARKETING', 'EMAIL')], ['TEXT']],
	['of the phone, another channel', [eligible('MARKETING', 'EMAIL'), NO], ['TEXT', 'EMAIL']],
	['another type', [eligible('TRANSACTIONAL', 'TEXT'), NO], ['TEXT', 'EMAIL']],
])('subscribed: %s', (_what, answers, left) => {
	expect(ask(answers)).toEqual(left);
});

test('what an earlier row has brought about is left out, whatever the case of the email', () => {
	expect(ask([NO, NO], ['MARKETING EMAIL ann@example.com'])).toEqual(['TEXT']);
	expect(ask([NO, NO], ['TRANSACTIONAL EMAIL ann@example.com'])).toEqual(['TEXT', 'EMAIL']);
});

test('what an earlier row may have brought about is neither sent nor called subscribed', () => {
	const check = askWhoIsSubscribed(
		marketing({ phone: '+12065551000', email: 'a@example.com' }),
		(left, inDoubt) => ({
			payload: [left, inDoubt].map((contacts) => contacts.map(({ channel }) => channel)),
		}),
	);
	expect(check.settle([NO, NO], new Map([['MARKETING EMAIL a@example.com', 'inDoubt']]))).toEqual({
		payload: [['TEXT'], ['EMAIL']],
		claims: ['MARKETING TEXT +12065551000'],
		asked: { subscriptionInDoubt: ['EMAIL'] },
	});
});

test('the result says what was left out, and nothing where all goes', () => {
	expect(settle([eligible('MARKETING', 'TEXT'), NO])).toMatchObject({
		asked: { alreadySubscribed: ['TEXT'] },
	});
	expect(settle([NO, NO])).toMatchObject({ asked: {} });
	expect(settle([NO, NO])).not.toHaveProperty('asked.alreadySubscribed');
});

describe('several subscriptions of one person', () => {
	const types = ['MARKETING', 'TRANSACTIONAL'];
	const check = askWhoIsSubscribed(
		types.flatMap((type) =>
			contactsOf({ phone: '+12065551000', email: 'a@example.com' }).map((one) => ({
				...one,
				type,
				label: `${type} ${one.channel}`,
			})),
		),
		(left) => ({ payload: left.map(({ label }) => label), details: { sent: left.length } }),
	);

	test('each contact is asked about once, and each subscription is claimed', () => {
		expect(check.queries).toEqual([{ phone: '+12065551000' }, { email: 'a@example.com' }]);
		expect(check.claims).toHaveLength(4);
	});

	test('each has an answer and a claim of its own', () => {
		const claimed = new Map([['MARKETING EMAIL a@example.com', 'inDoubt' as const]]);
		expect(check.settle([eligible('TRANSACTIONAL', 'TEXT'), NO], claimed)).toEqual({
			payload: ['MARKETING TEXT', 'TRANSACTIONAL EMAIL'],
			claims: ['MARKETING TEXT +12065551000', 'TRANSACTIONAL EMAIL a@example.com'],
			asked: {
				sent: 2,
				alreadySubscribed: ['TRANSACTIONAL TEXT'],
				subscriptionInDoubt: ['MARKETING EMAIL'],
			},
		});
	});
});

test.each([{}, '', undefined, { subscriptionEligibilities: {} }])(
	'an answer that cannot be understood: %j',
	(body) => {
		expect(() => ask([body, NO])).toThrow();
	},
);

/** An answer of which OpenAPI requires no field: erikbrinkman/rmapi-js#96, novasamatech/nova-spektr#5789 (one null entry costs a list). */
describe('answers with missing parts', () => {
	const entries = (...all: unknown[]) => ({ subscriptionEligibilities: all });
	const entry = (type: unknown, channel: unknown, isEligible: unknown) => ({
		subscription: { type, channel },
		eligibility: { isEligible },
	});
	const yes = entry('MARKETING', 'TEXT', true);

	test.each<[string, unknown, string[]]>([
		['odd entries beside', entries(null, 'x', 7, {}, { eligibility: { isEligible: false } }, yes), []],
		['lower case', entries(entry('marketing', 'text', true)), []],
		['no entry', entries(), ['TEXT']],
		['another type without an answer', entries(entry('TRANSACTIONAL', 'TEXT', null)), ['TEXT']],
		['a no without a type', entries(entry(null, 'TEXT', false)), ['TEXT']],
	])('%s', (_what, answer, left) => {
		const check = askWhoIsSubscribed(marketing({ phone: '+12065551000' }), (contacts) => ({
			payload: contacts.map(({ channel }) => channel),
		}));
		expect(check.settle([answer], new Map())).toMatchObject({ payload: left });
	});

	test.each<[string, unknown]>([
		['nothing', {}],
		['no list', { subscriptionEligibilities: null }],
		['neither yes nor no', entries(entry('MARKETING', 'TEXT', null))],
		['yes for a type that is not named', entries(entry(undefined, 'TEXT', true))],
		['text', 'OK'],
		['another answer', { hello: 1 }],
	])('nobody is subscribed on the word of %s', (_what, answer) => {
		expect(() => ask([answer, NO])).toThrow();
	});
});
