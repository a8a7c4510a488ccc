import type { Account } from '../attentive/account';

const shortest = 8;
const signature = /(X-Amz-Signature=)[0-9a-f]+/gi;

/**
 * Takes out of a text what opens something: tokens, secrets of apps, signing keys, signatures of URLs. None of them is
 * shown as such; here they go from where somebody has put them, such as into the body of an event.
 */
export function masking(account: Account): (text: string) => string {
	const secrets = [
		...account.tokens.list().map(({ secret }) => secret),
		...account.oauthApps.list().map(({ clientSecret }) => clientSecret),
		...[...account.webhooks.list(), ...account.webhooks.listRemoved()].map(({ signingKey }) => signingKey),
	].filter(({ length }) => length >= shortest);
	const any = new RegExp(
		secrets
			.sort((a, b) => b.length - a.length)
			.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('|') || '(?!)',
		'g',
	);
	return (text) => text.replace(any, '••••••••').replace(signature, '$1••••••••');
}
