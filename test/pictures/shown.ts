import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import {
	type ICredentialType,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { AttentiveApi } from '../../credentials/AttentiveApi.credentials';
import { shown } from '../e2e/description';
import { triggerType } from '../e2e/trigger';
import { attentive, attentiveType, type NodeSettings } from '../e2e/workflows';
import type { Bench } from '../integration/bench';
import type { Source } from './samples';

/** Parameters of a panel, from one to another. */
export interface PartOfPanel {
	parameters: INodeParameters;
	first: string;
	last: string;
}

/** Rows of an output. */
export interface PartOfOutput {
	parameters: INodeParameters;
	settings: NodeSettings;
	/** 1: the error output. */
	output: 0 | 1;
	rows: number;
}

/** What the build has of all that pictures show. */
export class Facts {
	readonly credential: ICredentialType = new AttentiveApi();
	readonly icon = readFileSync(resolve(__dirname, '../../icons/attentive.svg'), 'utf8');

	constructor(private readonly bench: Bench) {}

	get attentive(): INodeTypeDescription {
		return this.bench.n8n.nodeType(attentiveType).description;
	}

	get trigger(): INodeTypeDescription {
		return this.bench.n8n.nodeType(triggerType).description;
	}

	/** Labels and values of a panel in its own words. Not what it only shows after a click, or under the mouse. */
	panel(description: INodeTypeDescription, { parameters, first, last }: PartOfPanel): unknown {
		const properties = shown(description, parameters).filter(({ type }) => type !== 'hidden');
		const place = (name: string) => properties.findIndex((property) => property.name === name);
		return [
			this.icon,
			properties
				.slice(place(first), place(last) + 1)
				.map((property) => inPanel(property, parameters[property.name] ?? property.default)),
		];
	}

	/** What a run puts out, and the hints above it. */
	async output(
		items: Source['items'],
		{ parameters, settings, output, rows }: PartOfOutput,
	): Promise<unknown> {
		await this.bench.reset();
		const run = await this.bench.run(parameters, items, settings);
		const shows = {
			hints: run.hints(attentive).map(({ message, type }) => ({ message, type })),
			counts: [0, 1].map((one) => run.items(attentive, one).length),
			rows: run.json(attentive, output).slice(0, rows),
		};
		return JSON.stringify(shows).replace(ALWAYS_NEW, '');
	}
}

/** IDs and times. */
const ALWAYS_NEW = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;

function inPanel(property: INodeProperties, value: unknown): unknown {
	const { displayName, type, hint, placeholder } = property;
	return { displayName, type, hint, placeholder, value: valueInPanel(property, value) };
}

function valueInPanel(property: INodeProperties, value: unknown): unknown {
	const { type, options = [] } = property;
	if (type === 'options' || type === 'multiOptions') {
		return [value].flat().map((one) => {
			const option = options.find((each) => 'value' in each && each.value === one);
			return option?.name ?? one;
		});
	}
	if (type === 'collection' && isRecord(value)) {
		return options.flatMap((option) =>
			'type' in option && option.name in value ? [inPanel(option, value[option.name])] : [],
		);
	}
	return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

export function hashOf(shows: unknown): string {
	return createHash('sha256').update(JSON.stringify(shows)).digest('hex').slice(0, 16);
}
