import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Delivery } from './delivery';
import { isSigned, SIGNATURE_HEADER } from './signature';
import { isOverwritten, PASTE_AGAIN, readSigningKeys, splitKeys } from './signingKeys';

/** Why a delivery is not proved to be Attentive's. */
export interface SignatureProblem {
	/** Begins in lower case, so that it can follow a colon. */
	reason: string;
	wayOut: string;
	/** Keys were lost: pasting them again is the only way out, also before publishing. */
	isOverwritten?: boolean;
}

/** The keys of the node, or what is wrong with them. */
export async function usableKeys(
	context: IHookFunctions | IWebhookFunctions,
): Promise<{ keys: string[] } | { problem: SignatureProblem }> {
	let content: unknown;
	try {
		content = await readSigningKeys(context);
	} catch {
		return {
			problem: {
				reason: 'n8n cannot read the credential with the signing keys',
				wayOut: "Select the credential again under 'Signing Keys'",
			},
		};
	}
	if (isOverwritten(content)) {
		return {
			problem: {
				reason: "the saved signing keys were replaced with n8n's dots when the credential was edited",
				wayOut: PASTE_AGAIN,
				isOverwritten: true,
			},
		};
	}
	const keys = splitKeys(content);
	if (keys.length > 0) return { keys };
	return {
		problem: {
			reason: 'no signing key is entered in n8n',
			wayOut:
				"Copy the key of this webhook from your app's Webhooks tab in Attentive into a credential under 'Signing Keys'",
		},
	};
}

/** Undefined if one of the node's keys signed the delivery. */
export async function findProblem(
	context: IWebhookFunctions,
	{ rawBody, signature }: Delivery,
): Promise<SignatureProblem | undefined> {
	const found = await usableKeys(context);
	if ('problem' in found) return found.problem;
	if (!rawBody) {
		return {
			reason: 'the raw body is missing, so the signature cannot be checked',
			wayOut: 'Attentive sends JSON: find out who else calls this URL, or what changes the body on its way',
		};
	}
	if (signature === undefined) {
		return {
			reason: `the header ${SIGNATURE_HEADER} is missing`,
			wayOut: 'Find out who else calls this URL, or whether a proxy in front of n8n drops the header',
		};
	}
	if (isSigned(rawBody, signature, found.keys)) return undefined;
	return {
		reason: 'the signature matches none of the signing keys in n8n',
		wayOut:
			"Compare the credential with the key of this webhook on your app's Webhooks tab in Attentive: each webhook has a different key",
	};
}
