import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { triggerPanel, triggerProperties } from './description';
import { receive } from './receive';
import { checkBeforePublishing } from './publishing';
import { isRegistered, register, unregister } from './registration';
import { isSetUpByApi } from './settings';
import { signingKeysTest } from './signingKeys';
import { subtitle } from './triggerOn';

/** Starts a workflow with each event that Attentive reports to a webhook. */
export class AttentiveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Attentive Trigger',
		name: 'attentiveTrigger',
		icon: { light: 'file:../../icons/attentive.svg', dark: 'file:../../icons/attentive.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		// n8n lists node and trigger as one, with the words of the trigger.
		description:
			'Send events, attributes, subscribers and segments to Attentive (SMS and email marketing), and start workflows on opt-ins, opt-outs and incoming texts',
		defaults: { name: 'Attentive Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// Hide-rules only: n8n's editor takes away each parameter that a show-rule of a credential names, and then mixes
		// the signing keys with the API credentials. That is right for Authentication, and would take away Webhook Setup.
		credentials: [
			{
				name: 'attentiveApi',
				displayName: 'Attentive API',
				required: true,
				displayOptions: { hide: { setUp: ['byHand'], authentication: ['oAuth2'] } },
			},
			{
				name: 'attentiveOAuth2Api',
				displayName: 'Attentive OAuth2 API',
				required: true,
				displayOptions: { hide: { setUp: ['byHand'], authentication: ['apiKey'] } },
			},
			// Not required, so that a flow can be built before there is a key; a delivery without one is refused.
			{ name: 'attentiveWebhookApi', displayName: 'Signing Keys', testedBy: 'signingKeysTest' },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				// Empty: n8n answers what `webhook` says. Without it, n8n answers the text "firstEntryJson".
				responseData: '',
			},
		],
		triggerPanel,
		activationMessage: 'Attentive can now deliver events to the Production URL.',
		properties: triggerProperties,
	};

	methods = { credentialTest: { signingKeysTest } };

	/** A webhook that was created manually is nothing that n8n could create, look up or delete. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				await checkBeforePublishing(this);
				return !isSetUpByApi(this) || (await isRegistered(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				if (isSetUpByApi(this)) await register(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return !isSetUpByApi(this) || (await unregister(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receive(this);
	}
}
