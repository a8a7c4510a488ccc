import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fields, notEmpty, text } from './api/rules';
import { webhookUrl } from './api/webhook';
import type { Account } from './attentive/account';
import { permissions } from './attentive/tokens';
import { checked, ControlRefusal } from './controlCheck';

const oauthApp = fields(
	{
		name: text(notEmpty),
		// The same is asked of both: https, or http on loopback.
		redirectUris: z.array(webhookUrl).min(1),
		scopes: z.array(z.enum(permissions)).min(1).optional(),
	},
	'assumed',
);

/** Where developers register their public apps. */
export function controlOAuth(server: FastifyInstance, account: () => Account): void {
	server.post('/oauth-apps', ({ body }) => {
		const { name, redirectUris, scopes = permissions } = checked(oauthApp, body);
		const { tokens, oauthApps } = account();
		if (tokens.has(name)) throw new ControlRefusal(`There is an app with the name ${name} already.`);
		tokens.reserve(name);
		return oauthApps.add({ name, redirectUris, scopes });
	});
}
