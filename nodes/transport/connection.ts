import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { ValueError } from '../values/valueError';

/** Where requests go and who they go as. */
export interface Connection {
	credentialType: 'attentiveApi';
	/** Without a slash at its end. */
	baseUrl: string;
	/** Tells tokens apart without holding one. */
	tokenHash: string;
	/** Takes the token out of a text that came back, should it stand there. */
	withoutToken(text: string): string;
}

const credentialSchema = z.object({ apiKey: z.string(), baseUrl: z.string() });

/**
 * Reads the node's credential.
 * Throws a ValueError for a base URL to which a token must not go: only https, or this machine.
 */
export async function openConnection(context: IExecuteFunctions): Promise<Connection> {
	const credential = credentialSchema.parse(await context.getCredentials('attentiveApi'));
	const token = credential.apiKey.trim();
	return {
		credentialType: 'attentiveApi',
		baseUrl: checkedBaseUrl(credential.baseUrl),
		tokenHash: createHash('sha256').update(token).digest('base64url').slice(0, 22),
		withoutToken: (text) => (token === '' ? text : text.replaceAll(token, '…')),
	};
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function checkedBaseUrl(written: string): string {
	const trimmed = written.trim().replace(/\/+$/, '');
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (safe && url && url.username === '' && url.search === '' && url.hash === '') return trimmed;
	throw new ValueError({
		reasonCode: 'baseUrlNotSafe',
		field: 'Base URL of the credential',
		value: trimmed,
		reason: 'is not an https address',
		wayOut: "Set it back to Attentive's own, https://api.attentivemobile.com",
	});
}
