import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { operations, resources } from '../../nodes/Attentive/operations';
import { operationsPage } from '../../tools/operationsPage';
import { withTables } from '../../tools/readmeTables';
import { useBench } from './setup';

const bench = useBench();
let properties: INodeProperties[];
beforeAll(() => {
	({ properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description);
});

function choices(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
}

function shownFor(resource: string, operation: string): INodeProperties[] {
	return properties.filter(({ displayOptions }) => {
		const { show } = displayOptions ?? {};
		return show?.resource?.includes(resource) === true && show.operation?.includes(operation) === true;
	});
}

/** Also those inside collections. */
function all(list: INodeProperties[]): INodeProperties[] {
	return list.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) =>
			'values' in option ? all(option.values) : 'type' in option ? all([option]) : [],
		),
	]);
}

type WithRules = Pick<INodeProperties, 'displayOptions'>;

function isForAgentsOnly({ displayOptions }: WithRules): boolean {
	return displayOptions?.show?.['@tool']?.includes(true) === true;
}

function isForPeopleOnly({ displayOptions }: WithRules): boolean {
	return displayOptions?.hide?.['@tool']?.includes(true) === true;
}

describe('the panel', () => {
	test('offers every operation of the list, each with an action in plain words', () => {
		const offered = choices(properties.find(({ name }) => name === 'resource')).flatMap(({ value }) =>
			choices(
				properties.find(
					({ name, displayOptions }) =>
						name === 'operation' && displayOptions?.show?.resource?.includes(value),
				),
			).map((choice) => ({
				resource: value,
				operation: choice.value,
				action: choice.action,
				description: choice.description,
			})),
		);
		expect(offered).toHaveLength(operations.length);
		for (const { resource, operation, action, description } of offered) {
			expect(operations.some((one) => one.resource === resource && one.operation === operation)).toBe(true);
			expect(action).toMatch(/^[A-Z][a-z]+ .*[a-z]/);
			expect(description).toMatch(/\w{4}/);
		}
		expect(new Set(offered.map(({ action }) => action)).size).toBe(offered.length);
	});

	test('lists its resources by name, and only those with operations', () => {
		const names = resources.map(({ displayName }) => displayName);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(new Set(resources.map(({ value }) => value))).toEqual(
			new Set(operations.map(({ resource }) => resource)),
		);
	});

	test('says what each field is where its name alone does not', () => {
		const bare = new Set([
			'Email',
			'Name',
			'Value',
			'Type',
			'Attributes',
			'Properties',
			'Custom Identifiers',
		]);
		for (const { resource, operation } of operations) {
			for (const { displayName, description, type, options } of all(shownFor(resource, operation))) {
				if (type === 'notice' || type === 'collection' || bare.has(displayName)) continue;
				const explained =
					(description ?? '') !== '' ||
					(options ?? []).some((option) => 'description' in option && option.description);
				expect([resource, operation, displayName, explained]).toEqual([
					resource,
					operation,
					displayName,
					true,
				]);
			}
		}
	});

	test('shows an example where a text has a form', () => {
		const free = new Set(['Test Recipients']);
		for (const { displayName, placeholder, type } of all(properties)) {
			if (type === 'string' && !free.has(displayName))
				expect([displayName, placeholder ?? '']).not.toEqual([displayName, '']);
		}
	});

	test('every write has a Mode, an Output and limits; no read has', () => {
		// Its output never holds the person's own data: there is nothing to choose.
		const withoutOutput = new Set(['privacyRequest create']);
		for (const { resource, operation, kind } of operations) {
			const names = all(shownFor(resource, operation)).map(({ name }) => name);
			for (const name of [
				'mode',
				'output',
				'skippedItems',
				'stopAboveItems',
				'stopAboveInvalidPercent',
				'stopAfterFailures',
			]) {
				const offered =
					kind === 'write' && !(name === 'output' && withoutOutput.has(`${resource} ${operation}`));
				expect([resource, operation, name, names.includes(name)]).toEqual([
					resource,
					operation,
					name,
					offered,
				]);
			}
		}
	});

	// A catalog's columns are names of fields in a file, where no expression reaches; from items or a file it is not for agents.
	const ownWay = (name: string) => name === 'productCatalog upload';
	const inOneWay = operations
		.map((operation) => ({ ...operation, id: `${operation.resource} ${operation.operation}` }))
		.filter(({ id }) => !ownWay(id));

	test.each(inOneWay)('$id has no twins for names of columns', ({ resource, operation }) => {
		const names = all(shownFor(resource, operation)).map(({ name, displayName }) => `${name} ${displayName}`);
		expect(names.filter((name) => /column/i.test(name))).toEqual([]);
	});

	test.each(inOneWay)(
		'$id is the same for an AI agent, but for its switch and what an agent has no use for',
		({ resource, operation, guard, kind, resultOnly }) => {
			const offered = all(shownFor(resource, operation));
			const forAgents = offered.filter(isForAgentsOnly).map(({ name }) => name);
			expect(forAgents).toEqual(guard ? ['allowAgent'] : []);
			const forPeople = offered.filter(isForPeopleOnly).map(({ name }) => name);
			const sending = [...(resultOnly ? [] : ['output']), 'skippedItems'];
			expect(forPeople.sort()).toEqual(kind === 'write' ? sending : []);
		},
	);

	test('offers Map Automatically to people only', () => {
		const mappings = properties.filter(({ name }) => name === 'mapping');
		expect(mappings).toHaveLength(4);
		for (const mapping of mappings)
			expect(
				choices(mapping)
					.filter(isForPeopleOnly)
					.map(({ value }) => value),
			).toEqual(['automatically']);
	});

	test('no parameter of one operation has the same name twice with the same show-rules', () => {
		const rules = properties.map(({ name, displayOptions }) => JSON.stringify([name, displayOptions]));
		expect(new Set(rules).size).toBe(rules.length);
	});
});

test('the tables in the README are those of the declarations', () => {
	const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');
	expect(withTables(readme)).toBe(readme);
});

test('the page of operations is the one of the declarations', () => {
	expect(readFileSync(resolve(__dirname, '../../docs/operations.md'), 'utf8')).toBe(operationsPage());
});
