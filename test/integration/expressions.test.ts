import type { IDataObject, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsePath } from '../../nodes/parameters/path';
import { operations } from '../../nodes/Attentive/operations';
import { fieldsOf, REQUEST_FIELDS, shapeOf } from './requestFields';
import { EVERY_PARAMETER } from './everyParameter';
import { cell, ROWS } from './everyParameter/shared';
import { asPaths, byN8n } from './everyParameter/ways';
import { CONTINUE, statuses, useBench } from './setup';

// What Attentive says of people whom it does not know is tested in notFound.test.ts.
const bench = useBench(
	async ({ control }) => await control.setSettings({ eligibilityOfUnknown: 'notEligible' }),
);

/** Each variant twice: read by the node itself, and evaluated by n8n. */
const CASES = Object.entries(EVERY_PARAMETER).flatMap(([name, variants]) =>
	variants.flatMap((variant, index) => [
		{ name, index, way: 'paths into the item', filledIn: asPaths, ...variant },
		{ name, index, way: 'expressions for n8n', filledIn: byN8n, ...variant },
	]),
);

/** What arrived and what came out of the variants, for the tests that look at all of it together. */
const arrivedOf: Record<string, unknown[]> = {};
const outputOf: Record<string, IDataObject | undefined> = {};

describe('a parameter that is an expression is evaluated for each item', () => {
	test.each(CASES)(
		'$name, every parameter by $way ($index)',
		async ({ name, expected, read, rows, anyOrder, files, filledIn, ...variant }) => {
			const [resource, operation] = name.split(' ');
			const given = rows ? await rows(bench.sandbox) : ROWS;
			const { parameters, rows: input } = filledIn({ parameters: variant.parameters, rows: given });
			const prepared = (await bench.sandbox.control.ledger()).length;
			const run = await bench.run(
				{ resource, operation, ...parameters },
				input,
				files ? { input: input.map((json, index) => ({ json, binary: docOf(files[index]) })) } : {},
			);
			expect(run.error?.message).toBeUndefined();
			// What the storage got is no body of a request to the API.
			const requests = (await bench.sandbox.control.ledger()).filter(({ token }) => token !== 'none');
			const arrived = read ? run.json('Attentive') : requests.slice(prepared).map(({ body }) => body);
			const seen = (arrivedOf[name] ??= []);
			if (!read) seen.push(...arrived);
			outputOf[name] ??= run.json('Attentive')[0];
			const inOrder = (list: unknown[]) => (anyOrder ? [...list].sort(byUser) : list);
			expect(inOrder(arrived)).toEqual(inOrder(expected));
		},
	);

	test('no operation is missing above', () => {
		expect(Object.keys(EVERY_PARAMETER).sort()).toEqual(operationNames().sort());
	});

	test.each(Object.entries(EVERY_PARAMETER))('no parameter of %s is missing above', (name, variants) => {
		const used = new Set(variants.flatMap(({ parameters }) => leavesOf(parameters).map(({ path }) => path)));
		const offered = new Set(leavesOfDescription(name).map(({ path }) => path));
		expect([...used].sort()).toEqual([...offered].sort());
	});

	test.each(Object.entries(EVERY_PARAMETER))(
		'every parameter of %s that takes an expression is one above, by both ways',
		(name, variants) => {
			const plain = new Set(
				leavesOfDescription(name).flatMap(({ path, noDataExpression }) => (noDataExpression ? [path] : [])),
			);
			for (const { parameters } of variants) {
				for (const { path, expressions } of leavesOf(asPaths({ parameters, rows: [] }).parameters))
					expect([path, expressions.every(isPath)]).toEqual([path, !plain.has(path)]);
				for (const { path, expressions } of leavesOf(byN8n({ parameters, rows: [] }).parameters)) {
					expect([path, expressions.every(isExpression)]).toEqual([path, !plain.has(path)]);
					expect([path, expressions.filter(isPath)]).toEqual([path, []]);
				}
			}
		},
	);

	test('each request field of the API is offered, or deliberately not', () => {
		for (const [name, { fields, deliberatelyNot = {}, elsewhere = [] }] of Object.entries(REQUEST_FIELDS)) {
			const sent = [...new Set((arrivedOf[name] ?? []).flatMap((body) => fieldsOf(body)))];
			const offered = fields.filter((field) => !(field in deliberatelyNot) && !elsewhere.includes(field));
			expect({ name, sent: sent.sort() }).toEqual({ name, sent: [...offered].sort() });
			for (const reason of Object.values(deliberatelyNot)) expect(reason).not.toBe('');
		}
		const writes = operations.filter(
			({ kind, delivery }) => kind === 'write' && delivery.endpoint.method !== 'DELETE',
		);
		const named = writes.map(({ resource, operation }) => `${resource} ${operation}`);
		expect(Object.keys(REQUEST_FIELDS).sort()).toEqual([...named, 'segment removeMembers'].sort());
	});

	test('the docs show what comes out of each operation', () => {
		const file = resolve(__dirname, '../../docs/output-examples.json');
		const examples = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
		for (const name of operationNames())
			expect({ name, shape: shapeOf(examples[name]) }).toEqual({ name, shape: shapeOf(outputOf[name]) });
	});
});

describe('what holds for the whole run must be the same for all items', () => {
	const byPhone = {
		resource: 'customEvent',
		operation: 'send',
		type: 'X',
		phone: '={{ $json.phone }}',
		defaultCountry: 'US',
	};
	const automatically = { ...byPhone, mapping: 'automatically' };
	const perRow = (first: unknown, second: unknown) =>
		`={{ $itemIndex ? ${JSON.stringify(second)} : ${JSON.stringify(first)} }}`;
	test.each<[string, INodeParameters]>([
		['Test Recipients', { ...byPhone, mode: 'testRecipients', testRecipients: cell('phone') }],
		['Options', { ...byPhone, options: { stopAboveItems: '={{ $itemIndex + 1 }}' } }],
		['Fields Of', { ...automatically, fieldsOf: perRow('inner', 'json') }],
		['Fields to Leave Out', { ...automatically, fieldsToLeaveOut: cell('idName') }],
		[
			'Occurred At Format',
			{ ...byPhone, additionalFields: { occurredAt: cell('when'), occurredAtFormat: cell('type') } },
		],
	])('%s', async (name, parameters) => {
		const run = await bench.run(parameters, ROWS);
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(`${name} '`);
		expect(run.error?.message).toContain('must be the same for all items');
		expect(await bench.bodies()).toEqual([]);
	});

	test.each<[string, INodeParameters]>([
		['Mode', { mode: perRow('validateOnly', 'live') }],
		['Mapping', { mapping: perRow('eachField', 'json') }],
	])('%s takes no expression at all', async (name, parameters) => {
		const run = await bench.run({ ...byPhone, ...parameters }, ROWS);
		expect(run.error?.message).toContain(`${name} '`);
		expect(run.error?.message).toContain('is not one of the choices');
		expect(await bench.bodies()).toEqual([]);
	});

	test('an expression that fails for one row is that row’s error', async () => {
		const parameters = {
			resource: 'customEvent',
			operation: 'send',
			type: '={{ $json.type.toUpperCase() }}',
			phone: '+12065551000',
			mapping: 'json',
		};
		const run = await bench.run(parameters, [{ type: 'a' }, {}, { type: 'c' }], CONTINUE);
		expect(statuses(run)).toEqual(['accepted', 'rejected', 'accepted']);
	});
});

function byUser(one: unknown, other: unknown): number {
	return JSON.stringify(one).localeCompare(JSON.stringify(other));
}

/** It takes no expression, so that no AI agent can reach it: as a tool its saved value alone counts. */
const GUARD = 'allowAgent';

test('the switch that guards an operation from AI agents takes no expression', () => {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description;
	const guards = properties.filter(({ name }) => name === GUARD);
	expect(guards.map(({ noDataExpression }) => noDataExpression)).toEqual(guards.map(() => true));
	expect(guards.length).toBeGreaterThan(0);
});

function propertiesOf(name: string): INodeProperties[] {
	const [resource, operation] = name.split(' ');
	return bench.n8n
		.nodeType('n8n-nodes-attentive.attentive')
		.description.properties.filter(({ name: parameter, displayOptions, type }) => {
			const { show } = displayOptions ?? {};
			return (
				type !== 'notice' &&
				parameter !== GUARD &&
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

interface OfferedLeaf {
	path: string;
	noDataExpression: boolean;
}

/** All parameters that hold a value, with the path of the collections around them. */
function leavesOfDescription(name: string): OfferedLeaf[] {
	const leaves = (properties: INodeProperties[], path: string): OfferedLeaf[] =>
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
			return [{ path: own, noDataExpression: property.noDataExpression === true }];
		});
	return leaves(propertiesOf(name), '');
}

/** All values of some parameters, under the same paths. A leaf of n8n's own form may hold several expressions. */
function leavesOf(value: unknown, path = ''): Array<{ path: string; expressions: unknown[] }> {
	if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(entry, path));
	if (typeof value !== 'object' || value === null) return [{ path, expressions: [value] }];
	if ('__rl' in value) return [{ path, expressions: 'value' in value ? [value.value] : [] }];
	if ('assignments' in value && Array.isArray(value.assignments)) {
		const expressions = value.assignments.flatMap((row: IDataObject) => [row.name, row.value]);
		return [{ path, expressions }];
	}
	return Object.entries(value).flatMap(([name, member]) =>
		leavesOf(member, path === '' ? name : `${path}.${name}`),
	);
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

function isPath(value: unknown): boolean {
	return typeof value === 'string' && parsePath(value) !== undefined;
}

function docOf(text = '') {
	return {
		doc: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv', fileName: 'catalog.csv' },
	};
}
