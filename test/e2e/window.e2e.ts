import net from 'node:net';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { startReceiver, type Receiver } from '../sandbox/receiver';
import { until } from './until';
import {
	allRows,
	focused,
	openWindow,
	paleTexts,
	showTab,
	whenComplete,
	widthOf,
	type Screen,
	type WindowPage,
} from './windowPage';
import { phoneOf, sendEvents, sendSome, shippedJourney, traffic } from './windowTraffic';

/** The sandbox's window. It needs no n8n: `npm run test:window` runs it alone. */
const many = 10_000;

let sandbox: Sandbox;
let http: ReturnType<typeof traffic>;
let receiver: Receiver;
const opened: WindowPage[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ window: true, log: () => {} });
	http = traffic(sandbox);
	receiver = await startReceiver();
});
beforeEach(async () => {
	await sandbox.control.reset();
	await sandbox.control.setLimit({ perSecond: 1_000_000 });
});
afterEach(async () => {
	for (const { close, takeErrors, elsewhere } of opened.splice(0)) {
		const errors = takeErrors();
		await close();
		expect({ errors, elsewhere }).toEqual({ errors: [], elsewhere: [] });
	}
});
afterAll(async () => {
	await receiver.close();
	await sandbox.close();
});

async function open(screen: Screen = {}, url = sandbox.url): Promise<WindowPage> {
	const made = await openWindow(`${url}/`, screen);
	opened.push(made);
	return made;
}

/** What a tab says it has. */
async function countIn({ page }: WindowPage, tab: string): Promise<number> {
	const [label = ''] = await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).allTextContents();
	return Number(/[\d,]+/.exec(label)?.[0].replaceAll(',', '') ?? 0);
}

const shows = (window: WindowPage, tab: string, count: number) =>
	until(`${count} ${tab}`, async () => (await countIn(window, tab)) === count);

/** Each write in the ledger has its row in the list of requests, and no other row says that it was written. */
async function expectLedgerShown({ page }: WindowPage): Promise<void> {
	await showTab(page, 'Requests');
	const rows = (await allRows(page)).reverse();
	expect(rows.map(({ data }) => Number(data.number))).toEqual(rows.map((_row, index) => index + 1));
	const shown = rows.flatMap(({ data, texts }) =>
		data.ledger === undefined
			? []
			: [{ sequence: Number(data.ledger), endpoint: texts.endpoint, who: texts.who }],
	);
	const written = (await sandbox.control.ledger()).map(({ sequence, endpoint, body }) => ({
		sequence,
		endpoint,
		who: whoIn(body),
	}));
	expect(shown).toEqual(written);
}

function whoIn(body: unknown): string | undefined {
	const text = JSON.stringify(body);
	return /"(?:phone|email)":"([^"]+)"/.exec(text)?.[1];
}

test('shows what the ledger holds, item by item', async () => {
	const { control } = sandbox;
	const window = await open();
	const { page } = window;
	await sendSome(sandbox, http, receiver.url);
	await until('all deliveries', async () =>
		(await control.deliveries()).every(({ state }) => state === 'delivered'),
	);
	const requests = (await control.requests()).reduce((sum, { total }) => sum + total, 0);
	await shows(window, 'Requests', requests);
	await expectLedgerShown(window);

	const ledger = await control.ledger();
	const rows = page.locator('.entry .request[data-ledger]');
	expect(await rows.count()).toBe(ledger.length);
	for (const { sequence, body } of ledger) {
		await page.locator(`.request[data-ledger="${sequence}"]`).click();
		const details = page.locator(`aside section[data-request]`);
		await details.getByText(`Entry ${sequence}`, { exact: true }).waitFor();
		expect(JSON.parse(await details.locator('pre').first().innerText())).toEqual(body);
	}
	const statuses = await page.locator('.entry .request .chip b').allTextContents();
	expect(statuses.filter((status) => status === '400')).toHaveLength(1);
	expect(statuses.filter((status) => status === '401')).toHaveLength(1);

	await showTab(page, 'Texts');
	const outcomes = (await allRows(page)).reverse();
	const texts = await control.texts();
	const bubbles = outcomes.filter(({ texts: { bubble } }) => bubble !== undefined);
	expect(bubbles.map(({ texts: { when } }) => when?.split('to ').at(-1))).toEqual(
		texts.map((text) => text.phone),
	);
	const noTexts = await control.noTexts();
	const reasons = outcomes.flatMap(({ data: { reason } }) => (reason === undefined ? [] : [reason]));
	expect(reasons).toEqual(noTexts.map(({ reason }) => reason));
	for (const { texts: parts, data } of outcomes) {
		if (data.reason === undefined) continue;
		expect(parts['no-text']).toMatch(/^No text [A-Z].+\.$/);
		expect(parts['no-text']).not.toContain(data.reason);
	}

	await showTab(page, 'People');
	const people = (await allRows(page)).reverse();
	const users = await control.users();
	expect(people.map(({ data }) => data.id)).toEqual(users.map(({ id }) => id));
	for (const { id, phones, emails, attributes, subscriptions } of users) {
		await page.locator(`.person[data-id="${id}"]`).click();
		const card = page.locator('aside .card', { hasText: id });
		const content = await card.innerText();
		for (const value of [...phones, ...emails, ...Object.entries(attributes).flat()])
			expect(content).toContain(value);
		expect(await card.locator('li').count()).toBe(subscriptions.length);
	}

	await showTab(page, 'Webhooks');
	const deliveries = await control.deliveries();
	const shown = (await allRows(page)).reverse();
	expect(shown.map(({ data, texts: { chip, endpoint } }) => [data.id, endpoint, chip])).toEqual(
		deliveries.map(({ id, type, state }) => [id, type, state]),
	);
	await page.locator(`.delivery[data-id="${deliveries[0]?.id}"]`).click();
	await page
		.locator('aside')
		.getByText(deliveries[0]?.id ?? '', { exact: true })
		.waitFor();
	expect(await page.locator('aside .attempts li').count()).toBe(deliveries[0]?.attempts.length);

	await showTab(page, 'Journeys');
	const journey = page.locator('.journey', { hasText: shippedJourney.name });
	expect(await journey.innerText()).toContain(
		`${texts.filter((text) => text.journey === shippedJourney.name).length} texts sent`,
	);

	await showTab(page, 'Rate');
	await page.locator('rate-plot canvas').waitFor();
	for (const { endpoint, total } of (await control.requests()).filter((count) => count.total > 0)) {
		const cells = page.locator('tr', { has: page.getByText(endpoint, { exact: true }) }).locator('td');
		expect((await cells.allTextContents()).slice(0, 2)).toEqual([endpoint, String(total)]);
	}
	expect(await page.content()).not.toContain(sandbox.apiKey);
});

test('keeps up with 10,000 requests, and shows them again after a reload', async () => {
	await sandbox.control.addJourney(shippedJourney);
	const window = await open({ width: 900 });
	await sendEvents(http, many, 'Order Shipped');
	await shows(window, 'Requests', many);
	// High, so that there are few steps from the top of a list to its end.
	await window.page.setViewportSize({ width: 900, height: 6_000 });
	await expectLedgerShown(window);
	await shows(window, 'People', many);
	await window.page.reload();
	await whenComplete(window.page);
	await shows(window, 'Requests', many);
	await expectLedgerShown(window);
	await showTab(window.page, 'Texts');
	const outcomes = await allRows(window.page);
	expect(outcomes.map(({ data: { reason } }) => reason)).toEqual(Array(many).fill('noSubscription'));
}, 600_000);

test('misses nothing while its connection is cut', async () => {
	const line = await startLine(new URL(sandbox.url).port);
	try {
		const window = await open({}, line.url);
		await sendEvents(http, 50, 'Before');
		await shows(window, 'Requests', 50);
		line.cut();
		await window.page.getByText('Connection lost').waitFor();
		await sendEvents(http, 600, 'Meanwhile');
		line.mend();
		await window.page.getByText('Live', { exact: true }).waitFor();
		await sendEvents(http, 50, 'After');
		await shows(window, 'Requests', 700);
		await expectLedgerShown(window);
		// The browser says so itself, once for each attempt.
		const errors = window.takeErrors();
		expect(errors.filter((error) => !error.includes('net::ERR_'))).toEqual([]);
	} finally {
		await line.close();
	}
});

test('begins anew when the account does', async () => {
	const window = await open();
	await sendEvents(http, 5, 'Order Shipped');
	await shows(window, 'Requests', 5);
	await sandbox.control.reset();
	await window.page.getByRole('heading', { name: 'Nothing has arrived yet' }).waitFor();
	await sendEvents(http, 2, 'Order Shipped');
	await shows(window, 'Requests', 2);
	await expectLedgerShown(window);
});

test('what people have sent is text, never HTML', async () => {
	const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
	await sandbox.control.addJourney({ ...shippedJourney, name: hostile, event: hostile });
	await sandbox.control.seedUsers([
		{
			phone: phoneOf(1),
			clientUserId: hostile,
			attributes: { [hostile]: hostile },
			subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }],
		},
	]);
	await http.post('/v1/events/custom', { type: hostile, user: { phone: phoneOf(1) } });
	await http.post('/v2/user/attributes', {
		identifiers: { phone: phoneOf(1) },
		attributes: { firstName: hostile },
	});
	await http.get(`/${hostile}?${hostile}`);
	const { page } = await open();
	for (const tab of ['Texts', 'Requests', 'People', 'Journeys', 'Webhooks', 'Rate', 'More']) {
		await showTab(page, tab);
		const row = page.locator('.entry').last();
		if ((await page.locator('.entry').count()) > 0) await row.click();
		if (['Texts', 'People', 'Journeys'].includes(tab)) {
			expect(await page.locator('#panel').innerText()).toContain(hostile);
		}
		expect(await page.locator('img, body script').count()).toBe(0);
		expect(await page.title()).toBe('Attentive sandbox');
	}
});

test('finds requests and people', async () => {
	await sendSome(sandbox, http, receiver.url);
	const { page } = await open();
	await showTab(page, 'Requests');
	await page.getByRole('searchbox').fill('order-1002 SHIPPED');
	await page.locator('.entry').nth(1).waitFor({ state: 'detached' });
	expect(await page.locator('.entry .gist').innerText()).toContain(phoneOf(1));
	await page.getByRole('searchbox').fill('no such thing');
	await page.getByRole('button', { name: 'Show everything' }).click();
	await page.locator('.entry').nth(5).waitFor();
	await page.getByRole('radio', { name: /^Not accepted/ }).check();
	// Until none is left.
	await page.locator('.entry', { hasText: '200' }).first().waitFor({ state: 'detached' });
	expect((await allRows(page)).length).toBe(4);
	await showTab(page, 'People');
	await page.getByRole('searchbox').fill('gold');
	await page.locator('.entry').nth(1).waitFor({ state: 'detached' });
	expect(await page.locator('.entry').innerText()).toContain(phoneOf(1));
});

test.each([1280, 400])('works by keyboard alone, %i pixels wide', async (width) => {
	await sendSome(sandbox, http, receiver.url);
	const { page } = await open({ width });
	await page.keyboard.press('Tab');
	expect(await focused(page)).toMatchObject({ id: 'tab-texts', isVisible: true });
	for (const id of [
		'tab-requests',
		'tab-people',
		'tab-journeys',
		'tab-webhooks',
		'tab-rate',
		'tab-more',
		'tab-texts',
	]) {
		await page.keyboard.press('ArrowRight');
		expect(await focused(page)).toMatchObject({ id, isVisible: true });
		expect(await page.locator(`#${id}`).getAttribute('aria-selected')).toBe('true');
	}
	await page.keyboard.press('ArrowRight');
	while ((await focused(page)).tag !== 'ENTRY-LIST') {
		await page.keyboard.press('Tab');
		expect((await focused(page)).tag).not.toBe('BODY');
	}
	expect((await focused(page)).isVisible).toBe(true);
	const total = (await page.locator('.entry').first().getAttribute('aria-setsize')) ?? '';
	const chosen = (position: string) =>
		page.locator(`.entry[aria-selected="true"][aria-posinset="${position}"]`);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await chosen('2').waitFor();
	expect((await focused(page)).chosen).toBe(await chosen('2').getAttribute('id'));
	await page.keyboard.press('End');
	await chosen(total).waitFor();
	await page.keyboard.press('Home');
	await chosen('1').waitFor();
	await page.keyboard.press('Enter');
	await page.locator('aside section[data-request]').waitFor();
	await page.keyboard.press('Escape');
	await page.locator('aside section[data-request]').waitFor({ state: width < 800 ? 'hidden' : 'detached' });
	expect((await focused(page)).tag).toBe('ENTRY-LIST');
	await page.keyboard.press('/');
	await page.keyboard.type('points');
	await page.locator('.entry').nth(1).waitFor({ state: 'detached' });
	await page.keyboard.press('Escape');
	await page.locator('.entry').nth(1).waitFor();
});

test.each([
	['light', 1280],
	['light', 400],
	['dark', 1280],
	['dark', 400],
] as const)(
	'every text can be read: %s, %i pixels wide, and nothing is cut off at the side',
	async (colorScheme, width) => {
		const empty = await open({ colorScheme, width });
		expect((await paleTexts(empty.page)).pale).toEqual([]);
		await sendSome(sandbox, http, receiver.url);
		const { page } = empty;
		for (const tab of ['Texts', 'Requests', 'People', 'Journeys', 'Webhooks', 'Rate', 'More']) {
			await showTab(page, tab);
			const check = async (place: string) => {
				const { checked, pale } = await paleTexts(page);
				expect({ tab, place, pale }).toEqual({ tab, place, pale: [] });
				expect(checked).toBeGreaterThan(10);
				expect(await widthOf(page)).toBe(width);
			};
			await check('list');
			for (let row = 0; row < Math.min(await page.locator('.entry').count(), 4); row += 1) {
				await page.locator('.entry').nth(row).click();
				await page.locator('aside section').first().waitFor();
				await check(`details of row ${row}`);
				if (width < 800) await page.getByRole('button', { name: 'Back to the list' }).click();
			}
		}
	},
);

/** A way to the sandbox that can be cut, as a network can. */
async function startLine(
	port: string,
): Promise<{ url: string; cut(): void; mend(): void; close(): Promise<void> }> {
	const sockets = new Set<net.Socket>();
	let isCut = false;
	const server = net.createServer((from) => {
		if (isCut) return void from.destroy();
		const to = net.connect(Number(port), '127.0.0.1');
		for (const [one, other] of [
			[from, to],
			[to, from],
		] as const) {
			sockets.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				sockets.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('It listens nowhere.');
	const cut = () => {
		isCut = true;
		for (const socket of sockets) socket.destroy();
	};
	return {
		url: `http://127.0.0.1:${address.port}`,
		cut,
		mend: () => void (isCut = false),
		close: () =>
			new Promise((resolve) => {
				cut();
				server.close(() => resolve());
			}),
	};
}
