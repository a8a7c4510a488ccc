import type { IDataObject, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { startBench, type Bench } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => await bench.sandbox.control.reset());
afterAll(async () => await bench.close());

const fixed = (value: string | number) => `={{ ${JSON.stringify(value)} }}`;
const cell = (column: string) => `={{ $json[${JSON.stringify(column)}] }}`;

const ROWS: IDataObject[] = [
	{
		type: 'Points Awarded',
		phone: '(206) 555-1000',
		mail: 'ann@example.com',
		country: 'US',
		id: 'A1',
		idName: 'loyaltyId',
		idValue: 'L1',
		property: 'Points',
		value: 10,
		event: 'e-1',
		picture: 'https://cdn.example.com/1.jpg',
		when: '3/4/2026',
		by: 'phone',
		secret: 's1',
		json: { Level: 1 },
	},
	{
		type: 'Reward Redeemed',
		phone: '020 7183 8750',
		mail: 'bob@example.com',
		country: 'GB',
		id: 'B2',
		idName: 'cardId',
		idValue: 'C2',
		property: 'Reward',
		value: 20,
		event: 'e-2',
		picture: 'https://cdn.example.com/2.jpg',
		when: '5/6/2026',
		by: 'email',
		secret: 's2',
		json: { Level: 2 },
	},
];

const BY_VALUES: INodeParameters = {
	userFrom: fixed('values'),
	phone: cell('phone'),
	email: cell('mail'),
	defaultCountry: cell('country'),
	otherIdentifiers: {
		clientUserId: cell('id'),
		customIdentifiers: { identifiers: [{ name: cell('idName'), value: cell('idValue') }] },
	},
};

const BY_COLUMNS: INodeParameters = {
	userFrom: fixed('columns'),
	phoneColumn: fixed('phone'),
	emailColumn: fixed('mail'),
	defaultCountry: fixed('FR'),
	countryColumn: fixed('country'),
	otherIdentifierColumns: {
		clientUserIdColumn: fixed('id'),
		customIdentifiers: { identifiers: [{ name: fixed('loyaltyId'), column: fixed('idValue') }] },
	},
};

const mapped = (
	name: string,
): Record<'columns' | 'allColumns' | 'assignments' | 'json', INodeParameters> => ({
	columns: {
		[`${name}From`]: fixed('columns'),
		[`${name}Columns`]: {
			columns: [
				{ column: fixed('when'), type: fixed('date'), format: fixed('M/d/yyyy'), sendAs: fixed('Day') },
			],
		},
	},
	allColumns: {
		[`${name}From`]: fixed('allColumns'),
		[`${name}Except`]: fixed('secret, json, type, property, event, picture, by, idName, when'),
		[`${name}Columns`]: {
			columns: [{ column: fixed('value'), type: fixed('text'), format: fixed(''), sendAs: fixed('Text') }],
		},
	},
	assignments: {
		[`${name}From`]: fixed('assignments'),
		[name]: { assignments: [{ id: '1', name: cell('property'), value: cell('value'), type: 'number' }] },
	},
	json: { [`${name}From`]: fixed('json'), [`${name}Json`]: cell('json') },
});

const LIMITS: INodeParameters = {
	keepTryingMinutes: fixed(5),
	requestTimeoutSeconds: fixed(30),
	output: fixed('resultOnly'),
	stopAboveItems: fixed(2),
	stopAfterFailures: fixed(9),
};
const MODE: INodeParameters = {
	mode: fixed('testRecipients'),
	testRecipients: fixed('+12065551000, +442071838750, ann@example.com, bob@example.com'),
};
const EVENT_FIELDS: INodeParameters = {
	externalEventId: cell('event'),
	mediaUrl: cell('picture'),
	occurredAt: cell('when'),
	occurredAtFormat: fixed('M/d/yyyy'),
};
const EVENT_COLUMNS: INodeParameters = {
	externalEventIdColumn: fixed('event'),
	mediaUrlColumn: fixed('picture'),
	occurredAtColumn: fixed('when'),
	occurredAtFormat: fixed('M/d/yyyy'),
};

interface Variant {
	parameters: INodeParameters;
	/** What must have arrived, or come out, for both rows. */
	expected: unknown[];
	read?: boolean;
}

const event = (
	from: INodeParameters,
	properties: INodeParameters,
	additionalFields: INodeParameters,
): INodeParameters => ({
	...from,
	...properties,
	...MODE,
	type: cell('type'),
	additionalFields,
	options: { ...LIMITS, ifOutcomeUnknown: fixed('sendAgain') },
});
const attributes = (from: INodeParameters, values: INodeParameters): INodeParameters => ({
	...from,
	...values,
	...MODE,
	options: LIMITS,
});

const valueUsers = [
	{
		phone: '+12065551000',
		email: 'ann@example.com',
		externalIdentifiers: { clientUserId: 'A1', customIdentifiers: [{ name: 'loyaltyId', value: 'L1' }] },
	},
	{
		phone: '+442071838750',
		email: 'bob@example.com',
		externalIdentifiers: { clientUserId: 'B2', customIdentifiers: [{ name: 'cardId', value: 'C2' }] },
	},
];
const columnUsers = [
	valueUsers[0],
	{
		...valueUsers[1],
		externalIdentifiers: { clientUserId: 'B2', customIdentifiers: [{ name: 'loyaltyId', value: 'C2' }] },
	},
];

const assigned = [{ Points: 10 }, { Reward: 20 }];
const days = [{ Day: '2026-03-04' }, { Day: '2026-05-06' }];
const levels = [{ Level: 1 }, { Level: 2 }];
const everything = [{ Text: '10' }, { Text: '20' }];

const bodies = (users: unknown[], properties: object[]) =>
	users.map((user, index) => ({ user, properties: properties[index] }));
const eventBodies = (users: unknown[], properties: object[]) =>
	bodies(users, properties).map((body, index) => ({
		...body,
		properties: { ...body.properties, mediaUrl: ROWS[index]?.picture },
		type: ROWS[index]?.type,
		externalEventId: ROWS[index]?.event,
		occurredAt: ['2026-03-04T00:00:00.000-05:00', '2026-05-06T00:00:00.000-04:00'][index],
	}));

const VARIANTS: Record<string, Variant[]> = {
	'customEvent send': [
		{
			parameters: event(BY_VALUES, mapped('properties').assignments, EVENT_FIELDS),
			expected: eventBodies(valueUsers, assigned),
		},
		{
			parameters: event(BY_COLUMNS, mapped('properties').columns, EVENT_COLUMNS),
			expected: eventBodies(columnUsers, days),
		},
		{
			parameters: event(BY_COLUMNS, mapped('properties').allColumns, EVENT_COLUMNS),
			expected: eventBodies(columnUsers, everything),
		},
		{
			parameters: event(BY_VALUES, mapped('properties').json, EVENT_FIELDS),
			expected: eventBodies(valueUsers, levels),
		},
	],
	'customAttribute set': [
		{
			parameters: attributes(BY_VALUES, mapped('attributes').assignments),
			expected: bodies(valueUsers, assigned),
		},
		{ parameters: attributes(BY_COLUMNS, mapped('attributes').columns), expected: bodies(columnUsers, days) },
		{
			parameters: attributes(BY_COLUMNS, mapped('attributes').allColumns),
			expected: bodies(columnUsers, everything),
		},
		{ parameters: attributes(BY_VALUES, mapped('attributes').json), expected: bodies(valueUsers, levels) },
	],
	'customAttribute get': [
		{
			parameters: {
				lookUpBy: cell('by'),
				userFrom: fixed('values'),
				phone: cell('phone'),
				email: cell('mail'),
				defaultCountry: cell('country'),
				options: { keepTryingMinutes: fixed(5), requestTimeoutSeconds: fixed(30) },
			},
			expected: [
				{ phone: '+12065551000', attributes: {} },
				{ email: 'bob@example.com', attributes: {} },
			],
			read: true,
		},
		{
			parameters: {
				lookUpBy: cell('by'),
				userFrom: fixed('columns'),
				phoneColumn: fixed('phone'),
				emailColumn: fixed('mail'),
				countryColumn: fixed('country'),
				options: { keepTryingMinutes: fixed(5), requestTimeoutSeconds: fixed(30) },
			},
			expected: [
				{ phone: '+12065551000', attributes: {} },
				{ email: 'bob@example.com', attributes: {} },
			],
			read: true,
		},
	],
	'account get': [
		{
			parameters: { options: { keepTryingMinutes: fixed(5), requestTimeoutSeconds: fixed(30) } },
			expected: [
				expect.objectContaining({ companyName: expect.any(String) }),
				expect.objectContaining({ companyName: expect.any(String) }),
			],
			read: true,
		},
	],
};

const CASES = Object.entries(VARIANTS).flatMap(([name, variants]) =>
	variants.map((variant, index) => ({ name, index, ...variant })),
);

describe('a parameter that is an expression is evaluated for each item', () => {
	test.each(CASES)(
		'$name, with expressions in every parameter ($index)',
		async ({ name, parameters, expected, read }) => {
			const [resource, operation] = name.split(' ');
			const run = await bench.run({ resource, operation, ...parameters }, ROWS);
			expect(run.error?.message).toBeUndefined();
			const arrived = read
				? run.json('Attentive')
				: (await bench.sandbox.control.ledger()).map(({ body }) => body);
			expect(arrived).toEqual(expected);
		},
	);

	test('no parameter of any operation is missing above', () => {
		for (const [name, variants] of Object.entries(VARIANTS)) {
			const used = new Set(variants.flatMap(({ parameters }) => leavesOfParameters(parameters)));
			expect({ name, unused: leavesOfDescription(name).filter((leaf) => !used.has(leaf)) }).toEqual({
				name,
				unused: [],
			});
		}
		expect(Object.keys(VARIANTS).sort()).toEqual(operationNames().sort());
	});

	test('every option above is an expression', () => {
		const raw = CASES.flatMap(({ parameters }) => strings(parameters));
		expect(raw.filter((value) => !value.startsWith('=') && !['1', 'number'].includes(value))).toEqual([]);
	});
});

describe('what holds for the whole run must be the same for all items', () => {
	const byPhone = {
		resource: 'customEvent',
		operation: 'send',
		type: 'X',
		userFrom: 'columns',
		phoneColumn: 'phone',
		defaultCountry: 'US',
		propertiesFrom: 'columns',
	};
	test.each<[string, INodeParameters]>([
		['Mode', { ...byPhone, mode: '={{ $itemIndex ? "live" : "validateOnly" }}' }],
		['Phone Column', { ...byPhone, phoneColumn: '={{ $itemIndex ? "phone" : "mail" }}' }],
		['Options', { ...byPhone, options: { stopAboveItems: '={{ $itemIndex + 1 }}' } }],
		[
			'Column',
			{
				...byPhone,
				propertiesColumns: { columns: [{ column: '={{ $itemIndex ? "id" : "value" }}', type: 'text' }] },
			},
		],
		[
			'Occurred At Column',
			{ ...byPhone, additionalFields: { occurredAtColumn: '={{ $itemIndex ? "when" : "event" }}' } },
		],
		['User From', { ...byPhone, userFrom: '={{ $itemIndex ? "values" : "columns" }}' }],
	])('%s', async (name, parameters) => {
		const run = await bench.run(parameters, ROWS);
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(`${name} `);
		expect(run.error?.message).toContain('must be the same for all items');
		expect(await bench.sandbox.control.ledger()).toEqual([]);
	});

	test('an expression that fails for one row is that row’s error', async () => {
		const parameters = {
			resource: 'customEvent',
			operation: 'send',
			type: '={{ $json.type.toUpperCase() }}',
			phone: '+12065551000',
			propertiesFrom: 'json',
		};
		const run = await bench.run(parameters, [{ type: 'a' }, {}, { type: 'c' }], {
			onError: 'continueRegularOutput',
		});
		const outcomes = run.json('Attentive').map(({ attentive, error }) => (attentive ? 'accepted' : error));
		expect([outcomes[0], outcomes[2]]).toEqual(['accepted', 'accepted']);
		expect(outcomes[1]).toEqual(expect.objectContaining({ status: 'rejected' }));
	});
});

function propertiesOf(name: string): INodeProperties[] {
	const [resource, operation] = name.split(' ');
	return bench.n8n
		.nodeType('n8n-nodes-attentive.attentive')
		.description.properties.filter(({ displayOptions, type }) => {
			const { show } = displayOptions ?? {};
			return (
				type !== 'notice' &&
				show?.resource?.includes(resource ?? '') === true &&
				show.operation?.includes(operation ?? '') === true
			);
		});
}

function operationNames(): string[] {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description;
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options ?? []).flatMap((option) =>
				'value' in option ? [`${String(displayOptions?.show?.resource?.[0])} ${String(option.value)}`] : [],
			),
		);
}

function isSection(option: object): option is INodePropertyCollection {
	return 'values' in option;
}

/** Names of all parameters that hold a value, with the path of the collections around them. */
function leavesOfDescription(name: string): string[] {
	const leaves = (properties: INodeProperties[], path: string): string[] =>
		properties.flatMap((property) => {
			const own = `${path}${property.name}`;
			if (property.type === 'notice') return [];
			if (property.type === 'fixedCollection' || property.type === 'collection') {
				return (property.options ?? []).flatMap((option) =>
					isSection(option)
						? leaves(option.values, `${own}.${option.name}.`)
						: 'type' in option
							? leaves([option], `${own}.`)
							: [],
				);
			}
			return [own];
		});
	return [...new Set(leaves(propertiesOf(name), ''))];
}

function leavesOfParameters(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => leavesOfParameters(entry, path));
	if (typeof value !== 'object' || value === null) return [path];
	if ('assignments' in value) return [path];
	return Object.entries(value).flatMap(([name, member]) =>
		leavesOfParameters(member, path === '' ? name : `${path}.${name}`),
	);
}

function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
