import type { Operation } from '../nodes/operation/operation';
import { operations, resources } from '../nodes/Attentive/operations';
import { durationsTable } from './durations';

const tables: Record<string, () => string[]> = {
	operations: operationsTable,
	permissions: permissionsTable,
	durations: () => durationsTable(operations),
};

/** The text with its tables made anew from the declarations. Throws where the text has no place for one of them. */
export function withTables(text: string): string {
	return Object.entries(tables).reduce((before, [name, lines]) => {
		const begin = `<!-- ${name}: made by \`npm run docs\` -->`;
		const end = `<!-- end of ${name} -->`;
		const [from, to] = [before.indexOf(begin), before.indexOf(end)];
		if (from < 0 || to < from) throw new Error(`The text has no place for the table of ${name}`);
		return `${before.slice(0, from)}${begin}\n${lines().join('\n')}\n${before.slice(to)}`;
	}, text);
}

function operationsTable(): string[] {
	const rows = operations.map(
		({ resource, name, description }) => `| ${labelOf(resource)} | ${name} | ${description} |`,
	);
	return ['| Resource | Operation | What it does |', '| --- | --- | --- |', ...rows];
}

/** What each permission is for, in the order of the operations. */
function permissionsTable(): string[] {
	const uses = new Map<string, Operation[]>();
	for (const operation of operations) {
		const { permission } = operation;
		const name = permission ? `${permission.name} | ${permission.level}` : 'None, any key will do | ';
		uses.set(name, [...(uses.get(name) ?? []), operation]);
	}
	const rows = [...uses].map(([name, users]) => `| ${name} | ${users.map(nameOf).join(', ')} |`);
	return ['| Permission of the app | Level | Operations |', '| --- | --- | --- |', ...rows];
}

const labelOf = (resource: string) =>
	resources.find(({ value }) => value === resource)?.displayName ?? resource;

const nameOf = ({ resource, name }: Operation) => `${labelOf(resource)}: ${name}`;
