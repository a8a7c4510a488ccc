import { randomBytes } from 'node:crypto';

/** The permissions that an app can have (notes). */
export const permissions = [
	'attributes:write',
	'ecommerce:write',
	'events:write',
	'identity:write',
	'offers:write',
	'privacy_requests:read',
	'privacy_requests:write',
	'product_catalogs:read',
	'product_catalogs:write',
	'segments:read',
	'segments:write',
	'subscriptions:read',
	'subscriptions:write',
	'webhooks:write',
] as const;

export type Permission = (typeof permissions)[number];

/** One token stands for one app. */
export interface Token {
	/** Names the token wherever the secret must not stand. */
	label: string;
	scopes: ReadonlySet<Permission>;
}

/** Stands for a token where none is needed. */
export const noToken: Token = { label: 'none', scopes: new Set() };

export function isPermission(name: string): name is Permission {
	return permissions.some((each) => each === name);
}

/** A random token that no other sandbox knows. */
export function randomSecret(): string {
	return `sandbox_${randomBytes(24).toString('base64url')}`;
}

export class Tokens {
	private readonly bySecret = new Map<string, Token>();
	private readonly labels = new Set<string>();

	has(label: string): boolean {
		return this.labels.has(label);
	}

	/** For an app that has no token yet. */
	reserve(label: string): void {
		this.labels.add(label);
	}

	/** An app may have several. */
	add(secret: string, label: string, scopes: readonly Permission[]): void {
		this.bySecret.set(secret, { label, scopes: new Set(scopes) });
		this.labels.add(label);
	}

	/** In order of creation, with their secrets. */
	list(): Array<{ secret: string; label: string; scopes: Permission[] }> {
		return [...this.bySecret].map(([secret, { label, scopes }]) => ({ secret, label, scopes: [...scopes] }));
	}

	/** Whose token an Authorization header carries; nobody's if it is missing, of another scheme or unknown. */
	ofHeader(authorization: string | undefined): Token | undefined {
		const secret = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
		return secret === undefined ? undefined : this.bySecret.get(secret);
	}
}
