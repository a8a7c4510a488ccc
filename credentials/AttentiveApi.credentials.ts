import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { baseUrlField, whoAmITest } from './baseUrl';

const WRONG_KEY =
	'Attentive does not accept this API key. Copy the whole key again from your app in Attentive (Marketplace), or make a new one there.';
const REFUSED_KEY =
	'Attentive refuses this API key (403). Check the permissions of your app in Attentive (Marketplace), or make a new key there.';

export class AttentiveApi implements ICredentialType {
	name = 'attentiveApi';

	displayName = 'Attentive API';

	documentationUrl = 'https://github.com/n8n-nodes-attentive/n8n-nodes-attentive#readme';

	icon: Icon = { light: 'file:../icons/attentive.svg', dark: 'file:../icons/attentive.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In Attentive: Marketplace, Create App; then copy the API key',
			description:
				'Permissions of the app in Attentive: set Custom Attributes and Subscribers to All, and allow writing for Custom Events, eCommerce and whatever else your workflows use. The test of this credential also passes with fewer permissions; a workflow that lacks one is then answered with a 403.',
		},
		baseUrlField,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: "=Bearer {{ String($credentials.apiKey ?? '').trim() }}",
			},
		},
	};

	test: ICredentialTestRequest = whoAmITest(WRONG_KEY, REFUSED_KEY);
}
