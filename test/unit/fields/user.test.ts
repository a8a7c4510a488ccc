import { eventUser, identifiersOf } from '../../../nodes/fields/person';
import { phoneOrEmail } from '../../../nodes/fields/phoneOrEmail';
import { user } from '../../../nodes/fields/user';
import { RunError } from '../../../nodes/errors/runError';
import { problemOf } from '../values/problem';
import { source } from '../rows';

const byValues = (parameters: Record<string, unknown>) => user.parse(source({}, { ...parameters }), 'user');
const byColumns = (row: Record<string, unknown>, parameters: Record<string, unknown>) =>
	user.parse(source(row, { ...parameters }), 'user');

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

describe('by columns', () => {
	test('with the country of the row, else with the default country', () => {
		const parameters = { phone: '={{ $json.mobile }}', countryColumn: 'Country', defaultCountry: 'US' };
		expect(byColumns({ Mobile: 7911123456, country: 'UK' }, parameters)).toEqual({ phone: '+447911123456' });
		expect(byColumns({ Mobile: 2063996576, country: '' }, parameters)).toEqual({ phone: '+12063996576' });
		expect(problemOf(() => byColumns({ Mobile: 2063996576, country: 'Narnia' }, parameters))).toMatchObject({
			field: 'Country',
			value: 'Narnia',
			reasonCode: 'unknownCountry',
		});
	});

	test('an unknown country does no harm to a phone that begins with +', () => {
		const parameters = { phone: '={{ $json.mobile }}', countryColumn: 'country' };
		expect(byColumns({ mobile: '+12063996576', country: 'Narnia' }, parameters)).toEqual({
			phone: '+12063996576',
		});
	});

	test('a row of a guest is told, not joined with all guests', () => {
		const parameters = {
			otherIdentifiers: { clientUserId: '={{ $json.customer_id }}' },
			email: '={{ $json.email }}',
		};
		expect(problemOf(() => byColumns({ customer_id: 0, email: 'a@example.com' }, parameters))?.field).toBe(
			'customer_id',
		);
		expect(byColumns({ customer_id: 5, email: '' }, parameters)).toEqual({ clientUserId: '5' });
	});

	test('a row that names nobody is told with the columns; no column at all stops the run', () => {
		const problem = problemOf(() =>
			byColumns({ phone: '', email: null }, { phone: '={{ $json.phone }}', email: '={{ $json.email }}' }),
		);
		expect(problem).toMatchObject({ reasonCode: 'noIdentifier', field: 'phone, email' });
		expect(() => byColumns({ phone: '' }, {})).toThrow(RunError);
		expect(() => byColumns({ phone: '' }, { phone: '={{ $json.mobile }}' })).toThrow(RunError);
	});

	test('a custom identifier without a name stops the run', () => {
		expect(() =>
			byColumns(
				{ a: '1' },
				{ otherIdentifiers: { customIdentifiers: { identifiers: [{ name: '', value: '={{ $json.a }}' }] } } },
			),
		).toThrow(RunError);
	});
});

describe('by exactly one of phone and email', () => {
	const one = (parameters: Record<string, unknown>, row = {}) =>
		phoneOrEmail.parse(source(row, parameters), 'user');

	test('the chosen one alone', () => {
		const both = { phone: '+1 206 399 6576', email: 'a@example.com' };
		expect(one({ lookUpBy: 'phone', ...both })).toEqual({ phone: '+12063996576' });
		expect(one({ lookUpBy: 'email', ...both })).toEqual({ email: 'a@example.com' });
		expect(one({ lookUpBy: 'email', email: '={{ $json.E }}' }, { e: 'b@example.com' })).toEqual({
			email: 'b@example.com',
		});
	});

	test('an empty one names nobody', () => {
		expect(problemOf(() => one({ lookUpBy: 'phone', phone: '', email: 'a@example.com' }))?.reasonCode).toBe(
			'noIdentifier',
		);
		expect(() => one({ lookUpBy: 'both' })).toThrow(RunError);
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
