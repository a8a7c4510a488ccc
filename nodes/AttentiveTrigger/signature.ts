import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header in which Attentive signs a delivery. */
export const SIGNATURE_HEADER = 'x-attentive-hmac-sha256';

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/]{43}=?$/;

/**
 * Whether one of the keys signed the body: HMAC-SHA256 over the bytes as they came, in hex or base64.
 * Never throws, and takes as long for a wrong signature as for a right one.
 */
export function isSigned(rawBody: Uint8Array, signature: unknown, keys: string[]): boolean {
	const given = decode(signature);
	if (!given) return false;
	const matches = keys.map((key) => {
		const expected = createHmac('sha256', key).update(rawBody).digest();
		return expected.length === given.length && timingSafeEqual(expected, given);
	});
	return matches.includes(true);
}

function decode(signature: unknown): Buffer | undefined {
	if (typeof signature !== 'string') return undefined;
	const text = signature.trim();
	if (HEX.test(text)) return Buffer.from(text, 'hex');
	if (BASE64.test(text)) return Buffer.from(text, 'base64');
	return undefined;
}
