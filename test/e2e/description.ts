import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Stage } from './stage';
import { triggerType } from './trigger';
import { attentiveType } from './workflows';

/** n8n adds this choice to each list of its own accord; its value is the same in every n8n. */
const customApiCall = '__CUSTOM_API_CALL__';

/** One way to fill in the panel, as the parameters decide that change what is asked for. */
export interface Variant {
	/** For file names. */
	name: string;
	/** What to choose in the panel, by the parameters' names, in the panel's words. */
	choices: Array<{ parameter: string; option: string }>;
	/** The same as parameters. */
	parameters: INodeParameters;
	/** Names of the parameters that n8n must call empty when nothing else is filled in. */
	requiredEmpty: string[];
	/** With every option of each collection added, as it is before anything is typed. */
	full: INodeParameters;
}

/** Choices beside resource and operation after which a panel asks for other things. */
const FURTHER: INodeParameters[] = [
	{ resource: 'customAttribute', operation: 'get', lookUpBy: 'email' },
	{ resource: 'customEvent', operation: 'send', mapping: 'automatically' },
	{ resource: 'customEvent', operation: 'send', mapping: 'json' },
	{ resource: 'ecommerceEvent', operation: 'purchase', listFormat: 'custom' },
	{ resource: 'ecommerceEvent', operation: 'purchase', products: 'oneByOne' },
	{ resource: 'subscriber', operation: 'subscribe', consent: 'perItem', signUpBy: 'locale' },
	{ resource: 'subscriber', operation: 'unsubscribe', from: 'chosen' },
	// Last, since n8n keeps the mode when another operation is chosen.
	{ resource: 'customEvent', operation: 'send', mode: 'testRecipients' },
];

/** A fresh panel of every operation as n8n has loaded it: one that is added later is among them by itself. */
export async function freshPanels(stage: Stage): Promise<Variant[]> {
	const description = await descriptionOf(stage, attentiveType);
	return chosen(description, {}, ['resource', 'operation', 'catalogFrom'], []);
}

/** Panels after a choice that changes what they ask for. */
export async function furtherPanels(stage: Stage): Promise<Variant[]> {
	const description = await descriptionOf(stage, attentiveType);
	return FURTHER.map((parameters) => variant(description, parameters, choicesOf(description, parameters)));
}

/** The ways to set up the trigger. */
export async function triggerVariants(stage: Stage): Promise<Variant[]> {
	return chosen(await descriptionOf(stage, triggerType), {}, ['setUp', 'authentication'], []);
}

async function descriptionOf({ rest }: Stage, type: string): Promise<INodeTypeDescription> {
	const description = (await rest.nodeTypes()).find(({ name }) => name === type);
	if (!description) throw new Error(`n8n has no ${type}.`);
	return description;
}

/** Goes through all values of the named parameters, one after the other. */
function chosen(
	description: INodeTypeDescription,
	parameters: INodeParameters,
	[name, ...rest]: string[],
	choices: Variant['choices'],
): Variant[] {
	if (name === undefined) return [variant(description, parameters, choices)];
	const property = shown(description, parameters).find((one) => one.name === name);
	if (!property) return chosen(description, parameters, rest, choices);
	return optionsOf(property).flatMap((option) =>
		chosen(description, { ...parameters, [name]: option.value }, rest, [
			...choices,
			{ parameter: name, option: option.name },
		]),
	);
}

function variant(
	description: INodeTypeDescription,
	parameters: INodeParameters,
	choices: Variant['choices'],
): Variant {
	const properties = shown(description, parameters);
	const collections = properties.filter(({ type }) => type === 'collection');
	return {
		name: Object.values(parameters).join('-'),
		choices,
		parameters,
		requiredEmpty: properties
			.filter(
				({ name, required, type, default: value }) =>
					required === true && !(name in parameters) && (value === '' || type === 'resourceLocator'),
			)
			.map((property) => property.name),
		full: {
			...parameters,
			...Object.fromEntries(collections.map((collection) => [collection.name, allOf(collection)])),
		},
	};
}

function allOf({ options = [] }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		options.flatMap((option) => ('type' in option ? [[option.name, option.default]] : [])),
	);
}

/** The same parameters in the panel's words. */
function choicesOf(description: INodeTypeDescription, parameters: INodeParameters): Variant['choices'] {
	return Object.entries(parameters).map(([parameter, value]) => {
		const property = shown(description, parameters).find(({ name }) => name === parameter);
		const option = property && optionsOf(property).find((one) => one.value === value)?.name;
		if (option === undefined) throw new Error(`The panel has no ${parameter} ${String(value)}.`);
		return { parameter, option };
	});
}

/** What the panel shows for these parameters. */
export function shown(description: INodeTypeDescription, given: INodeParameters): INodeProperties[] {
	const { properties } = description;
	const node = { typeVersion: 1 };
	const all = NodeHelpers.getNodeParameters(properties, given, true, false, node, description) ?? {};
	return properties.filter((property) => NodeHelpers.displayParameter(all, property, node, description));
}

/** Without the choice that n8n adds by itself. */
function optionsOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.flatMap((option) => ('value' in option && option.value !== customApiCall ? [option] : []));
}
