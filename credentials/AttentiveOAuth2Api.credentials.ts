import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { baseUrlField, maySendSecretsTo, trimmed, whoAmITest } from './baseUrl';

const AUTHORIZE_URL = 'https://ui.attentivemobile.com/integrations/oauth-install';

/** All that Attentive knows: an app is asked only for what it may have. */
const SCOPES = [
	'attributes:write',
	'ecommerce:write',
	'events:write',
	'identity:write',
	'offers:write',
	'privacy_requests:read',
	'privacy_requests:write',
	'product_catalogs:read',
	'product_catalogs:write',
	'segments:read',
	'segments:write',
	'subscriptions:read',
	'subscriptions:write',
	'webhooks:write',
];

const NOT_ACCEPTED = 'Attentive no longer accepts this connection. Connect the account again.';
const REFUSED =
	'Attentive refuses this connection (403). Check the permissions of your app in Attentive (Marketplace), then connect the account again.';

/** The account of a public app's user. The token does not expire, and there is none to refresh it with. */
export class AttentiveOAuth2Api implements ICredentialType {
	name = 'attentiveOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Attentive OAuth2 API';

	documentationUrl = 'https://github.com/n8n-nodes-attentive/n8n-nodes-attentive#readme';

	icon: Icon = { light: 'file:../icons/attentive.svg', dark: 'file:../icons/attentive.dark.svg' };

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{ $self["authorizeUrl"] }}',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			// The client secret goes there. Where it must not, n8n finds no address and says so.
			default: `={{ ${maySendSecretsTo('$self["baseUrl"]')} ? ${trimmed('$self["baseUrl"]')} + '/v1/authorization-codes/tokens' : '' }}`,
		},
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			displayName: 'Scope',
			name: 'scopes',
			type: 'string',
			default: SCOPES.join(' '),
			description: 'Permissions to ask for, separated by spaces. Remove scopes that your app does not have.',
		},
		// Older versions of n8n, such as 2.0.3, drop what is saved as `scope`.
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '={{ $self["scopes"] }}' },
		{
			displayName: 'Authorize URL',
			name: 'authorizeUrl',
			type: 'string',
			required: true,
			default: AUTHORIZE_URL,
			description:
				'Page where people connect your app to their account. Leave it as it is, unless you use the sandbox of this package.',
		},
		baseUrlField,
	];

	test: ICredentialTestRequest = whoAmITest(NOT_ACCEPTED, REFUSED);
}
