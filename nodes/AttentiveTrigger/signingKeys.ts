import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHookFunctions,
	INodeCredentialTestResult,
	IWebhookFunctions,
} from 'n8n-workflow';

export const KEYS_CREDENTIAL = 'attentiveWebhookApi';

/** The keys of the node's credential; none if it has no credential. Rejects if the credential cannot be read. */
export async function readSigningKeys(context: IHookFunctions | IWebhookFunctions): Promise<string[]> {
	// Without this question n8n throws for a credential that is not set.
	if (!context.getNode().credentials?.[KEYS_CREDENTIAL]) return [];
	const { signingKeys } = await context.getCredentials<ICredentialDataDecryptedObject>(KEYS_CREDENTIAL);
	return splitKeys(signingKeys);
}

/**
 * One key a line. Blanks divide too: where an n8n masks the field as a single line, the browser turns pasted
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
	const keys = splitKeys(data?.signingKeys);
	if (keys.length === 0) {
		return {
			status: 'Error',
			message: 'No signing key is entered. Copy it in Attentive from the Webhooks tab of your app.',
		};
	}
	const counted = keys.length === 1 ? '1 signing key is' : `${keys.length} signing keys are`;
	return {
		status: 'OK',
		message: `${counted} entered. Whether a key is the right one shows with the first delivery.`,
	};
}

/** Called when a workflow is published: whoever reads the log then learns it before Attentive gives up. */
export async function warnWithoutKeys(context: IHookFunctions): Promise<void> {
	if (context.getMode() === 'manual') return;
	const keys = await readSigningKeys(context).catch(() => []);
	if (keys.length > 0) return;
	context.logger.warn(
		`Attentive Trigger "${context.getNode().name}" has no signing key, so it refuses every delivery. Copy the key of this webhook from Attentive (Webhooks tab of your app) into the credential under Signing Keys of this node. Attentive keeps trying for three days and then disables the URL.`,
	);
}
