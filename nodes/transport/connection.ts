import { createHash } from 'node:crypto';
import type {
	IAdditionalCredentialOptions,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import { isHttpsOrThisMachine } from '../values/address';
import { ValueError } from '../values/valueError';
import { withoutSecret } from './secret';

/** Where in n8n a request may come from: a run, a webhook that is set up, a list in the panel. */
export type Context = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

export function cancelSignal(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

export function isCancelled(context: Context): boolean {
	return cancelSignal(context)?.aborted === true;
}

/** The credentials with which Attentive's API can be called. */
export type ApiCredential = 'attentiveApi' | 'attentiveOAuth2Api';

/** Where requests go and who they go as. */
export interface Connection {
	credentialType: ApiCredential;
	/** Without a slash at its end. */
	baseUrl: string;
	/** What n8n authenticates each request with. */
	authentication: IAdditionalCredentialOptions;
	/** Tells tokens apart without holding one. */
	tokenHash: string;
	/** Takes the token out of a text that came back, should it stand there in any form; the same text where it does not. */
	withoutToken(text: string): string;
}

const baseUrlSchema = z.object({ baseUrl: z.string() });
const apiKeySchema = z.object({ apiKey: z.string() });
/** n8n keeps here what the exchange for a token answered. */
const oAuth2Schema = z.object({ oauthTokenData: z.object({ access_token: z.string().min(1) }) });

/** The credential that the node uses, by its parameter Authentication; saved workflows may have none and mean the API key. */
export function chosenCredential(context: Context): ApiCredential {
	return context.getNode().parameters.authentication === 'oAuth2' ? 'attentiveOAuth2Api' : 'attentiveApi';
}

/**
 * Reads the node's credential.
 * Throws a ValueError for a base URL to which a token must not go (only https, or this machine), and for an
 * OAuth2 credential that is not connected.
 */
export async function openConnection(context: Context): Promise<Connection> {
	const credentialType = chosenCredential(context);
	const credential = await context.getCredentials(credentialType);
	const { baseUrl } = baseUrlSchema.parse(credential);
	const token =
		credentialType === 'attentiveApi'
			? apiKeySchema.parse(credential).apiKey.trim()
			: accessToken(credential);
	return {
		credentialType,
		baseUrl: checkedBaseUrl(baseUrl),
		authentication: {
			// For any other type, whatever the exchange for a token said, n8n would put an OAuth2 token into the URL.
			oauth2: { tokenType: 'Bearer' },
			// Without it n8n would read it from the database and decrypt it for each request. An OAuth2 token n8n reads in any case.
			credentialsDecrypted: { id: '', name: '', type: credentialType, data: credential },
		},
		tokenHash: createHash('sha256').update(token).digest('base64url').slice(0, 22),
		withoutToken: withoutSecret(token),
	};
}

function accessToken(credential: object): string {
	const connected = oAuth2Schema.safeParse(credential);
	if (connected.success) return connected.data.oauthTokenData.access_token;
	throw new ValueError({
		reasonCode: 'notConnected',
		field: 'The OAuth2 credential',
		reason: 'is not connected to Attentive yet',
		wayOut: 'Open the credential and connect it first',
	});
}

function checkedBaseUrl(written: string): string {
	const trimmed = written.trim().replace(/\/+$/, '');
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	if (isHttpsOrThisMachine(trimmed) && url && url.username === '' && url.search === '' && url.hash === '')
		return trimmed;
	throw new ValueError({
		reasonCode: 'baseUrlNotSafe',
		field: 'The Base URL of the credential',
		value: trimmed,
		reason: 'is not a plain https address',
		wayOut: "Set it back to Attentive's own, https://api.attentivemobile.com",
	});
}
