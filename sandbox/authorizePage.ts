import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseForm } from './api/form';
import { check, fields, notEmpty, oneOf, text } from './api/rules';
import type { Account } from './attentive/account';
import { company } from './attentive/company';
import type { OAuthApp } from './attentive/oauthApps';
import { Refusal } from './attentive/refusal';
import { isPermission, type Permission } from './attentive/tokens';

/** The page's path (notes), which in Attentive is on another host than the API. */
export const authorizePath = '/integrations/oauth-install';

/** One published sample sends no scope, and none of them a response type: without a type it is a code. */
const asked = {
	client_id: text(notEmpty),
	redirect_uri: text(notEmpty),
	response_type: oneOf(['code'], 'assumed').optional(),
	scope: text(notEmpty).optional(),
	state: text(notEmpty).optional(),
};
const query = fields(asked, 'assumed');
const decision = fields({ ...asked, decision: oneOf(['authorize', 'cancel'], 'assumed') }, 'assumed');

/** The first half of OAuth: somebody of the company allows an app to act for it, and is sent back to the app with a code. */
export function authorizePage(server: FastifyInstance, account: () => Account): void {
	server.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof Refusal)) throw error;
		return html(reply.code(error.status), page('This app cannot be installed', [error.message]));
	});
	server.get(authorizePath, (request, reply) => {
		const received = check(query, request.query, 'query');
		const { app, scopes } = judged(account(), received);
		return html(reply, question(app, scopes, received));
	});
	server.post(authorizePath, ({ headers, body }, reply) => {
		const raw = typeof body === 'string' ? body : '';
		const received = check(decision, parseForm(headers['content-type'], raw), 'body');
		const { app, scopes } = judged(account(), received);
		const { oauthApps, clock } = account();
		const back = new URL(received.redirect_uri);
		if (received.decision === 'authorize') {
			const code = oauthApps.authorize({ app, redirectUri: received.redirect_uri, scopes }, clock.now());
			back.searchParams.set('code', code);
		} else {
			back.searchParams.set('error', 'access_denied');
		}
		if (received.state !== undefined) back.searchParams.set('state', received.state);
		return reply.redirect(back.href, 302);
	});
}

/** Whatever is wrong is said on the page: Attentive does not say which faults it sends back to the app. */
function judged(
	{ oauthApps }: Account,
	received: { client_id: string; redirect_uri: string; scope?: string | undefined },
): { app: OAuthApp; scopes: readonly Permission[] } {
	const app = oauthApps.find(received.client_id);
	if (app === undefined) {
		throw new Refusal(400, `client_id: expected that of an app, received ${received.client_id} [notes]`);
	}
	if (!app.redirectUris.includes(received.redirect_uri)) {
		throw new Refusal(
			400,
			`redirect_uri: expected one of the app's, ${app.redirectUris.join(', ')}, received ${received.redirect_uri} [assumed]`,
		);
	}
	if (received.scope === undefined) return { app, scopes: app.scopes };
	const names = received.scope.split(' ');
	const scopes = names.filter(isPermission).filter((scope) => app.scopes.includes(scope));
	if (scopes.length !== names.length || new Set(names).size !== names.length) {
		throw new Refusal(
			400,
			`scope: expected some of the app's, each once, with one space between them: ${app.scopes.join(' ')}, received ${received.scope} [notes]`,
		);
	}
	return { app, scopes };
}

function question(app: OAuthApp, scopes: readonly Permission[], received: Record<string, string>): string {
	const hidden = Object.entries(received).map(
		([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
	);
	return page(
		`${app.name} asks for access to ${company.name}`,
		['It will be able to use:'],
		[
			`<ul id="scopes">${scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>`,
			`<form method="post" action="${authorizePath}">`,
			...hidden,
			'<button id="authorize" name="decision" value="authorize">Authorize</button>',
			'<button id="cancel" name="decision" value="cancel">Cancel</button>',
			'</form>',
		],
	);
}

/** @param rest HTML */
function page(title: string, paragraphs: string[], rest: string[] = []): string {
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8">',
		`<title>Attentive sandbox: ${escaped(title)}</title></head><body>`,
		`<h1>${escaped(title)}</h1>`,
		...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
		...rest,
		'</body></html>',
		'',
	].join('\n');
}

function html(reply: FastifyReply, content: string): FastifyReply {
	return reply.type('text/html; charset=utf-8').send(content);
}

function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
