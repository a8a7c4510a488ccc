import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import axios from 'axios';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { openWindow } from '../e2e/windowPage';
import { openEvents } from '../sandbox/events';

/** A picture that needs no n8n. */
export interface WithoutN8n {
	name: string;
	shows(): Promise<unknown>;
	/** A screenshot. */
	take(): Promise<Buffer>;
}

const pageFolder = resolve(__dirname, '../../sandbox/window/page');
/** What the part of the page is made of that the picture shows. */
const sources = ['main.ts', 'textsTab.ts', 'parts.ts', 'format.ts', 'entryList.ts', 'style.css', 'page.html'];

const size = { width: 1120, height: 640 };

/** In New York it is 10:30. */
const begin = Date.parse('2026-11-27T15:30:00Z');

const emma = '+12065550142';
const olivia = '+14155550163';
const liam = '+13125550118';
const sophia = '+16175550184';

/** The window after orders have been shipped: texts that went out, and why others did not. */
export const windowPicture: WithoutN8n = {
	name: 'window',
	shows: async () => {
		const told = await withScene(async ({ url }) => {
			const stream = await openEvents(url);
			await stream.until(({ complete }) => complete);
			stream.close();
			const { exchanges, people } = stream.told;
			return {
				exchanges: exchanges.map(({ took: _took, second: _second, ...rest }) => rest),
				people: [...people.values()],
			};
		});
		return [told, size, sources.map((file) => readFileSync(resolve(pageFolder, file), 'utf8'))];
	},
	take: async () =>
		await withScene(async ({ url }) => {
			const window = await openWindow(`${url}/`, { ...size, sharpness: 2 });
			try {
				const { page } = window;
				await page.locator('.outcome.sent', { hasText: olivia }).first().click();
				await page.locator('.phone .current').waitFor();
				return await page.screenshot({ animations: 'disabled' });
			} finally {
				await window.close();
			}
		}),
};

async function withScene<T>(use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
	const sandbox = await startSandbox({ window: true, log: () => {} });
	try {
		await play(sandbox);
		return await use(sandbox);
	} finally {
		await sandbox.close();
	}
}

/** By a clock that stands still between requests. */
async function play({ url, apiKey, control }: Sandbox): Promise<void> {
	const http = axios.create({
		baseURL: url,
		proxy: false,
		validateStatus: () => true,
		headers: { Authorization: `Bearer ${apiKey}` },
	});
	let now = begin;
	const post = async (path: string, body: object) => {
		now += 4_000;
		await control.setClock(new Date(now).toISOString());
		await http.post(path, body);
	};
	await control.setClock(new Date(now).toISOString());
	const transactional = { type: 'TRANSACTIONAL', channel: 'TEXT' } as const;
	await control.seedUsers([
		{ phone: emma, email: 'emma.johnson@example.com', subscriptions: [transactional] },
		{ phone: olivia, email: 'olivia.chen@example.com', subscriptions: [transactional] },
		{ phone: liam, subscriptions: [{ ...transactional, state: 'stopped' }] },
		{ phone: sophia, subscriptions: [transactional], attributes: { 'VIP Tier': 'Gold' } },
	]);
	const about = { subscriptionType: 'TRANSACTIONAL', quietHours: null } as const;
	await control.addJourney({ name: 'Order confirmed', event: 'Order Confirmed', ...about });
	await control.addJourney({ name: 'Your order has shipped', event: 'Order Shipped', ...about });
	await control.addJourney({
		name: 'You have points',
		event: 'Points Awarded',
		attributesNeeded: ['Points Balance'],
		...about,
	});
	const event = (type: string, phone: string, order?: string) =>
		post('/v1/events/custom', {
			type,
			user: { phone },
			...(order === undefined ? {} : { properties: { order }, externalEventId: `${type}-${order}` }),
		});
	for (const [phone, firstName, lastName] of [
		[emma, 'Emma', 'Johnson'],
		[olivia, 'Olivia', 'Chen'],
		[liam, 'Liam', 'Garcia'],
		[sophia, 'Sophia', 'Kim'],
	] as const) {
		await post('/v2/user/attributes', { identifiers: { phone }, attributes: { firstName, lastName } });
	}
	await event('Order Confirmed', olivia, '1041');
	await event('Order Confirmed', emma, '1042');
	await event('Order Shipped', '555-0175', '1043');
	await event('Points Awarded', sophia);
	await event('Out for Delivery', emma, '1039');
	await event('Order Shipped', liam, '1040');
	await event('Order Shipped', olivia, '1041');
	await event('Order Shipped', emma, '1042');
}
