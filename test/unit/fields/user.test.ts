import { eventUser, identifiersOf } from '../../../nodes/fields/person';
import { phoneOrEmail } from '../../../nodes/fields/phoneOrEmail';
import { user } from '../../../nodes/fields/user';
import { RunError } from '../../../nodes/errors/runError';
import { problemOf } from '../values/problem';
import { ValueError } from '../../../nodes/values/valueError';
import { source, sources } from '../rows';

const byValues = (parameters: Record<string, unknown>) => user.parse(source({}, { ...parameters }), 'user');
const panel = user.properties('user');
const byPaths = (row: Record<string, unknown>, parameters: Record<string, unknown>) =>
	user.parse(source(row, { ...parameters }, { panel }), 'user');

describe('by values', () => {
	test('everything that is filled in', () => {
		expect(
			byValues({
				phone: '(206) 399-6576',
				defaultCountry: 'US',
				email: ' Ada@example.com ',
				otherIdentifiers: {
					clientUserId: 77,
					customIdentifiers: {
						identifiers: [
							{ name: 'loyaltyId', value: '0012' },
							{ name: 'empty', value: '' },
						],
					},
				},
			}),
		).toEqual({
			phone: '+12063996576',
			email: 'Ada@example.com',
			clientUserId: '77',
			customIdentifiers: [{ name: 'loyaltyId', value: '0012' }],
		});
	});

	test('empty values are left out', () => {
		expect(Object.keys(byValues({ phone: '', email: 'a@example.com', otherIdentifiers: {} }))).toEqual([
			'email',
		]);
	});

	test('nobody is an error of the row', () => {
		const problem = problemOf(() => byValues({ phone: ' ', email: null, otherIdentifiers: {} }));
		expect(problem?.reasonCode).toBe('noIdentifier');
		expect(() => byValues({ phone: '' })).not.toThrow(RunError);
	});

	test('what is wrong is told with its field', () => {
		expect(problemOf(() => byValues({ phone: '12', defaultCountry: 'US' }))).toMatchObject({
			field: 'Phone',
			value: '12',
		});
		expect(problemOf(() => byValues({ email: 'x' }))?.field).toBe('Email');
		expect(
			problemOf(() => byValues({ email: 'a@example.com', otherIdentifiers: { clientUserId: '0' } })),
		).toMatchObject({ field: 'Client User ID', reasonCode: 'placeholderIdentifier' });
	});

	test('a wrong value is an error even where another identifier is right: it is never dropped silently', () => {
		expect(
			problemOf(() => byValues({ phone: '12', defaultCountry: 'US', email: 'a@example.com' })),
		).toBeDefined();
	});
});

describe('by fields of the item', () => {
	const parameters = { phone: '={{ $json.mobile }}', defaultCountry: '={{ $json.country }}' };

	test.each([
		[7911123456, 'UK', '+447911123456'],
		[7911123456, 'gb', '+447911123456'],
		['07911 123456', 'United Kingdom', '+447911123456'],
		[2063996576, 'US', '+12063996576'],
		['+12063996576', '', '+12063996576'],
	])('%s with the default country %s of the item', (mobile, country, phone) => {
		expect(byPaths({ mobile, country }, parameters)).toEqual({ phone });
	});

	test('a country that does not exist, or none, is an error of a phone without +', () => {
		expect(problemOf(() => byPaths({ mobile: 2063996576, country: 'Narnia' }, parameters))).toMatchObject({
			field: 'Default Country',
			value: 'Narnia',
			reasonCode: 'unknownCountry',
		});
		expect(problemOf(() => byPaths({ mobile: 2063996576, country: '' }, parameters))?.field).toBe('Phone');
	});

	test('an unknown country does no harm to a phone that begins with +', () => {
		expect(byPaths({ mobile: '+12063996576', country: 'Narnia' }, parameters)).toEqual({
			phone: '+12063996576',
		});
	});

	test('the ID of a guest is an error: all guests would become one person', () => {
		const byId = {
			otherIdentifiers: { clientUserId: '={{ $json.customer_id }}' },
			email: '={{ $json.email }}',
		};
		expect(problemOf(() => byPaths({ customer_id: 0, email: 'a@example.com' }, byId))?.field).toBe(
			'Client User ID',
		);
		expect(byPaths({ customer_id: 5, email: '' }, byId)).toEqual({ clientUserId: '5' });
	});

	test('everything that is wrong is told at once', () => {
		try {
			byPaths(
				{ mobile: '12', email: 'x', id: 0, card: 'c'.repeat(101) },
				{
					...parameters,
					defaultCountry: 'US',
					email: '={{ $json.email }}',
					otherIdentifiers: {
						clientUserId: '={{ $json.id }}',
						customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.card }}' }] },
					},
				},
			);
			throw new Error('Nothing was told');
		} catch (error) {
			if (!(error instanceof ValueError)) throw error;
			expect([error.problem, ...error.others].map(({ field }) => field)).toEqual([
				'Phone',
				'Email',
				'Client User ID',
				'card',
			]);
		}
	});

	test('an item that names nobody is an error of its own', () => {
		const phoneAndEmail = { phone: '={{ $json.phone }}', email: '={{ $json.email }}' };
		const nobody = () => byPaths({ phone: '', email: null }, phoneAndEmail);
		expect(problemOf(nobody)).toMatchObject({
			reasonCode: 'noIdentifier',
			field: 'Phone, Email, Other Identifiers',
			reason: 'are all empty',
		});
		expect(nobody).not.toThrow(RunError);
	});

	test('a field that no item has is absent; an item that has nothing else says which one it is', () => {
		const misspelt = { phone: '={{ $json.phoen }}', email: '={{ $json.email }}' };
		expect(byPaths({ phone: '1', email: 'a@example.com' }, misspelt)).toEqual({ email: 'a@example.com' });
		expect(problemOf(() => byPaths({ phone: '1', email: '' }, misspelt))).toMatchObject({
			reasonCode: 'noSuchField',
			field: 'Phone',
			reason: `reads the field 'phoen', which no item has. Did you mean 'phone'? Fields: phone, email`,
		});
		const id = { otherIdentifiers: { clientUserId: '={{ $json.body.id }}' } };
		expect(problemOf(() => byPaths({ points: 1 }, id))).toMatchObject({
			field: 'Client User ID',
			reason: `reads the field 'body.id', which no item has. Fields: points`,
		});
	});

	test('a field that another item has is merely empty', () => {
		const [first] = sources([{ email: 'a' }, { phone: '1' }], { phone: '={{ $json.phone }}' }, { panel });
		expect(problemOf(() => first && user.parse(first, 'user'))?.reasonCode).toBe('noIdentifier');
	});

	test('an error lists some of many fields', () => {
		const row = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, 1]));
		const problem = problemOf(() => byPaths(row, { phone: '={{ $json.xyz }}' }));
		expect(problem?.reason).toMatch(/Fields: f0, f1.*, …$/);
		expect(problem?.reason).not.toContain('f10');
	});

	test('a custom identifier without a name stops the run', () => {
		expect(() =>
			byPaths(
				{ a: '1' },
				{ otherIdentifiers: { customIdentifiers: { identifiers: [{ name: '', value: '={{ $json.a }}' }] } } },
			),
		).toThrow(RunError);
	});
});

describe('by exactly one of phone and email', () => {
	const one = (parameters: Record<string, unknown>, row = {}) =>
		phoneOrEmail.parse(source(row, parameters, { panel: phoneOrEmail.properties('user') }), 'user');

	test('the chosen one alone', () => {
		const both = { phone: '+1 206 399 6576', email: 'a@example.com' };
		expect(one({ lookUpBy: 'phone', ...both })).toEqual({ phone: '+12063996576' });
		expect(one({ lookUpBy: 'email', ...both })).toEqual({ email: 'a@example.com' });
		expect(one({ lookUpBy: 'email', email: '={{ $json.e }}' }, { e: 'b@example.com' })).toEqual({
			email: 'b@example.com',
		});
	});

	test('an empty one names nobody', () => {
		expect(problemOf(() => one({ lookUpBy: 'phone', phone: '', email: 'a@example.com' }))?.reasonCode).toBe(
			'noIdentifier',
		);
		expect(problemOf(() => one({ lookUpBy: 'email', email: '={{ $json.e }}' }, { f: 1 }))).toMatchObject({
			reasonCode: 'noSuchField',
			field: 'Email',
		});
	});

	test('any other way to look up is an error', () => {
		expect(problemOf(() => one({ lookUpBy: 'both' }))).toMatchObject({
			reasonCode: 'unknownChoice',
			field: 'Look Up By',
		});
	});
});

describe('what is sent', () => {
	test('no empty strings, nulls or empty lists', () => {
		expect(eventUser({ email: 'a@example.com' })).toEqual({ email: 'a@example.com' });
		expect(eventUser({ phone: '+12063996576', customIdentifiers: [{ name: 'n', value: 'v' }] })).toEqual({
			phone: '+12063996576',
			externalIdentifiers: { customIdentifiers: [{ name: 'n', value: 'v' }] },
		});
		expect(eventUser({ clientUserId: '7' })).toEqual({ externalIdentifiers: { clientUserId: '7' } });
	});

	test('people are told apart by kind and value of identifiers, emails without regard to case', () => {
		expect(identifiersOf({ email: 'A@Example.com' })).toEqual(identifiersOf({ email: 'a@example.com' }));
		const all = [
			identifiersOf({ clientUserId: '7' }),
			identifiersOf({ customIdentifiers: [{ name: 'x', value: '7' }] }),
			identifiersOf({ customIdentifiers: [{ name: 'y', value: '7' }] }),
			identifiersOf({ phone: '+12063996576' }),
			identifiersOf({ customIdentifiers: [{ name: 'a', value: 'b c' }] }),
			identifiersOf({ customIdentifiers: [{ name: 'a b', value: 'c' }] }),
		].flat();
		expect(new Set(all).size).toBe(all.length);
	});
});
