import { createHmac, randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Clock } from './clock';

export interface SignedUrlSettings {
	/** How long a pre-signed URL is good for, by the sandbox's clock. */
	signedUrlMs: number;
	/** Stands in answers in place of every pre-signed URL; null: nothing does. */
	signedUrlInstead: string | null;
}

export const usualSignedUrlSettings: SignedUrlSettings = {
	signedUrlMs: 60 * 60 * 1000,
	signedUrlInstead: null,
};

/** Pre-signed URLs of the storage, which is another origin than the API. They look like those of S3. */
export class SignedUrls {
	// A reset brings another secret: URLs from before are then worth nothing.
	private readonly secret = randomBytes(32);

	/** @param origin the storage's, as in http://127.0.0.1:8081 */
	constructor(
		private readonly clock: Clock,
		private readonly origin: string,
		private readonly settings: () => SignedUrlSettings,
	) {}

	sign(method: 'GET' | 'PUT', path: string, lifetimeMs: number): string {
		const { signedUrlInstead } = this.settings();
		if (signedUrlInstead !== null) return signedUrlInstead;
		const now = this.clock.now();
		const url = new URL(path, this.origin);
		url.searchParams.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
		url.searchParams.set(
			'X-Amz-Date',
			DateTime.fromMillis(now, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'"),
		);
		url.searchParams.set('X-Amz-Expires', String(Math.ceil(lifetimeMs / 1000)));
		url.searchParams.set('X-Amz-SignedHeaders', 'host');
		// Not one of S3's: to the millisecond, as the sandbox's clock counts.
		url.searchParams.set('expires-at', String(now + lifetimeMs));
		url.searchParams.set('X-Amz-Signature', this.signature(method, url));
		return url.href;
	}

	/** Why a URL does not open what it names; undefined if it does. */
	objection(method: string, url: URL): { code: string; message: string } | undefined {
		const given = url.searchParams.get('X-Amz-Signature');
		const unsigned = new URL(url);
		unsigned.searchParams.delete('X-Amz-Signature');
		if (given === null) return { code: 'AccessDenied', message: 'Access Denied' };
		if (given !== this.signature(method, unsigned)) {
			return {
				code: 'SignatureDoesNotMatch',
				message: 'The request signature we calculated does not match the signature you provided.',
			};
		}
		if (this.clock.now() >= Number(url.searchParams.get('expires-at'))) {
			return { code: 'AccessDenied', message: 'Request has expired' };
		}
		return undefined;
	}

	private signature(method: string, { pathname, search }: URL): string {
		return createHmac('sha256', this.secret).update(`${method}\n${pathname}\n${search}`).digest('hex');
	}
}
