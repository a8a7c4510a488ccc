import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../nodes/operation/operation';
import { operations, resources } from '../nodes/Attentive/operations';

/** One output for each operation, as a test has seen it. */
const examples: Record<string, unknown> = JSON.parse(
	readFileSync(resolve(__dirname, '../docs/output-examples.json'), 'utf8'),
);

/** docs/operations.md: what each operation calls, wants, may do and gives, from the declarations and the examples. */
export function operationsPage(): string {
	return [
		'# Operations',
		'',
		'Made from the declarations by `npm run docs`. Many fields have a second one named … Column, which takes the header of a column instead, and one named … Format for how its dates are written. What all writes have in common (Mode, Output, limits, Retry) stands in the [README](../README.md).',
		'',
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
	const { name, action, description, endpoint, permission, guarded } = operation;
	const { method, path, requestsPerSecond } = endpoint;
	const facts = [
		`\`${method} ${path}\`, ${requestsPerSecond} a second`,
		...(operation.sizePerRequest > 1 && Number.isFinite(operation.sizePerRequest)
			? [`${operation.sizePerRequest.toLocaleString('en-US')} to a request`]
			: []),
		...(permission ? [`permission ${permission.name}: ${permission.level}`] : []),
		retry(operation),
	];
	const rows = [
		...fieldsOf(operation.properties),
		...fieldsOf(operation.additionalFields, 'Additional Fields'),
		...fieldsOf(operation.ownOptions, 'Options'),
	];
	return [
		`### ${name}`,
		'',
		`**${action}.** ${sentence(description)}`,
		...(guarded === undefined
			? []
			: [
					`As an AI agent's tool it may ${guarded.toLowerCase()} only if *Allow the AI Agent to ${guarded}* is on.`,
				]),
		'',
		`${facts.join(' · ')}`,
		'',
		...(rows.length > 0 ? ['| Field | What it is |', '| --- | --- |', ...rows, ''] : []),
		...example(operation),
	];
}

function example({ resource, operation, kind }: Operation): string[] {
	const output = examples[`${resource} ${operation}`];
	if (output === undefined) return [];
	const where =
		kind === 'read' ? 'An item comes out like this:' : 'Under `attentive`, or alone with Result Only:';
	return [where, '', '```json', JSON.stringify(output, null, '  '), '```', ''];
}

function retry({ kind, retryClass }: Operation): string {
	const again = 'sent again after a time-out or a server error';
	const onlyIf = 'only if it certainly was not processed';
	if (kind === 'read') return again;
	if (retryClass({}, () => undefined) === 'unsafe') return `sent again ${onlyIf}`;
	return retryClass({}, () => true) === 'unsafe' ? `${again}, with Subscribe Too on ${onlyIf}` : again;
}

/** Who it is about is asked in the same way everywhere. */
const THE_USER = new Set(['phone', 'email', 'defaultCountry', 'otherIdentifiers']);

function fieldsOf(properties: INodeProperties[], collection?: string): string[] {
	const names = new Set(properties.map(({ displayName }) => displayName));
	const isTwin = (displayName: string) =>
		['Column', 'Columns', 'Format'].some(
			(ending) => displayName.endsWith(` ${ending}`) && names.has(displayName.slice(0, -ending.length - 1)),
		);
	const seen = new Set<string>();
	const user = collection === undefined && names.has('User From');
	return [
		...(user
			? [
					'| The user | By phone, email or, where the operation takes them, other identifiers: as values, or as names of columns. |',
				]
			: []),
		...properties.flatMap(({ displayName, name, description, options, required, type }) => {
			if (type === 'notice' || type === 'hidden' || isTwin(displayName) || seen.has(displayName)) return [];
			seen.add(displayName);
			const isUser = THE_USER.has(name) || /^(userFrom|otherIdentifierColumns|countryColumn)$/.test(name);
			if (isUser) return [];
			const choices = (options ?? []).flatMap((option) =>
				'value' in option && option.value !== '' ? [option.name] : [],
			);
			const list = choices.length > 0 && choices.length <= 12 ? `One of: ${choices.join(', ')}` : '';
			const words = [sentence(description ?? ''), sentence(list)].filter((one) => one !== '').join(' ');
			const where = collection === undefined ? '' : ` (${collection})`;
			return [`| ${displayName}${required ? ', required' : ''}${where} | ${words} |`];
		}),
	];
}

function sentence(text: string): string {
	const line = text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
	return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}
