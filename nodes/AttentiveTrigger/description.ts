import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';
import { authentication } from '../transport/authentication';
import { grouped } from '../values/grouped';
import { apiSteps, manualSteps, setUp } from './setUp';
import { otherEventsOption, triggerOnProperties } from './triggerOn';

/** How many deliveries are remembered for a node by "Drop Repeated Deliveries". */
export const MOST_SEEN = 10_000;

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
			description: `Whether to ignore a delivery that this node already received: Attentive can deliver an event more than once. The node remembers its last ${grouped(MOST_SEEN)} deliveries, in one n8n process and until it restarts. For a longer memory, add a Remove Duplicates node that compares deliveryId.`,
		},
		{
			displayName: 'Include Raw Body',
			name: 'includeRawBody',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether to add the body exactly as Attentive sent it, as text in the field rawBody',
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
				'Which types of subscription start the workflow. If you select none, all do. Events without a subscription type, such as sent messages, are not filtered.',
		},
		otherEventsOption,
		{
			displayName: 'When Unpublished',
			name: 'whenUnpublished',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { '/setUp': ['byApi'] } },
			options: [
				{
					name: 'Delete the Webhook',
					value: 'remove',
					description: 'Publishing again creates a new webhook with a new signing key',
				},
				{
					name: 'Disable the Webhook',
					value: 'disable',
					description: 'Publishing again enables the webhook with the same signing key',
				},
			],
			default: 'disable',
			description:
				'What happens to the webhook in Attentive when you unpublish the workflow. The webhook of the Test URL is always deleted.',
		},
	],
};

export const triggerProperties: INodeProperties[] = [
	setUp,
	{ ...authentication, displayOptions: { show: { setUp: ['byApi'] } } },
	manualSteps,
	apiSteps,
	...triggerOnProperties,
	options,
];

const WHILE_BUILDING =
	"<b>While you build the workflow</b>, click Execute step, then send an event to the Test URL. It is shown even without a valid signature: signatureVerified is then false, and signatureProblem says why. Or pin a sample from this package's docs (webhook-events) as the output of this node.";

export const triggerPanel: TriggerPanelDefinition = {
	header: '',
	executionsHelp: {
		inactive: `${WHILE_BUILDING}<br /><br /><b>Once you publish the workflow</b>, events that Attentive delivers to the Production URL start it, if they are signed with one of your signing keys.`,
		active: `${WHILE_BUILDING}<br /><br /><b>The workflow is published:</b> events that Attentive delivers to the Production URL start it, if they are signed with one of your signing keys. See the runs under Executions.<br /><br /><b>If nothing starts</b>, n8n may have refused the deliveries. It answers them with 401 and the reason, so check the deliveries of the webhook in Attentive. The next event that is shown here, also one that you send to the Test URL, has the number of refused deliveries and the last reason in refusedBefore.`,
	},
	activationHint:
		"Don't register the Test URL in Attentive: it answers only while n8n is listening, and Attentive disables a URL that fails for three days.",
};
