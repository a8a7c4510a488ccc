import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { baseUrlField, whoAmITest } from './baseUrl';

const WRONG_KEY =
	'Attentive does not accept this API key. Copy the whole key again from your app in Attentive (Marketplace), or create a new one there.';
const REFUSED_KEY =
	'Attentive refuses this API key (403). Check the permissions of your app in Attentive (Marketplace), or create a new key there.';

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
			hint: 'In Attentive, go to Marketplace, Create App, then copy the API key',
			description:
				'In the permissions of the app, set Custom Attributes and Subscribers to All, and give write access to Custom Events, eCommerce and anything else that your workflows use. The credential test does not check permissions: if one is missing, Attentive answers the workflow with 403.',
		},
		baseUrlField,
	];

	/** In code: n8n would evaluate an expression anew for each request, which costs as much as the request's own connection. */
	async authenticate(
		{ apiKey }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		request.headers = { ...request.headers, Authorization: `Bearer ${String(apiKey ?? '').trim()}` };
		return request;
	}

	test: ICredentialTestRequest = whoAmITest(WRONG_KEY, REFUSED_KEY);
}
