import axios from 'axios';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { startService } from './service';

interface Webhook {
	id: number;
	status: 'active';
	topic: string;
	delivery_url: string;
	secret: string;
}

const wanted = z.object({ topic: z.string(), delivery_url: z.string().url(), secret: z.string() }).strict();

export interface WooCommerce {
	readonly url: string;
	readonly consumerKey: string;
	readonly consumerSecret: string;
	readonly webhooks: readonly Webhook[];
	/** Delivers to each webhook of a topic, signed with its secret; gives the statuses. */
	deliver(topic: string, order: object, secret?: string): Promise<number[]>;
	close(): Promise<void>;
}

/** A shop with WooCommerce: the webhooks of its REST API, version 3, and their deliveries. */
export async function startWooCommerce(): Promise<WooCommerce> {
	const [consumerKey, consumerSecret] = ['ck_1', 'cs_1'];
	const authorization = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`;
	const webhooks: Webhook[] = [];
	let deliveries = 0;

	const service = await startService(async ({ method, path, query, headers, body }) => {
		if (headers.authorization !== authorization)
			return { status: 401, body: { code: 'woocommerce_rest_cannot_view', data: { status: 401 } } };
		const [, id] = /^\/wp-json\/wc\/v3\/webhooks(?:\/(\d+))?$/.exec(path) ?? [undefined, 'none'];
		if (id === 'none') return undefined;
		if (method === 'GET' && id === undefined)
			return { body: webhooks.filter(({ status }) => status === (query.get('status') ?? status)) };
		if (method === 'POST' && id === undefined) {
			const webhook = {
				id: webhooks.length + 1,
				status: 'active' as const,
				...wanted.parse(JSON.parse(body)),
			};
			webhooks.push(webhook);
			// WooCommerce pings a new webhook, without a signature.
			await axios.post(webhook.delivery_url, `webhook_id=${webhook.id}`, { proxy: false });
			return { status: 201, body: webhook };
		}
		const index = webhooks.findIndex((webhook) => webhook.id === Number(id));
		if (method !== 'DELETE' || query.get('force') !== 'true' || index < 0) return undefined;
		return { body: webhooks.splice(index, 1)[0] };
	});

	return {
		url: service.url,
		consumerKey,
		consumerSecret,
		webhooks,
		async deliver(topic, order, secret) {
			const [resource = '', event = ''] = topic.split('.');
			const body = JSON.stringify(order);
			const statuses: number[] = [];
			for (const webhook of webhooks.filter((one) => one.topic === topic)) {
				const signature = createHmac('sha256', secret ?? webhook.secret)
					.update(body)
					.digest('base64');
				const { status } = await axios.post(webhook.delivery_url, body, {
					headers: {
						'content-type': 'application/json',
						'x-wc-webhook-source': `${service.url}/`,
						'x-wc-webhook-topic': topic,
						'x-wc-webhook-resource': resource,
						'x-wc-webhook-event': event,
						'x-wc-webhook-signature': signature,
						'x-wc-webhook-id': String(webhook.id),
						'x-wc-webhook-delivery-id': String(++deliveries),
					},
					proxy: false,
					validateStatus: () => true,
				});
				statuses.push(status);
			}
			return statuses;
		},
		close: () => service.close(),
	};
}
