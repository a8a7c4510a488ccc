import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHookFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';

export const KEYS_CREDENTIAL = 'attentiveWebhookApi';

/** What n8n shows as dots in place of a saved value. n8n restores that value only if nothing was added to the dots. */
const DOTS = /n8n_(BLANK|EMPTY)_VALUE/i;

export const PASTE_AGAIN = 'Paste all keys again, or add a second credential';

/** The content of the node's credential; empty if it has none. Rejects if the credential cannot be read. */
export async function readSigningKeys(context: IHookFunctions | IWebhookFunctions): Promise<unknown> {
	// Without this question n8n throws for a credential that is not set.
	if (!context.getNode().credentials?.[KEYS_CREDENTIAL]) return '';
	const { signingKeys } = await context.getCredentials<ICredentialDataDecryptedObject>(KEYS_CREDENTIAL);
	return signingKeys;
}

/** Whether keys were added to the dots that n8n shows in place of the saved ones, which are lost then. */
export function isOverwritten(text: unknown): boolean {
	return typeof text === 'string' && DOTS.test(text);
}

/**
 * One key per line. Blanks divide too: where an n8n masks the field as a single line, the browser turns pasted
 * line breaks into blanks.
 */
export function splitKeys(text: unknown): string[] {
	if (typeof text !== 'string') return [];
	return [...new Set(text.split(/\s+/))].filter((key) => key !== '');
}

/** Attentive's API knows nothing of signing keys, so the test can only say what was entered. */
export async function signingKeysTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	if (isOverwritten(data?.signingKeys)) {
		return {
			status: 'Error',
			message: `The saved keys were replaced with n8n's dots when you edited them. ${PASTE_AGAIN}.`,
		};
	}
	const keys = splitKeys(data?.signingKeys);
	if (keys.length === 0) {
		return {
			status: 'Error',
			message: "No signing key is entered. Copy it from your app's Webhooks tab in Attentive.",
		};
	}
	const counted = keys.length === 1 ? '1 signing key' : `${keys.length} signing keys`;
	return {
		status: 'OK',
		message: `${counted} entered. The first delivery shows whether the key is the right one.`,
	};
}
