import { setMaxListeners } from 'node:events';
import { randomSecret } from './tokens';

/** A webhook as Attentive's own screens show it. No API answer has the signing key. */
export interface WebhookRecord {
	id: string;
	/** The app's token label. */
	app: string;
	url: string;
	events: string[];
	/** Made in Attentive's own screens, not by the API. */
	byHand: boolean;
	signingKey: string;
	/** ISO time, by the sandbox's clock. */
	disabledAt: string | null;
}

export class Webhook {
	/** Milliseconds since 1970. */
	disabledAt: number | undefined;
	private closed = openEnd();

	constructor(
		readonly id: string,
		readonly app: string,
		readonly byHand: boolean,
		public url: string,
		public events: readonly string[],
		/** Stays when the webhook is changed, disabled and enabled (notes: likely). */
		readonly signingKey = randomSecret(),
	) {}

	/** Aborted when the webhook is disabled or deleted: what waits for its next attempt is then dropped. */
	get end(): AbortSignal {
		return this.closed.signal;
	}

	disable(now: number): void {
		this.disabledAt ??= now;
		this.closed.abort();
	}

	enable(): void {
		this.disabledAt = undefined;
		if (this.end.aborted) this.closed = openEnd();
	}

	record(): WebhookRecord {
		const { id, app, url, events, byHand, signingKey, disabledAt } = this;
		return {
			id,
			app,
			url,
			events: [...events],
			byHand,
			signingKey,
			disabledAt: disabledAt === undefined ? null : new Date(disabledAt).toISOString(),
		};
	}
}

function openEnd(): AbortController {
	const end = new AbortController();
	setMaxListeners(0, end.signal);
	return end;
}
