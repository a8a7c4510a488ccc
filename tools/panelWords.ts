import type { INodeProperties } from 'n8n-workflow';

/** The fields of a collection. */
export function propertiesIn({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) => ('type' in option ? [option] : []));
}

/** The names of the choices of a field, without the empty one. */
export function choicesOf({ options = [] }: INodeProperties): string[] {
	return options.flatMap((option) => ('value' in option && option.value !== '' ? [option.name] : []));
}

/** When the panel shows a field, such as "If Mapping is JSON". Empty: always. */
export function condition({ displayOptions }: INodeProperties, panel: INodeProperties[]): string {
	const rules = rulesOf(displayOptions);
	const ruling = rules.flatMap(([rule]) => panel.find(({ name }) => name === rule) ?? []);
	const isImplied = (rule: string) =>
		ruling.some((other) => rulesOf(other.displayOptions).some(([name]) => name === rule));
	const words = rules
		.filter(([rule]) => !isImplied(rule))
		.map(([rule, values]) => {
			const other = panel.find(({ name }) => name === rule);
			return other ? ruleWords(other, values) : rule;
		});
	if (words.length === 0) return '';
	return words[0] === '@tool' ? "Only in an AI agent's tool" : `If ${words.join(' and ')}`;
}

function rulesOf(displayOptions: INodeProperties['displayOptions']): Array<[string, unknown[]]> {
	return Object.entries(displayOptions?.show ?? {}).flatMap(
		([name, values = []]): Array<[string, unknown[]]> =>
			name === 'resource' || name === 'operation' ? [] : [[name.replace(/^\//, ''), values]],
	);
}

function ruleWords(other: INodeProperties, values: unknown[]): string {
	const { displayName, options = [] } = other;
	if (typeof values[0] === 'boolean') return `${displayName} is ${values[0] ? 'on' : 'off'}`;
	const rest = options.flatMap((option) =>
		'value' in option && !values.includes(option.value) ? [option.name] : [],
	);
	const [only] = rest;
	if (values.length > 2 && rest.length === 1 && only !== undefined) return `${displayName} is not ${only}`;
	return `${displayName} is ${values.map((value) => nameOf(other, value)).join(' or ')}`;
}

/** How the panel calls a value of a field. */
export function nameOf(property: INodeProperties | undefined, value: unknown): string {
	const choice = property?.options?.find((option) => 'value' in option && option.value === value);
	return choice && 'value' in choice ? choice.name : String(value);
}

/** A text as it may stand in a cell of a table. */
export function cellText(text: string): string {
	const line = text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
	return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}
