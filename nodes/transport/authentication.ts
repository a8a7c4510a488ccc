import type { INodeProperties } from 'n8n-workflow';

/** Which of the two API credentials a node uses. Saved workflows from before there was a choice mean the API key. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'API Key', value: 'apiKey', description: 'API key of your own app in Attentive' },
		{ name: 'OAuth2', value: 'oAuth2', description: 'For a public app that you connect to your account' },
	],
	default: 'apiKey',
};
