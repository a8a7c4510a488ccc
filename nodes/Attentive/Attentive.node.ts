import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { authentication } from '../transport/authentication';
import { nodeProperties, subtitle } from './panel';
import { operations } from './operations';
import { lists } from './methods/listSearch';
import { runAttentive } from '../run/run';

/**
 * Attentive's API as one node.
 *
 * Not in n8n's declarative style, which makes one request an item and repeats it as it is: pace, safe repeats, order and bulk need all items of a run at once.
 */
export class Attentive implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Attentive',
		name: 'attentive',
		icon: { light: 'file:../../icons/attentive.svg', dark: 'file:../../icons/attentive.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle(),
		description:
			'Send events, attributes, subscribers and segments to Attentive (SMS and email marketing), and start workflows on opt-ins, opt-outs and incoming texts',
		defaults: { name: 'Attentive' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'attentiveApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
			{
				name: 'attentiveOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [authentication, ...nodeProperties()],
	};

	methods = { listSearch: lists };

	async execute(this: IExecuteFunctions) {
		return await runAttentive(this, operations);
	}
}
