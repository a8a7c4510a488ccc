import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { isSigned, SIGNATURE_HEADER } from './signature';

/** What came in, as far as it could be read. */
export interface Delivery {
	/** The bytes that were signed. Missing for a multipart body, which n8n reads otherwise. */
	rawBody: Buffer | undefined;
	/** SHA-256 of the raw body in hex: the same when Attentive delivers an event again. */
	id: string | undefined;
	signature: unknown;
	/** The parsed body; undefined if it is not JSON. */
	payload: unknown;
}

export function readDelivery(context: IWebhookFunctions): Delivery {
	const { rawBody } = context.getRequestObject() as { rawBody?: unknown };
	const signature = context.getHeaderData()[SIGNATURE_HEADER];
	if (!Buffer.isBuffer(rawBody)) {
		return { rawBody: undefined, id: undefined, signature, payload: context.getBodyData() };
	}
	const id = createHash('sha256').update(rawBody).digest('hex');
	// Parsed from the signed bytes, whatever content type they came with.
	return { rawBody, id, signature, payload: parse(rawBody) };
}

function parse(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString('utf8').replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** Why a delivery is not proved to be Attentive's, and what to do about it; undefined if it is. */
export function signatureProblem({ rawBody, signature }: Delivery, keys: string[]): string | undefined {
	if (keys.length === 0) {
		return 'no signing key is entered. Copy the key of this webhook from Attentive (Webhooks tab of your app) into the credential under Signing Keys of this node';
	}
	if (!rawBody) {
		return 'the raw body is not there, so the signature cannot be checked. Attentive sends JSON: find out who else calls this URL, or what changes the body on its way';
	}
	if (signature === undefined) {
		return `the header ${SIGNATURE_HEADER} is missing. Find out who else calls this URL, or whether a proxy before n8n drops the header`;
	}
	if (!isSigned(rawBody, signature, keys)) {
		return 'the signature fits none of the signing keys. Compare the credential with the key that Attentive shows for this webhook (Webhooks tab of your app): each webhook has a key of its own';
	}
	return undefined;
}
