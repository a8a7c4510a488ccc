import type {
	IAuthenticateGeneric,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

const ATTENTIVE_URL = 'https://api.attentivemobile.com';

/** n8n expressions for the test: the base URL without blanks and trailing slashes, and whether it may get the key. */
const BASE_URL = "String($credentials.baseUrl ?? '').trim().replace(/\\/+$/, '')";
const HTTPS_OR_THIS_COMPUTER =
	'/^(https:\\/\\/|http:\\/\\/(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?(\\/|$))/i' +
	`.test(${BASE_URL})`;

const WRONG_KEY =
	'Attentive does not accept this API key. Copy the whole key again from your app in Attentive (Marketplace), or make a new one there.';
const REFUSED_KEY =
	'Attentive refuses this API key (403). Check the permissions of your app in Attentive (Marketplace), or make a new key there.';
const WRONG_ADDRESS = `This Base URL does not lead to Attentive's API. Set it to ${ATTENTIVE_URL}, without /v1 or anything else behind it. Plain http works only for this computer (localhost, 127.0.0.1).`;
const BUSY = 'Attentive cannot answer at the moment. Nothing is known to be wrong: test again in a minute.';

/** n8n compares the status code with one number at a time, and looks at no answer that was a success. */
const onStatus = (message: string, ...statusCodes: number[]): IAuthenticateRuleResponseCode[] =>
	statusCodes.map((value) => ({ type: 'responseCode', properties: { value, message } }));

/** A success without the name of a company is not Attentive's answer: n8n finds `undefined` at the key. */
const onForeignAnswer: IAuthenticateRuleResponseSuccessBody = {
	type: 'responseSuccessBody',
	properties: { key: 'companyName', value: undefined, message: WRONG_ADDRESS },
};

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
			hint: 'Made in Attentive: Marketplace, Create App',
			description:
				'Permissions of the app in Attentive: set Custom Attributes and Subscribers to All, and allow writing for Custom Events, eCommerce and whatever else your workflows use. The test of this credential also passes with fewer permissions; a workflow that lacks one is then answered with a 403.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: ATTENTIVE_URL,
			description:
				'Leave as it is, unless you work with a stand-in such as the sandbox of this package. Must start with https:// (http:// only for this computer: localhost, 127.0.0.1).',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: "=Bearer {{ String($credentials.apiKey ?? '').trim() }}",
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${HTTPS_OR_THIS_COMPUTER} ? ${BASE_URL} : '' }}`,
			// `data:,` is an empty answer that needs no network. No rule below takes it for Attentive's, so the key
			// goes nowhere and the user reads what to do; a host that does not exist would only say "ENOTFOUND".
			url: `={{ ${HTTPS_OR_THIS_COMPUTER} ? '/v1/me' : 'data:,' }}`,
			method: 'GET',
			// The key must not follow a redirect to another host.
			disableFollowRedirect: true,
		},
		// The type allows one kind of rule only; n8n itself takes both, in order.
		rules: [
			...onStatus(WRONG_KEY, 401),
			...onStatus(REFUSED_KEY, 403),
			...onStatus(WRONG_ADDRESS, 301, 302, 303, 307, 308, 400, 404, 405),
			...onStatus(BUSY, 429, 500, 502, 503, 504),
			onForeignAnswer,
		] as IAuthenticateRuleResponseCode[],
	};
}
