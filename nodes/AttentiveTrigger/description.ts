import type { INodeProperties, INodePropertyOptions, TriggerPanelDefinition } from 'n8n-workflow';
import { authentication } from '../transport/authentication';
import { webhookEvents } from '../webhooks/events';

/** The choice that stands for all events. */
export const EVERY_EVENT = '*';

/** How many deliveries are remembered for a node by "Drop Repeated Deliveries". */
export const MOST_SEEN = 10_000;

const eventChoices: INodePropertyOptions[] = [
	{
		name: 'Every Event',
		value: EVERY_EVENT,
		description:
			'Whatever Attentive sends to this URL: you choose it there. Set up through the API: the eight that the API has.',
	},
	...webhookEvents.map(({ type, displayName, description }) => ({
		name: displayName,
		value: type,
		description,
	})),
];

/** Where the webhook comes from. Saved workflows without a value mean the one that is made by hand. */
const setUp: INodeProperties = {
	displayName: 'Set Up',
	name: 'setUp',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'By Hand in Attentive',
			value: 'byHand',
			description: 'You make the webhook, once. All events can be had.',
		},
		{
			name: 'Automatically, Through the API',
			value: 'byApi',
			description: 'The webhook is made when the workflow is published. No text opt-outs.',
		},
	],
	default: 'byHand',
	description: 'How Attentive comes to know the URL of this node',
};

/** n8n's notices show links and lists, and take away all other markup. */
const steps: INodeProperties = {
	displayName: `Set up the webhook in Attentive, once:
		<ul>
			<li>Copy the Production URL from Webhook URLs above. It must start with https://.</li>
			<li>In Attentive, open Marketplace, then your app (or Create App), then its tab Webhooks. Add a webhook, paste the URL and choose the events. Text opt-outs, received texts and sent emails are available only in this way.</li>
			<li>Attentive shows the signing key of the webhook there. Paste it into the credential under Signing Keys above. You need no API key.</li>
			<li>Publish (activate) the workflow.</li>
		</ul>
		Without the key every delivery is refused. Attentive keeps trying for three days and then disables the URL: enter the key before that.`,
	name: 'stepsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { setUp: ['byHand'] } },
};

const byApiNotice: INodeProperties = {
	displayName: `When the workflow is published, n8n makes the webhook in Attentive, or finds it again by its URL.
		<ul>
			<li>Choose the credential of an app that may write webhooks.</li>
			<li>Publish (activate) the workflow.</li>
			<li>In Attentive, open Marketplace, then your app, then its tab Webhooks. Copy the signing key of the new webhook into the credential under Signing Keys, within three days: every delivery is refused until then, and Attentive disables a URL that fails for three days.</li>
		</ul>
		Text opt-outs, received texts and sent emails are not available this way. While the workflow is not published, and for a moment when an edit is published, the webhook is disabled: Attentive may drop what happens meanwhile.`,
	name: 'byApiNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { setUp: ['byApi'] } },
};

const oneApplication: INodeProperties = {
	displayName:
		'Attentive advises that only one application in a company listens to an event type. For several workflows, let this one receive the event and call the others.',
	name: 'oneApplicationNotice',
	type: 'notice',
	default: '',
};

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: eventChoices,
	default: [EVERY_EVENT],
	description:
		'Which events start the workflow. All others are answered with success and start nothing. Each event is a run of its own: sent and opened messages come by the thousand with every campaign, so choose them only if you need them.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Drop Repeated Deliveries',
			name: 'dropSeen',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: `Whether to start nothing for a delivery that came before: Attentive can deliver an event more than once, and the workflow then runs twice. Remembered are the last ${MOST_SEEN.toLocaleString('en-US')} deliveries of this node (by the SHA-256 of the raw body), within one n8n process and until it restarts. For more, put n8n's Remove Duplicates node behind this one and let it compare deliveryId.`,
		},
		{
			displayName: 'Include Raw Body',
			name: 'includeRawBody',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether to put out the body exactly as Attentive sent it, as the text rawBody',
		},
		{
			displayName: 'Only Subscription Types',
			name: 'subscriptionTypes',
			type: 'multiOptions',
			noDataExpression: true,
			options: [
				{ name: 'Checkout Abandoned', value: 'CHECKOUT_ABANDONED' },
				{ name: 'Marketing', value: 'MARKETING' },
				{ name: 'Transactional', value: 'TRANSACTIONAL' },
			],
			default: [],
			description:
				'Start only for subscriptions of these types (none chosen: of all). Events that name no subscription type, such as messages, are not affected.',
		},
		{
			displayName: 'When Unpublished',
			name: 'whenUnpublished',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { '/setUp': ['byApi'] } },
			options: [
				{
					name: 'Disable the Webhook',
					value: 'disable',
					description: 'It is enabled again with the next publishing and keeps its signing key',
				},
				{
					name: 'Remove the Webhook',
					value: 'remove',
					description: 'The next publishing makes a new one, with a new signing key',
				},
			],
			default: 'disable',
			description:
				'What becomes of the webhook in Attentive when the workflow is unpublished. That of the Test URL is always removed.',
		},
	],
};

export const triggerProperties: INodeProperties[] = [
	setUp,
	{ ...authentication, displayOptions: { show: { setUp: ['byApi'] } } },
	steps,
	byApiNotice,
	oneApplication,
	events,
	options,
];

export const triggerPanel: TriggerPanelDefinition = {
	header: '',
	executionsHelp: {
		inactive:
			"<b>To build the flow</b>, click Execute step, then send something to the Test URL: it is shown even without a valid signature (signatureVerified is then false). Or pin one of the samples from this package's docs (webhook-events) as this node's output.<br /><br /><b>For good</b>, Attentive needs the Production URL. It works once the workflow is published, and takes only what is signed with a signing key.",
		active:
			"<b>To build the flow</b>, click Execute step, then send something to the Test URL: it is shown even without a valid signature (signatureVerified is then false). Or pin one of the samples from this package's docs (webhook-events) as this node's output.<br /><br /><b>Published:</b> what Attentive delivers to the Production URL starts the workflow if it is signed with a signing key. See it under Executions.",
	},
	activationHint:
		'Leave the Test URL out of Attentive: it answers only while n8n is listening, and Attentive disables a URL that fails for three days.',
};
