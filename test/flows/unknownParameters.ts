import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** Parameters of a saved node that its panel does not have, or does not show with these values. */
export function unknownParameters(description: INodeTypeDescription, node: INode): string[] {
	const { properties } = description;
	const all =
		NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {};
	const shown = properties.filter((property) =>
		NodeHelpers.displayParameter(all, property, node, description),
	);
	return unknownIn(shown, node.parameters);
}

function unknownIn(properties: INodeProperties[], given: INodeParameters): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const ofName = properties.filter((property) => property.name === name);
		if (ofName.length === 0) return [name];
		const [{ type, options = [] } = { type: 'string' as const }] = ofName;
		const choices = new Set(options.flatMap((option) => ('value' in option ? [option.value] : [])));
		if (type === 'options' && typeof value === 'string' && !value.startsWith('='))
			return ofName.some(({ typeOptions }) => typeOptions?.loadOptionsMethod) || choices.has(value)
				? []
				: [`${name} = ${value}`];
		const inner = ofName.flatMap((property) => property.options ?? []);
		if (type === 'collection' && isObject(value))
			return unknownIn(
				inner.flatMap((option) => ('type' in option ? [option] : [])),
				value,
			).map((one) => `${name}.${one}`);
		if (type === 'fixedCollection' && isObject(value))
			return Object.entries(value).flatMap(([group, rows]) => {
				const found = inner.flatMap((option) =>
					'values' in option && option.name === group ? [option] : [],
				);
				if (found.length === 0) return [`${name}.${group}`];
				const values = found.flatMap((option) => option.values);
				return [rows]
					.flat()
					.flatMap((row) => (isObject(row) ? unknownIn(values, row) : []))
					.map((one) => `${name}.${group}.${one}`);
			});
		return [];
	});
}

function isObject(value: unknown): value is INodeParameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
