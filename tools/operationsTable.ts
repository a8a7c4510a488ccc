import { operations, resources } from '../nodes/Attentive/operations';

const BEGIN = '<!-- operations: made by `npm run docs` -->';
const END = '<!-- end of operations -->';

/** The text with its table of operations made anew from the declarations. Throws where the text has no place for it. */
export function withOperations(text: string): string {
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);
	if (begin < 0 || end < begin) throw new Error('The text has no place for the table of operations');
	return `${text.slice(0, begin)}${BEGIN}\n${table()}\n${text.slice(end)}`;
}

function table(): string {
	const rows = operations.map((operation) => {
		const resource =
			resources.find(({ value }) => value === operation.resource)?.displayName ?? operation.resource;
		const { method, path } = operation.delivery.endpoint;
		return `| ${resource} | ${operation.name} | ${operation.description} | \`${method} ${path}\` |`;
	});
	return ['| Resource | Operation | What it does | Calls |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
