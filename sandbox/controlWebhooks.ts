import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fields, notEmpty, text } from './api/rules';
import { anyWebhookEvents, webhookUrl } from './api/webhook';
import type { Account } from './attentive/account';
import { allEvents, sampleBody } from './attentive/webhookEvents';
import type { Webhook } from './attentive/webhook';
import { moveConnections } from './connections';
import { checked, ControlRefusal } from './controlCheck';

const schemas = {
	webhook: fields({ url: webhookUrl, events: anyWebhookEvents, app: text(notEmpty).optional() }, 'assumed'),
	moved: fields({ from: webhookUrl, to: webhookUrl }, 'assumed'),
	sample: fields(
		{ webhookId: z.string(), type: z.string(), payload: z.record(z.unknown()).optional() },
		'assumed',
	),
	deliveryFilter: fields({ webhookId: z.string().optional(), type: z.string().optional() }, 'assumed'),
	id: z.object({ id: z.string() }),
};

/** Attentive's own screens for webhooks, and what became of the deliveries. */
export function controlWebhooks(server: FastifyInstance, account: () => Account): void {
	server.get('/dashboard', () => ({
		webhooks: account()
			.webhooks.list()
			.map((each) => each.record()),
	}));
	server.post('/webhooks', ({ body }) => {
		const { url, events, app = 'sandbox' } = checked(schemas.webhook, body);
		if (!account().tokens.has(app)) throw new ControlRefusal(`There is no token with the label ${app}.`);
		return account().webhooks.add({ app, byHand: true, url, events }).record();
	});
	server.post('/moved', ({ body }) => {
		const { from, to } = checked(schemas.moved, body);
		moveConnections(account(), from, to);
		return {};
	});
	server.post('/sample-events', ({ body }) => {
		const { webhookId, type, payload } = checked(schemas.sample, body);
		const { deliveries, clock, settings } = account();
		const known: readonly string[] = [...allEvents, ...settings.moreWebhookEvents];
		if (!known.includes(type)) throw new ControlRefusal(`There is no event of the type ${type}.`);
		const sample = { ...sampleBody(type, clock.now()), ...payload };
		return deliveries.begin(webhookOf(account(), webhookId), type, JSON.stringify(sample));
	});

	server.get('/deliveries', ({ query }) => account().deliveries.list(checked(schemas.deliveryFilter, query)));
	server.post('/deliveries/:id/again', ({ params }) => {
		const { id } = checked(schemas.id, params);
		const { deliveries } = account();
		const first = deliveries.find(id);
		if (first === undefined) throw new ControlRefusal(`There is no delivery with the ID ${id}.`);
		return deliveries.begin(webhookOf(account(), first.webhookId), first.type, first.body, id);
	});
	server.get('/deliveries/settled', async () => {
		const { deliveries } = account();
		await deliveries.settled();
		return deliveries.list();
	});
}

function webhookOf({ webhooks }: Account, id: string): Webhook {
	const webhook = webhooks.find(id);
	if (webhook === undefined) throw new ControlRefusal(`There is no webhook with the ID ${id}.`);
	return webhook;
}
