import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	INodeProperties,
} from 'n8n-workflow';

export const ATTENTIVE_URL = 'https://api.attentivemobile.com';

export const baseUrlField: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: ATTENTIVE_URL,
	description:
		'Leave it as it is, unless you use the sandbox of this package. Must start with https:// (http:// works only for localhost and 127.0.0.1).',
};

/** For n8n's expressions: an address without blanks and trailing slashes. `address` is an expression's term. */
export function trimmed(address: string): string {
	return `String(${address} ?? '').trim().replace(/\\/+$/, '')`;
}

/** For n8n's expressions: whether a secret may go to an address, which is so for https and for this computer. */
export function maySendSecretsTo(address: string): string {
	return (
		'/^(https:\\/\\/|http:\\/\\/(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?(\\/|$))/i' +
		`.test(${trimmed(address)})`
	);
}

const WRONG_ADDRESS = `This Base URL does not lead to Attentive's API. Set it to ${ATTENTIVE_URL}, without /v1 or anything else after it. http:// works only for localhost and 127.0.0.1.`;
const BUSY = 'Attentive is not available at the moment. Test again in a minute.';

/** n8n compares the status code with one number at a time, and looks at no answer that was a success. */
const onStatus = (message: string, ...statusCodes: number[]): IAuthenticateRuleResponseCode[] =>
	statusCodes.map((value) => ({ type: 'responseCode', properties: { value, message } }));

/** A success without the name of a company is not Attentive's answer: n8n finds `undefined` at the key. */
const onForeignAnswer: IAuthenticateRuleResponseSuccessBody = {
	type: 'responseSuccessBody',
	properties: { key: 'companyName', value: undefined, message: WRONG_ADDRESS },
};

const BASE_URL = '$credentials.baseUrl';

/** Asks Attentive who the credential belongs to; what to say where it is not accepted (401) or refused (403) is given. */
export function whoAmITest(notAccepted: string, refused: string): ICredentialTestRequest {
	return {
		request: {
			baseURL: `={{ ${maySendSecretsTo(BASE_URL)} ? ${trimmed(BASE_URL)} : '' }}`,
			// `data:,` is an empty answer that needs no network. No rule below takes it for Attentive's, so the key
			// goes nowhere and the user reads what to do; a host that does not exist would only say "ENOTFOUND".
			url: `={{ ${maySendSecretsTo(BASE_URL)} ? '/v1/me' : 'data:,' }}`,
			method: 'GET',
			// The key must not follow a redirect to another host.
			disableFollowRedirect: true,
		},
		// The type allows one kind of rule only; n8n itself takes both, in order.
		rules: [
			...onStatus(notAccepted, 401),
			...onStatus(refused, 403),
			...onStatus(WRONG_ADDRESS, 301, 302, 303, 307, 308, 400, 404, 405),
			...onStatus(BUSY, 429, 500, 502, 503, 504),
			onForeignAnswer,
		] as IAuthenticateRuleResponseCode[],
	};
}
