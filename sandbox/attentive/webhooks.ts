import type { Clock } from './clock';
import type { Deliveries } from './deliveries';
import type { User } from './users';
import { Webhook, type WebhookRecord } from './webhook';
import { eventBody, type EventName } from './webhookEvents';

/** Whether the list still shows a webhook that was deleted; OpenAPI's words for `disabledAt` allow both. */
export const deletedWebhookHandlings = ['gone', 'listed'] as const;
export type DeletedWebhookHandling = (typeof deletedWebhookHandlings)[number];

/**
 * Whether a PUT needs url and events, of which OpenAPI calls only `disabled` optional, or what is to change only,
 * as it lists no field as required.
 */
export const webhookUpdateForms = ['whole', 'changes'] as const;
export type WebhookUpdateForm = (typeof webhookUpdateForms)[number];

export class Webhooks {
	private readonly byId = new Map<string, Webhook>();
	private readonly removed: Webhook[] = [];
	/** Starts where all IDs are of one length. */
	created = 10_000;

	constructor(
		private readonly clock: Clock,
		private readonly deliveries: Deliveries,
	) {}

	add(webhook: { app: string; byHand: boolean; url: string; events: readonly string[] }): Webhook {
		this.created += 1;
		// Of the same form as the published example.
		const id = Buffer.from(`25:CompanyApplicationWebhook${this.created}`).toString('base64url');
		const added = new Webhook(id, webhook.app, webhook.byHand, webhook.url, webhook.events);
		this.byId.set(id, added);
		return added;
	}

	/** Those of an earlier start. @param created the count then: no ID comes twice */
	restore(webhooks: readonly WebhookRecord[], created: number): void {
		for (const { id, app, byHand, url, events, signingKey, disabledAt } of webhooks) {
			const webhook = new Webhook(id, app, byHand, url, events, signingKey);
			if (disabledAt !== null) webhook.disable(Date.parse(disabledAt));
			this.byId.set(id, webhook);
		}
		this.created = created;
	}

	find(id: string): Webhook | undefined {
		return this.byId.get(id);
	}

	list(): Webhook[] {
		return [...this.byId.values()];
	}

	/** In order of their removal. */
	listRemoved(): readonly Webhook[] {
		return this.removed;
	}

	remove(webhook: Webhook): void {
		webhook.disable(this.clock.now());
		this.byId.delete(webhook.id);
		this.removed.push(webhook);
	}

	/**
	 * Delivers an event to every webhook that listens to it. A user whom nobody can reach is no subscriber: there is no event (assumed).
	 * @param address the phone or email that it is about
	 * @param details asked for only if somebody listens
	 */
	publish(type: EventName, user: User, address: string | undefined, details: () => object): void {
		const listening = this.list().filter(({ events }) => events.includes(type));
		if (listening.length === 0 || !user.linked) return;
		const body = JSON.stringify(eventBody(type, this.clock.now(), user, address, details()));
		for (const webhook of listening) this.deliveries.begin(webhook, type, body);
	}
}
