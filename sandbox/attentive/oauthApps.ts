import { randomBytes } from 'node:crypto';
import { randomSecret, type Permission } from './tokens';

/** Milliseconds (notes). */
const codeLifeMs = 2 * 60 * 1000;

/** A public app, as its distribution tab in Attentive shows it. */
export interface OAuthApp {
	/** The label of its tokens. */
	name: string;
	clientId: string;
	clientSecret: string;
	redirectUris: readonly string[];
	/** What it may ask for. */
	scopes: readonly Permission[];
}

/** What a company allowed, for which an app can have a token. */
interface Authorization {
	app: OAuthApp;
	redirectUri: string;
	scopes: readonly Permission[];
	/** Milliseconds since 1970, by the sandbox's clock. */
	expiresAt: number;
}

export class OAuthApps {
	private readonly byClientId = new Map<string, OAuthApp>();
	private readonly byCode = new Map<string, Authorization>();

	add(app: Pick<OAuthApp, 'name' | 'redirectUris' | 'scopes'>): OAuthApp {
		// Of the same forms as the published examples.
		const added = { ...app, clientId: randomBytes(16).toString('hex'), clientSecret: randomSecret() };
		this.set(added);
		return added;
	}

	/** One of an earlier start, or with new redirect URIs. */
	set(app: OAuthApp): void {
		this.byClientId.set(app.clientId, app);
	}

	list(): OAuthApp[] {
		return [...this.byClientId.values()];
	}

	find(clientId: string): OAuthApp | undefined {
		return this.byClientId.get(clientId);
	}

	/** Gives the code for a token. */
	authorize(authorization: Omit<Authorization, 'expiresAt'>, now: number): string {
		const code = randomBytes(24).toString('base64url');
		this.byCode.set(code, { ...authorization, expiresAt: now + codeLifeMs });
		return code;
	}

	/** What a code stands for; nothing if it is unknown, used or too old. */
	authorizationOf(code: string, now: number): Authorization | undefined {
		const authorization = this.byCode.get(code);
		return authorization === undefined || now >= authorization.expiresAt ? undefined : authorization;
	}

	/** A code is good for one token (notes). */
	useUp(code: string): void {
		this.byCode.delete(code);
	}
}
