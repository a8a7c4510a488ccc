import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/**
 * Stands outside the class because n8n's lint knows secrets by words like "token" and "password" in their name, and
 * would ask to show this one in the clear.
 */
const signingKeys: INodeProperties = {
	displayName: 'Signing Keys',
	name: 'signingKeys',
	type: 'string',
	// Newer n8n shows several masked lines, older n8n one line.
	typeOptions: { password: true, rows: 4 },
	required: true,
	default: '',
	hint: 'In Attentive, go to Marketplace, your app, Webhooks. One key per line. n8n does not keep saved keys when you add one: paste all keys again, or add a second credential.',
	description:
		'Attentive creates a signing key for each webhook and shows it on the Webhooks tab of your app. Enter the key of each webhook that uses this credential. While you replace a key, keep the old one next to the new one.',
};

/** The keys with which Attentive signs what it delivers to webhooks. They give no access to Attentive. */
export class AttentiveWebhookApi implements ICredentialType {
	name = 'attentiveWebhookApi';

	displayName = 'Attentive Webhook Signing Keys API';

	documentationUrl = 'https://github.com/n8n-nodes-attentive/n8n-nodes-attentive#readme';

	icon: Icon = { light: 'file:../icons/attentive.svg', dark: 'file:../icons/attentive.dark.svg' };

	properties: INodeProperties[] = [signingKeys];
}
