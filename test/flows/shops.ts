import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Sandbox } from '../../sandbox/start';
import { customEvents, dataFolder } from './flow';

export const ANN = '+13605550101';
export const FINN = '+13605550106';
export const HUGO = '+16045550108';

export const ADD_TO_CART = 'POST /v1/events/ecommerce/add-to-cart';
export const PURCHASE = 'POST /v1/events/ecommerce/purchase';
export const EVENT = 'POST /v1/events/custom';
export const SUBSCRIBE = 'POST /v1/subscriptions';

/** The sample account on the day of the data's payloads, with a journey for each event: one of another day would start none. */
export async function openShop({ control }: Sandbox): Promise<void> {
	await fillSampleAccount(control);
	await control.setClock('2026-11-30T17:15:00Z');
	for (const event of ['Order Confirmed', 'Order Completed'])
		await control.addJourney({ name: event, event, subscriptionType: 'TRANSACTIONAL', quietHours: null });
}

/** Data of the examples, in the form that the test knows it has. */
export function payload<Payload>(name: string): Payload {
	return JSON.parse(readFileSync(join(dataFolder, `${name}.json`), 'utf8'));
}

/** The bodies of what Attentive accepted at one endpoint, in order. */
export async function written({ control }: Sandbox, endpoint: string): Promise<unknown[]> {
	return (await control.ledger(endpoint)).map(({ body }) => body);
}

/** Where Attentive accepted something, in order. */
export async function order({ control }: Sandbox): Promise<string[]> {
	return (await control.ledger()).map(({ endpoint }) => endpoint);
}

/** What the custom events said, without the IDs that the node makes. */
export async function said(sandbox: Sandbox): Promise<unknown[]> {
	return (await customEvents(sandbox)).map(({ externalEventId: _made, ...event }) => event);
}

/** Who got a text, and after which event. */
export async function texted({ control }: Sandbox): Promise<unknown[]> {
	return (await control.texts()).map(({ phone, kind, event = kind }) => [phone, event]);
}

/** Why other events led to no text; purchases have no journey here. */
export async function notTexted({ control }: Sandbox): Promise<unknown[]> {
	return (await control.noTexts())
		.filter(({ event }) => event !== 'purchase')
		.map(({ event, reason }) => [event, reason]);
}

/** The numbers of two clicks on a sample are of two milliseconds. */
export const aMillisecondLater = async () => await new Promise((later) => setTimeout(later, 2));
