import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { parseJson } from '../values/json';
import { SIGNATURE_HEADER } from './signature';

/** What came in, as far as it could be read. */
export interface Delivery {
	/** The bytes that were signed. Missing for a multipart body, which n8n reads otherwise. */
	rawBody: Buffer | undefined;
	/** SHA-256 of the raw body in hex: the same when Attentive delivers an event again. */
	id: string | undefined;
	signature: unknown;
}

export function readDelivery(context: IWebhookFunctions): Delivery {
	const { rawBody } = context.getRequestObject() as { rawBody?: unknown };
	const signature = context.getHeaderData()[SIGNATURE_HEADER];
	if (!Buffer.isBuffer(rawBody)) return { rawBody: undefined, id: undefined, signature };
	return { rawBody, id: createHash('sha256').update(rawBody).digest('hex'), signature };
}

/**
 * The parsed body; undefined if it is not JSON. For a delivery whose signature was looked at: what is not Attentive's is not to be
 * worked on.
 */
export function payloadOf(context: IWebhookFunctions, { rawBody }: Delivery): unknown {
	if (!rawBody) return context.getBodyData();
	try {
		// From the signed bytes, whatever content type they came with.
		return parseJson(rawBody.toString('utf8').replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
