import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Account } from './attentive/account';
import { permissions } from './attentive/tokens';
import { allEvents } from './attentive/webhookEvents';

const scopes = z.array(z.enum(permissions));

const connectionsSchema = z.object({
	tokens: z.array(z.object({ secret: z.string(), label: z.string(), scopes })),
	oauthApps: z.array(
		z.object({
			name: z.string(),
			clientId: z.string(),
			clientSecret: z.string(),
			redirectUris: z.array(z.string()),
			scopes,
		}),
	),
	webhooks: z.object({
		created: z.number(),
		all: z.array(
			z.object({
				id: z.string(),
				app: z.string(),
				url: z.string(),
				events: z.array(z.enum(allEvents)),
				byHand: z.boolean(),
				signingKey: z.string(),
				disabledAt: z.string().nullable(),
			}),
		),
	}),
});

/**
 * What others have saved of an account, as n8n does in its credentials and workflows: tokens, OAuth apps and webhooks.
 * They are as good after a restart. Everything else begins anew.
 * @param file read now, if it is there
 */
export function connectionsIn(file: string) {
	let written = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const found = written === '' ? undefined : parsed(file, written);
	return {
		/** Gives an account those of the start before, if there was one. */
		restore(account: Account): void {
			if (found !== undefined) restore(account, found);
		},
		/** Writes the file if something has changed. */
		keep(account: Account): void {
			const json = JSON.stringify(connectionsOf(account), null, '\t');
			if (json === written) return;
			// In one step: whoever is ended in the middle leaves the old file.
			writeFileSync(`${file}.new`, json, { mode: 0o600 });
			renameSync(`${file}.new`, file);
			written = json;
		},
	};
}

/**
 * n8n has another address than before: webhooks and OAuth apps that lead to the old one lead to the new one from now on.
 * @param from as in http://127.0.0.1:5678
 */
export function moveConnections({ webhooks, oauthApps }: Account, from: string, to: string): void {
	const moved = (url: string) => (url.startsWith(`${from}/`) ? to + url.slice(from.length) : url);
	for (const webhook of webhooks.list()) webhook.url = moved(webhook.url);
	for (const app of oauthApps.list()) {
		oauthApps.set({ ...app, redirectUris: app.redirectUris.map(moved) });
	}
}

type Connections = z.infer<typeof connectionsSchema>;

function connectionsOf({ tokens, oauthApps, webhooks }: Account) {
	return {
		tokens: tokens.list(),
		oauthApps: oauthApps.list(),
		webhooks: { created: webhooks.created, all: webhooks.list().map((each) => each.record()) },
	};
}

function restore(account: Account, { tokens, oauthApps, webhooks }: Connections): void {
	for (const { secret, label, scopes: granted } of tokens) account.tokens.add(secret, label, granted);
	for (const app of oauthApps) {
		account.tokens.reserve(app.name);
		account.oauthApps.set(app);
	}
	account.webhooks.restore(webhooks.all, webhooks.created);
}

function parsed(file: string, json: string): Connections {
	try {
		return connectionsSchema.parse(JSON.parse(json));
	} catch (error) {
		throw new Error(`The sandbox cannot read ${file}. Delete it to begin anew. ${String(error)}`);
	}
}
