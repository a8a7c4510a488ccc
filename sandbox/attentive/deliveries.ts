import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { withLongIds, type AnswerSettings } from './answers';
import type { Clock } from './clock';
import { isLoopback } from './loopback';
import { Turns } from './turns';
import type { Webhook } from './webhook';

/** How the signature is written; the sources disagree. */
export const signatureForms = ['hex', 'base64'] as const;
export type SignatureForm = (typeof signatureForms)[number];

export interface DeliverySettings {
	signature: SignatureForm;
	/** Real time before the second attempt, the third and so on; after the last one the webhook is disabled. */
	retryDelaysMs: readonly number[];
	/** Real time that a receiver has to answer. */
	deliveryTimeoutMs: number;
}

/** 1, 2, 4 ... 2,048 minutes: not quite three days (notes: exponential, up to three days; the steps are assumed). */
export const usualRetryDelaysMs = [...Array(12).keys()].map((n) => 60_000 * 2 ** n);

/** Attempts of one webhook (assumed): a whole n8n on a small computer answers some ten a second. */
export const simultaneous = 10;

export interface Attempt {
	/** By the sandbox's clock. */
	at: string;
	url: string;
	/** Null without an answer. */
	status: number | null;
	/** Why there was no answer. */
	error?: string;
}

export interface Delivery {
	id: string;
	webhookId: string;
	type: string;
	/** The raw body, byte for byte. */
	body: string;
	/** By the sandbox's clock. */
	at: string;
	/** dropped: the webhook was disabled or deleted. failed: no attempt was answered with 2xx. */
	state: 'pending' | 'delivered' | 'failed' | 'dropped';
	attempts: Attempt[];
	/** The delivery of which this is a repetition. */
	repeats?: string;
}

/** Sends events to webhooks over HTTP, again and again until they are taken. */
export class Deliveries {
	private readonly all: Delivery[] = [];
	private readonly pending = new Set<Delivery>();
	private waiting: (() => void)[] = [];
	/** A connection for each attempt: one that is kept may belong to a receiver that has been started anew since. */
	private readonly agent = new Agent();
	private readonly turns = new Map<Webhook, Turns>();

	/** @param end aborted when the account is over: all deliveries end with it. */
	constructor(
		private readonly clock: Clock,
		private readonly settings: () => DeliverySettings & Pick<AnswerSettings, 'longIds'>,
		private readonly end: AbortSignal,
	) {}

	begin(webhook: Webhook, type: string, body: string, repeats?: string): Delivery {
		const delivery: Delivery = {
			id: `delivery-${this.all.length + 1}`,
			webhookId: webhook.id,
			type,
			body: withLongIds(body, this.settings().longIds),
			at: this.clock.iso(),
			state: 'pending',
			attempts: [],
			...(repeats === undefined ? {} : { repeats }),
		};
		this.all.push(delivery);
		this.pending.add(delivery);
		void this.deliver(delivery, webhook).then((state) => {
			delivery.state = state;
			this.pending.delete(delivery);
			if (this.pending.size > 0) return;
			for (const done of this.waiting) done();
			this.waiting = [];
		});
		return delivery;
	}

	find(id: string): Delivery | undefined {
		return this.all.find((delivery) => delivery.id === id);
	}

	list(filter: { webhookId?: string | undefined; type?: string | undefined } = {}): Delivery[] {
		const { webhookId = null, type = null } = filter;
		return this.all.filter(
			(delivery) =>
				(webhookId === null || delivery.webhookId === webhookId) && (type === null || delivery.type === type),
		);
	}

	/** How many have begun. */
	get count(): number {
		return this.all.length;
	}

	/** @param index from 0, in order of their beginning */
	at(index: number): Delivery | undefined {
		return this.all[index];
	}

	/** Resolves once nothing is on its way and nothing waits for another attempt, or when the account is over. */
	async settled(): Promise<void> {
		if (this.pending.size === 0) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private async deliver(delivery: Delivery, webhook: Webhook): Promise<Delivery['state']> {
		// As of now: a webhook that is disabled and enabled again begins anew, and what was on its way stays dropped.
		const disabled = webhook.end;
		const isOver = () => disabled.aborted || this.end.aborted;
		const turns = this.turns.get(webhook) ?? new Turns(simultaneous);
		this.turns.set(webhook, turns);
		while (!isOver()) {
			// Not left to the HTTP agent: the receiver's time to answer must not run while an attempt waits for its turn.
			const attempt = await turns.take(async () =>
				isOver() ? undefined : await this.post(webhook, delivery.body),
			);
			if (attempt === undefined) break;
			delivery.attempts.push(attempt);
			if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) return 'delivered';
			if (disabled.aborted) break;
			const delay = this.settings().retryDelaysMs[delivery.attempts.length - 1];
			if (delay === undefined) {
				webhook.disable(this.clock.now());
				return 'failed';
			}
			const signal = AbortSignal.any([disabled, this.end]);
			await sleep(delay, undefined, { signal, ref: false }).catch(() => {});
		}
		return 'dropped';
	}

	private async post({ url, signingKey }: Webhook, body: string): Promise<Attempt> {
		const { signature, deliveryTimeoutMs } = this.settings();
		const attempt = { at: this.clock.iso(), url };
		if (!isLoopback(url)) return { ...attempt, status: null, error: 'The sandbox sends to loopback only.' };
		try {
			const { status } = await axios.post(url, body, {
				headers: {
					'Content-Type': 'application/json',
					'x-attentive-hmac-sha256': createHmac('sha256', signingKey).update(body).digest(signature),
				},
				transformRequest: (data: unknown) => data,
				responseType: 'text',
				validateStatus: () => true,
				maxRedirects: 0,
				proxy: false,
				httpAgent: this.agent,
				timeout: deliveryTimeoutMs,
				signal: this.end,
			});
			return { ...attempt, status };
		} catch (error) {
			return { ...attempt, status: null, error: error instanceof Error ? error.message : String(error) };
		}
	}
}
