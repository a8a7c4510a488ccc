import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../nodes/operation/operation';
import { operationProperties } from '../nodes/operation/operationPanel';
import { FILLED_IN } from './filledIn';
import { nameOf, propertiesIn } from './panelWords';

/** Fields of a panel with the values that they are filled in with, in the order of the panel: "Other Identifiers: Client User ID". Throws for a parameter that the panel does not have. */
export function labeled(properties: INodeProperties[], parameters: object): Map<string, string> {
	const found = new Map<string, string>();
	for (const name of Object.keys(parameters)) {
		if (!properties.some((one) => one.name === name)) throw new Error(`The panel has no parameter ${name}`);
	}
	for (const property of properties) {
		const value: unknown = Object.entries(parameters).find(([name]) => name === property.name)?.[1];
		if (value === undefined || found.has(property.displayName)) continue;
		for (const [label, text] of entries(property, value)) found.set(label, text);
	}
	return found;
}

function entries(property: INodeProperties, value: unknown): Array<[string, string]> {
	const { displayName, type } = property;
	const within = (inner: Iterable<[string, string]>): Array<[string, string]> =>
		[...inner].map(([label, text]) => [`${displayName}: ${label}`, text]);
	if (typeof value !== 'object' || value === null) return [[displayName, shown(property, value)]];
	switch (type) {
		case 'collection':
			return within(labeled(propertiesIn(property), value));
		case 'fixedCollection':
			return within(rowsOf(property, value));
		case 'assignmentCollection':
			return within(assignments(value));
		default:
			return 'value' in value ? [[displayName, shown(property, value.value)]] : [];
	}
}

/** The fields of each row; two fields of which one names the other, such as a detail and its value, are one. */
function rowsOf({ options = [] }: INodeProperties, value: object): Array<[string, string]> {
	return options.flatMap((option) => {
		if (!('values' in option)) return [];
		const rows: unknown = Object.entries(value).find(([name]) => name === option.name)?.[1];
		if (!Array.isArray(rows)) return [];
		return rows.flatMap((row: object): Array<[string, string]> => {
			const [first, second, ...more] = labeled(option.values, row);
			return first && second && more.length === 0
				? [[first[1], second[1]]]
				: [...labeled(option.values, row)];
		});
	});
}

function assignments(value: object): Array<[string, string]> {
	if (!('assignments' in value) || !Array.isArray(value.assignments)) return [];
	return value.assignments.map((row: { name: string; value: unknown }) => [
		row.name,
		code(String(row.value)),
	]);
}

function shown(property: INodeProperties, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	return property.type === 'string' || property.type === 'resourceLocator'
		? code(String(value))
		: nameOf(property, value);
}

/** An expression as people see it in the panel, without n8n's leading "=". */
function code(text: string): string {
	return `\`${text.replace(/^=/, '')}\``;
}

/** How the fields of an item are dragged into the panel of an operation: one line a field, beside each other for a webhook and a spreadsheet. */
export function filledInTable(operation: Operation): string[] {
	const example = FILLED_IN[`${operation.resource} ${operation.operation}`];
	if (!example) return [];
	const panel = operationProperties(operation);
	const [webhook, spreadsheet] = [labeled(panel, example.webhook), labeled(panel, example.spreadsheet)];
	const labels = [...new Set([...webhook.keys(), ...spreadsheet.keys()])].sort(
		(one, other) => placeOf(panel, one) - placeOf(panel, other),
	);
	const columns = [
		{ title: 'From a webhook', values: webhook },
		{ title: 'From a spreadsheet', values: spreadsheet },
	].filter(({ values }) => values.size > 0);
	return [
		`| Field | ${columns.map(({ title }) => title).join(' | ')} |`,
		`| --- |${' --- |'.repeat(columns.length)}`,
		...labels.map(
			(label) => `| ${label} | ${columns.map(({ values }) => values.get(label) ?? '').join(' | ')} |`,
		),
		'',
	];
}

function placeOf(panel: INodeProperties[], label: string): number {
	return panel.findIndex(({ displayName }) => label === displayName || label.startsWith(`${displayName}: `));
}
