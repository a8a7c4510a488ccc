import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

interface Filled {
	parameters: INodeParameters;
	rows: IDataObject[];
}

const CELL = /^=\{\{ \$json\["([^"]+)"\] \}\}$/;
const FIXED = /^=\{\{ (?!\$json)(.+) \}\}$/;
/** The field that holds what is the same for all items. */
const CONSTANTS = 'constants';

/** Every expression as a path into the item, which the node reads itself. */
export function asPaths({ parameters, rows }: Filled): Filled {
	const constants: IDataObject[string][] = [];
	const changed = withExpressions(parameters, (expression) => {
		const constant = FIXED.exec(expression)?.[1];
		if (constant === undefined) return expression;
		const place = constants.push(JSON.parse(constant)) - 1;
		return `={{ $json.${CONSTANTS}[${place}] }}`;
	});
	return { parameters: changed, rows: rows.map((row) => ({ ...row, [CONSTANTS]: constants })) };
}

/** Every expression as one that only n8n can evaluate. */
export function byN8n({ parameters, rows }: Filled): Filled {
	const changed = withExpressions(parameters, (expression) =>
		expression.replace(CELL, (_all, field: string) => `={{ [$json[${JSON.stringify(field)}]][0] }}`),
	);
	return { parameters: changed, rows };
}

/**
 * Every expression that reads a field as a value from an agent's model, for a call with one row as its arguments.
 * What is the same for all items stays in the panel.
 */
export function fromModel(parameters: INodeParameters, row: IDataObject): INodeParameters {
	return withExpressions(parameters, (expression) => {
		const constant = FIXED.exec(expression)?.[1];
		if (constant !== undefined) return JSON.parse(constant);
		return expression.replace(
			CELL,
			(_all, field: string) => `={{ $fromAI('${field}', '', '${kindOf(row[field])}') }}`,
		);
	});
}

function kindOf(value: unknown): string {
	return typeof value === 'object' ? 'json' : typeof value;
}

function withExpressions(
	parameters: INodeParameters,
	change: (expression: string) => string | number,
): INodeParameters {
	const changed = (value: unknown): unknown => {
		if (typeof value === 'string') return value.startsWith('=') ? change(value) : value;
		if (Array.isArray(value)) return value.map(changed);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, changed(member)]));
	};
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, changed(value) as NodeParameterValueType]),
	);
}
