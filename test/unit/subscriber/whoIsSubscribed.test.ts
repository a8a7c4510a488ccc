import { askWhoIsSubscribed, contactsOf } from '../../../nodes/Attentive/actions/subscriber/whoIsSubscribed';

const eligible = (type: string, channel: string, isEligible = true) => ({
	subscriptionEligibilities: [{ subscription: { type, channel }, eligibility: { isEligible } }],
});
const settle = (answers: unknown[], claimed: string[] = []) => {
	const check = askWhoIsSubscribed(
		contactsOf({ phone: '+12065551000', email: 'Ann@example.com' }),
		'MARKETING',
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
		contactsOf({ phone: '+12065551000', email: 'a@example.com' }),
		'MARKETING',
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
		const check = askWhoIsSubscribed(contactsOf({ phone: '+12065551000' }), 'MARKETING', (contacts) => ({
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
