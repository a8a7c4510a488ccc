import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../nodes/operation/operation';
import { operations, resources } from '../nodes/Attentive/operations';
import { operationProperties, optionsProperty } from '../nodes/operation/operationPanel';
import { filledInTable } from './filledInTable';
import { choicesOf, cellText, condition, propertiesIn } from './panelWords';

/** One output for each operation, as a test has seen it. */
const outputs: Record<string, unknown> = JSON.parse(
	readFileSync(resolve(__dirname, '../docs/output-examples.json'), 'utf8'),
);

/** docs/operations.md: what each operation calls, its fields in the order of the panel, how to fill them in, and what comes out. */
export function operationsPage(): string {
	return [
		'# Operations',
		'',
		'Made by `npm run docs` from the declarations. Each table lists the fields of an operation in the order of the panel.',
		'',
		'Drag a field of the input into a parameter to fill it in. The examples show the expressions that this gives, for an item of the Webhook node, which has its fields under `body`, and for a row of a spreadsheet.',
		'',
		'## Options that most operations have',
		'',
		...table(sharedOptions.map((property) => row(property, []))),
		...resources.flatMap(({ value, displayName }) => [
			`## ${displayName}`,
			'',
			...operations.filter(({ resource }) => resource === value).flatMap(section),
		]),
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}

function section(operation: Operation): string[] {
	const { name, action, description, guard } = operation;
	return [
		`### ${name}`,
		'',
		`**${action}.** ${cellText(description)}`,
		...(guard === undefined
			? []
			: [
					'',
					`An AI agent can ${guard.deed.toLowerCase()} only if *Allow the AI Agent to ${guard.deed}* is on in the tool's panel.`,
				]),
		'',
		facts(operation),
		'',
		...fields(operation),
		...filledInTable(operation),
		...output(operation),
	];
}

function facts(operation: Operation): string {
	const { permission, delivery } = operation;
	const { method, path, requestsPerSecond } = delivery.endpoint;
	const most = delivery.batch?.most ?? 1;
	return [
		`\`${method} ${path}\`, ${requestsPerSecond} requests a second`,
		...(most > 1 && Number.isFinite(most) ? [`up to ${most.toLocaleString('en-US')} in a request`] : []),
		...(permission ? [`permission ${permission.name}: ${permission.level}`] : []),
		retry(operation),
	].join(' · ');
}

function retry({ kind, isIdempotent }: Operation): string {
	const again = 'retried after a timeout or server error';
	const onlyIf = 'retried only if Attentive certainly did not process it';
	if (kind === 'read') return again;
	if (!isIdempotent({}, () => undefined)) return onlyIf;
	return isIdempotent({}, () => true) ? again : `${again}; with Subscribe Too, ${onlyIf}`;
}

/** Options that more than a quarter of the operations have. */
const sharedOptions: INodeProperties[] = (() => {
	const all = operations.flatMap((operation) => propertiesIn(optionsProperty(operation)));
	const count = (name: string) => all.filter((one) => one.name === name).length;
	return all.filter(
		({ name }, place) =>
			count(name) > operations.length / 4 && all.findIndex((one) => one.name === name) === place,
	);
})();

/** Every field as the panel shows it from top to bottom. */
function fields(operation: Operation): string[] {
	const properties = operationProperties(operation);
	const rows = properties.flatMap((property) => {
		if (property.type === 'fixedCollection') return [row(property, properties), ...inRows(property)];
		if (property.type !== 'collection') return [row(property, properties)];
		const own = propertiesIn(property).filter(({ name }) => !sharedOptions.some((one) => one.name === name));
		if (property.name === 'options' && own.length === 0) return [];
		return own.map((one) => row(one, properties, property.displayName));
	});
	return table([...new Set(rows)]);
}

function inRows({ displayName, options = [] }: INodeProperties): string[] {
	return options.flatMap((option) =>
		'values' in option ? option.values.map((one) => row(one, option.values, displayName)) : [],
	);
}

function table(rows: string[]): string[] {
	return rows.length === 0 ? [] : ['| Field | What it is |', '| --- | --- |', ...rows, ''];
}

function row(property: INodeProperties, panel: INodeProperties[], collection?: string): string {
	const { displayName, description = '', hint = '', required, type } = property;
	if (type === 'notice') return `| _Notice_ | ${cellText(displayName)} |`;
	const choices = choicesOf(property);
	const list = choices.length > 0 && choices.length <= 12 ? `One of: ${choices.join(', ')}` : '';
	const name = [...(collection === undefined ? [] : [collection]), displayName].join(': ');
	const when = condition(property, panel);
	const words = [when, description, hint, list].map(cellText).filter((one) => one !== '');
	return `| ${name}${required ? ' (required)' : ''} | ${words.join(' ')} |`;
}

function output({ resource, operation, kind }: Operation): string[] {
	const example = outputs[`${resource} ${operation}`];
	if (example === undefined) return [];
	const where = kind === 'read' ? 'An output item:' : 'The result, under `attentive`:';
	return [where, '', '```json', JSON.stringify(example, null, '  '), '```', ''];
}
