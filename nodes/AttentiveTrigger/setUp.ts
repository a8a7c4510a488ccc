import type { INodeProperties } from 'n8n-workflow';

/** Where the webhook comes from. Saved workflows without a value mean the one that is created manually. */
export const setUp: INodeProperties = {
	displayName: 'Webhook Setup',
	name: 'setUp',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Manually in Attentive',
			value: 'byHand',
			description: 'You create the webhook once. All events are available.',
		},
		{
			name: 'Automatically Through the API',
			value: 'byApi',
			description:
				'Publishing the workflow creates the webhook. Text opt-outs, incoming texts and sent emails are not available.',
		},
	],
	default: 'byHand',
	description: 'How the webhook that calls this node is created in Attentive',
};

/** n8n's notices show ul, li and links, and take away all other markup: an ol would lose its numbers. */
function numbered(...steps: string[]): string {
	return `<ul>${steps.map((step, index) => `<li>${index + 1}. ${step}</li>`).join('')}</ul>`;
}

export const manualSteps: INodeProperties = {
	displayName: `Set up the webhook in Attentive once:${numbered(
		'Copy the Production URL from Webhook URLs above. It must start with https://.',
		'In Attentive, go to Marketplace, your app (or Create App), Webhooks. Add a webhook with this URL and select its events.',
		"Copy the webhook's signing key from there into a credential under Signing Keys above. You don't need an API key.",
		'Publish (activate) the workflow.',
	)}Finish within three days: Attentive disables a URL that fails for longer.`,
	name: 'manualStepsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { setUp: ['byHand'] } },
};

export const apiSteps: INodeProperties = {
	displayName: `Publishing the workflow creates the webhook in Attentive, or finds it by its URL:${numbered(
		'Select the credential of an app that may write webhooks.',
		'Publish (activate) the workflow.',
		"In Attentive, go to Marketplace, your app, Webhooks. Copy the new webhook's signing key into a credential under Signing Keys above.",
	)}Until then, every delivery is refused. Attentive retries for three days, then disables the URL. While the workflow is unpublished, and briefly when you publish a change, the webhook is disabled and Attentive may drop events.`,
	name: 'apiStepsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { setUp: ['byApi'] } },
};
