import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Listener, ListenOptions } from '../../embedded-n8n';
import type { WebhookRecord } from '../../sandbox/control';
import { webhookEvents } from '../../nodes/webhooks/events';
import { useBench, useStandIn } from './setup';

const LIST = 'GET /v1/webhooks';
const CREATE = 'POST /v1/webhooks';
const UPDATE = 'PUT /v1/webhooks/{webhookId}';
const DELETE = 'DELETE /v1/webhooks/{webhookId}';
const BY_API = webhookEvents.filter(({ byApi }) => byApi).map(({ type }) => type);
/** What this n8n says its own address is, where nothing needs to be delivered. */
const ADDRESS = 'https://n8n.example.com';
const URL_THERE = `${ADDRESS}/webhook/0f4b/webhook`;

const bench = useBench();
const between = useStandIn();
let open: Listener[] = [];
afterEach(async () => {
	for (const listener of open) await listener.close();
	open = [];
});

interface Given extends ListenOptions {
	parameters?: INodeParameters;
	/** Signing keys of the credential; null: no credential. */
	keys?: string[] | null;
	name?: string;
	/** The webhook's URL is the real one, to which the sandbox can deliver. */
	real?: boolean;
	/** Data of the API credential; the type is attentiveOAuth2Api if it has oauthTokenData. Null: no API credential. */
	credential?: IDataObject | null;
}

/** Publishes a workflow with the trigger, always at the same URL unless it is to be the real one. */
async function publish(given: Given = {}): Promise<Listener> {
	const {
		parameters = {},
		keys = null,
		name = 'Attentive Trigger',
		credential = {},
		real,
		...options
	} = given;
	const type = credential && 'oauthTokenData' in credential ? 'attentiveOAuth2Api' : 'attentiveApi';
	const data = { apiKey: bench.sandbox.apiKey, baseUrl: bench.sandbox.url, ...credential };
	const listener = await bench.n8n.listen(
		{
			id: 'by-api',
			name: 'Test',
			nodes: [
				{
					id: '1',
					name,
					type: 'n8n-nodes-attentive.attentiveTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						setUp: 'byApi',
						triggerOn: ['*'],
						...(type === 'attentiveOAuth2Api' ? { authentication: 'oAuth2' } : {}),
						...parameters,
					},
					webhookId: '0f4b',
					credentials: {
						...(credential
							? { [type]: bench.n8n.addCredential(type, JSON.parse(JSON.stringify(data))) }
							: {}),
						...(keys
							? {
									attentiveWebhookApi: bench.n8n.addCredential('attentiveWebhookApi', {
										signingKeys: keys.join('\n'),
									}),
								}
							: {}),
					},
				},
			],
			connections: {},
		},
		{ ...(real ? {} : { publicUrl: ADDRESS }), ...options },
	);
	open.push(listener);
	return listener;
}

async function unpublish(listener: Listener): Promise<void> {
	open = open.filter((one) => one !== listener);
	await listener.close();
}

/** The message of what publishing throws. */
async function refusal(given: Given): Promise<string> {
	try {
		await publish(given);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return 'it was published';
}

const webhooks = async (): Promise<WebhookRecord[]> => (await bench.sandbox.control.dashboard()).webhooks;

async function onlyWebhook(): Promise<WebhookRecord> {
	const all = await webhooks();
	expect(all).toHaveLength(1);
	const [webhook] = all;
	if (!webhook) throw new Error('no webhook');
	return webhook;
}

/** How many requests each endpoint for webhooks had. */
async function webhookRequests(): Promise<Record<string, number>> {
	const counts = await bench.sandbox.control.requests();
	return Object.fromEntries(
		counts
			.filter(({ endpoint, total }) => endpoint.includes('/v1/webhooks') && total > 0)
			.map((one) => [one.endpoint, one.total]),
	);
}

describe('published, unpublished and published again', () => {
	test('five times: the same webhook with the same key, and each event comes once', async () => {
		const first = await publish({ real: true });
		const { id, signingKey, url } = await onlyWebhook();
		expect(url).toBe(first.url('Attentive Trigger'));
		const port = Number(new URL(url).port);
		await unpublish(first);

		for (let round = 1; round <= 5; round++) {
			const listener = await publish({ real: true, port, keys: [signingKey] });
			expect(await onlyWebhook()).toMatchObject({ id, signingKey, url, disabledAt: null });
			await bench.sandbox.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
			await bench.sandbox.control.whenDelivered();
			const runs = await listener.finished();
			expect(runs.flatMap((run) => run.json('Attentive Trigger'))).toMatchObject([
				{ event: 'sms.sent', signatureVerified: true },
			]);
			await unpublish(listener);
			expect((await onlyWebhook()).disabledAt).not.toBeNull();
		}
		expect(await webhookRequests()).toMatchObject({ [CREATE]: 1 });
		expect(await webhookRequests()).not.toHaveProperty([DELETE]);
	});

	test('Every Event means the eight that the API takes', async () => {
		await publish();
		expect([...(await onlyWebhook()).events].sort()).toEqual([...BY_API].sort());
	});

	test('events that Attentive has added, by their names', async () => {
		await bench.sandbox.control.setSettings({ moreWebhookEvents: ['sms.delivered', 'sms.unsubscribed'] });
		const options = { otherEvents: 'sms.delivered, sms.unsubscribed' };
		const staticData: IDataObject = {};
		const listener = await publish({ parameters: { triggerOn: ['otherEvents'], options }, real: true });
		const { id, events } = await onlyWebhook();
		expect(events).toEqual(['sms.delivered', 'sms.unsubscribed']);
		await unpublish(listener);
		await publish({ parameters: { triggerOn: ['*', 'otherEvents'], options }, real: true, staticData });
		const all = (await webhooks()).at(-1);
		expect(all?.events).toEqual([...BY_API, 'sms.delivered', 'sms.unsubscribed']);
		await bench.sandbox.control.sendSampleEvent({ webhookId: id, type: 'sms.delivered' });
	});

	test('found in order, nothing is changed', async () => {
		await publish();
		const before = await onlyWebhook();
		// n8n was stopped without a word to Attentive, and publishes again.
		await publish();
		expect(await onlyWebhook()).toEqual(before);
		expect(await webhookRequests()).toEqual({ [LIST]: 4, [CREATE]: 1 });
	});

	test('found enabled with other events: the same webhook, with those', async () => {
		await publish({ parameters: { triggerOn: ['sms.subscribed', 'sms.sent'] } });
		const { id } = await onlyWebhook();
		for (const events of [['sms.sent', 'email.opened'], ['email.opened']]) {
			await publish({ parameters: { triggerOn: events } });
			expect(await onlyWebhook()).toMatchObject({ id, events, disabledAt: null });
		}
	});

	test('a renamed node, without anything remembered: the same webhook', async () => {
		const staticData: IDataObject = {};
		await unpublish(await publish({ staticData }));
		const { id, signingKey } = await onlyWebhook();
		await publish({ staticData, name: 'Opt-Ins' });
		expect(await onlyWebhook()).toMatchObject({ id, signingKey, disabledAt: null });
	});

	test('other events: the same webhook, with those', async () => {
		await unpublish(await publish({ parameters: { triggerOn: ['sms.subscribed'] } }));
		const { id, events } = await onlyWebhook();
		expect(events).toEqual(['sms.subscribed']);
		await publish({ parameters: { triggerOn: ['email.opened', 'sms.sent'] } });
		expect(await onlyWebhook()).toMatchObject({ id, events: ['email.opened', 'sms.sent'], disabledAt: null });
	});

	test('removed when unpublished, if the panel says so', async () => {
		const parameters = { options: { whenUnpublished: 'remove' } };
		for (const deletedWebhooks of ['gone', 'listed'] as const) {
			await bench.sandbox.control.reset();
			await bench.sandbox.control.setSettings({ deletedWebhooks });
			for (let round = 1; round <= 3; round++) {
				const listener = await publish({ parameters });
				expect((await onlyWebhook()).disabledAt).toBeNull();
				await unpublish(listener);
				expect(await webhooks()).toEqual([]);
			}
		}
	});

	test('deleted in Attentive meanwhile: unpublishing is done, publishing makes a new one', async () => {
		const since = bench.logSinceNow();
		const listener = await publish();
		const { id } = await onlyWebhook();
		await deleteInAttentive(id);
		await unpublish(listener);
		expect(since('warn').join()).not.toContain('Could not');
		await publish();
		expect((await onlyWebhook()).id).not.toBe(id);
	});

	test('deleted between the look and the call: that is done too', async () => {
		const since = bench.logSinceNow();
		for (const options of [{}, { whenUnpublished: 'remove' }]) {
			const listener = await publish({ parameters: { options } });
			await bench.sandbox.control.addFault({
				endpoint: 'whenUnpublished' in options ? DELETE : UPDATE,
				kind: '404',
			});
			await unpublish(listener);
		}
		expect(since('warn').join()).not.toContain('Could not');
	});
});

async function deleteInAttentive(id: string): Promise<void> {
	const answer = await fetch(`${bench.sandbox.url}/v1/webhooks/${id}`, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${bench.sandbox.apiKey}` },
	});
	expect(answer.status).toBe(204);
}

describe('where the webhook cannot be enabled', () => {
	test.each(['400', '404', '500before'] as const)('(%s) a new one is made, once', async (kind) => {
		await unpublish(await publish());
		const before = await onlyWebhook();
		const since = bench.logSinceNow();
		await bench.sandbox.control.addFault({ endpoint: UPDATE, kind, count: kind === '500before' ? 3 : 1 });
		const listener = await publish();
		const [old, made, ...others] = await webhooks();
		expect(others).toEqual([]);
		expect(old).toEqual(before);
		expect(made).toMatchObject({ url: before.url, disabledAt: null });
		expect(since('warn').join()).toContain(made?.id);
		expect(since('warn').join()).toContain('three days');

		await unpublish(listener);
		await publish();
		const enabled = (await webhooks()).filter(({ disabledAt }) => disabledAt === null);
		expect(enabled).toHaveLength(1);
		expect(await webhooks()).toHaveLength(2);
	});

	test('a passing failure is tried again, and the webhook stays', async () => {
		await unpublish(await publish());
		const { id } = await onlyWebhook();
		for (const endpoint of [LIST, UPDATE]) await bench.sandbox.control.addFault({ endpoint, kind: '503' });
		await publish();
		expect(await onlyWebhook()).toMatchObject({ id, disabledAt: null });
	});

	test('made at the second try, where the first certainly had no effect', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '429' });
		await publish();
		await onlyWebhook();
		expect(await webhookRequests()).toMatchObject({ [CREATE]: 2 });
	});

	test('enabled, though the answers were lost: no second one', async () => {
		await unpublish(await publish());
		const { id } = await onlyWebhook();
		await bench.sandbox.control.addFault({ endpoint: UPDATE, kind: '500after', count: 3 });
		expect(await refusal({})).toContain('Could not enable');
		// n8n tries again.
		await publish();
		expect(await onlyWebhook()).toMatchObject({ id, disabledAt: null });
	});

	test('made, though the answer was lost: found the next time', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '500after' });
		expect(await refusal({})).toContain('Could not create the webhook in Attentive');
		expect(await webhookRequests()).toMatchObject({ [CREATE]: 1 });
		await publish();
		expect((await onlyWebhook()).disabledAt).toBeNull();
	});

	test('created, though the answer has no ID: found by its URL, and no second one', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: 'answerAfter', status: 201, body: {} });
		await publish();
		expect((await onlyWebhook()).disabledAt).toBeNull();
		expect(await webhookRequests()).toMatchObject({ [CREATE]: 1 });
	});

	test('odd entries in the list: the own webhook is found among them', async () => {
		await unpublish(await publish());
		const { id } = await onlyWebhook();
		await bench.sandbox.control.setSettings({ oddEntries: true, nullFields: ['type', 'companyId'] });
		await publish();
		expect(await onlyWebhook()).toMatchObject({ id, disabledAt: null });
	});

	/** No field of an answer is required (OpenAPI). */
	describe('Attentive lists webhooks without a URL', () => {
		const listWithout = async (...names: string[]) =>
			await bench.sandbox.control.setSettings({ missingFields: names });

		test.each([[['url']], [['url', 'type', 'companyId']], [['url', 'events']]])(
			'without %j: the webhook that this node made is found by its ID, and no second one is made',
			async (names) => {
				await listWithout(...names);
				const staticData: IDataObject = {};
				await unpublish(await publish({ staticData }));
				const { id } = await onlyWebhook();
				expect((await onlyWebhook()).disabledAt).not.toBeNull();
				await publish({ staticData });
				expect(await onlyWebhook()).toMatchObject({ id, url: URL_THERE, events: BY_API, disabledAt: null });
				expect(await webhookRequests()).toMatchObject({ [CREATE]: 1 });
			},
		);

		test('published and unchanged: nothing is written', async () => {
			const staticData: IDataObject = {};
			await publish({ staticData });
			await listWithout('url');
			await publish({ staticData });
			const requests = await webhookRequests();
			expect(requests).toMatchObject({ [CREATE]: 1 });
			expect(requests).not.toHaveProperty([UPDATE]);
		});

		test('what is not known to be its own is left alone, and the log says that events may come twice', async () => {
			const other = await createAsApp(bench.sandbox.apiKey, 'https://crm.example.com/hook');
			await listWithout('url');
			const since = bench.logSinceNow();
			await publish();
			const [first, second] = await webhooks();
			expect(first).toMatchObject({ id: other, url: 'https://crm.example.com/hook', events: ['sms.sent'] });
			expect(second).toMatchObject({ url: URL_THERE, disabledAt: null });
			expect(since('warn').join()).toContain(`a webhook without its URL (${other})`);
		});

		test('removed when unpublished, and no other', async () => {
			const other = await createAsApp(bench.sandbox.apiKey, 'https://crm.example.com/hook');
			await listWithout('url');
			await unpublish(await publish({ parameters: { options: { whenUnpublished: 'remove' } } }));
			expect((await webhooks()).map(({ id }) => id)).toEqual([other]);
		});

		test('what it made for an earlier address of n8n is not taken for its own', async () => {
			const staticData: IDataObject = {};
			const publicUrl = 'https://earlier.example.com';
			await unpublish(await publish({ staticData, publicUrl }));
			const earlier = await onlyWebhook();
			await listWithout('url');
			await publish({ staticData });
			expect(await webhooks()).toEqual([earlier, expect.objectContaining({ url: URL_THERE })]);
		});

		test('the webhook of the Test URL is not that of the published workflow', async () => {
			await publish();
			const { id } = await onlyWebhook();
			await listWithout('url');
			await unpublish(await publish({ mode: 'manual' }));
			expect(await onlyWebhook()).toMatchObject({ id, url: URL_THERE, disabledAt: null });
		});

		test('created, though the answer has no ID either: the one that is new', async () => {
			await createAsApp(bench.sandbox.apiKey, 'https://crm.example.com/hook');
			await listWithout('url');
			await bench.sandbox.control.addFault({ endpoint: CREATE, kind: 'answerAfter', status: 201, body: {} });
			const listener = await publish();
			await unpublish(listener);
			expect((await webhooks()).map(({ url, disabledAt }) => [url, disabledAt === null])).toEqual([
				['https://crm.example.com/hook', true],
				[URL_THERE, false],
			]);
		});
	});

	test('several with this URL are enabled: one stays so', async () => {
		const listener = await publish();
		await unpublish(listener);
		for (let count = 1; count <= 2; count++) await createAsApp(bench.sandbox.apiKey, URL_THERE);
		await publish();
		const enabled = (await webhooks()).filter(({ disabledAt }) => disabledAt === null);
		expect(enabled).toHaveLength(1);
		expect(enabled[0]?.events).toHaveLength(BY_API.length);
	});

	test('two n8n with one URL create one at the same moment: one stays enabled', async () => {
		// Neither is created before both n8n have looked and found none.
		let creates = 0;
		let open = () => {};
		const bothCome = new Promise<void>((resolve) => (open = resolve));
		between.answer = async ({ method, url, headers: { authorization }, body }) => {
			if (method === 'POST') {
				if (++creates === 2) open();
				await bothCome;
			}
			const headers = { authorization, 'content-type': 'application/json' };
			const answer = await axios.request<object>({
				method,
				url: bench.sandbox.url + url,
				headers,
				...(body ? { data: body } : {}),
			});
			return { status: answer.status, body: answer.data };
		};
		const credential = { baseUrl: between.url };
		await Promise.all([publish({ credential }), publish({ credential })]);
		const all = await webhooks();
		expect(all.filter(({ disabledAt }) => disabledAt === null)).toHaveLength(1);
		expect(all).toHaveLength(2);
	});
});

async function createAsApp(token: string, url: string): Promise<string> {
	const answer = await fetch(`${bench.sandbox.url}/v1/webhooks`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ url, events: ['sms.sent'] }),
	});
	expect(answer.status).toBe(201);
	const { id } = (await answer.json()) as { id: string };
	return id;
}

describe('signing keys', () => {
	test('none yet: published with a warning, and each delivery is refused with the reason until there is one', async () => {
		const since = bench.logSinceNow();
		const listener = await publish({ real: true });
		expect(since('warn').join()).toContain(
			'Every delivery would be refused: no signing key is entered in n8n.',
		);
		expect(since('warn').join()).toContain('three days');
		const { id } = await onlyWebhook();
		await bench.sandbox.control.setSettings({ retryDelaysMs: [] });
		await bench.sandbox.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		const [delivery] = await bench.sandbox.control.whenDelivered();
		expect(delivery?.attempts.map(({ status }) => status)).toEqual([401]);
		const answer = await fetch(listener.url('Attentive Trigger'), { method: 'POST', body: '{}' });
		expect(await answer.json()).toEqual({ message: 'Refused: no signing key is entered in n8n' });
		expect(await listener.finished()).toEqual([]);
	});

	test('lost when one was added: not published, and nothing is made', async () => {
		const keys = ['__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6', 'second-key'];
		expect(await refusal({ keys })).toContain('Paste all keys again, or add a second credential');
		expect(await webhooks()).toEqual([]);
	});
});

describe('what belongs to others', () => {
	test('is left alone: other URLs of the app, and other apps', async () => {
		const other = await bench.sandbox.control.createToken({ label: 'other app', scopes: ['webhooks:write'] });
		const url = URL_THERE;
		for (const [token, at] of [
			[bench.sandbox.apiKey, 'https://crm.example.com/hook'],
			[bench.sandbox.apiKey, `${url}/`],
			[bench.sandbox.apiKey, url.slice(0, -1)],
			[other, url],
		] as const)
			await createAsApp(token, at);
		await bench.sandbox.control.addWebhook({
			url: 'https://crm.example.com/hook',
			events: ['sms.unsubscribed'],
		});
		const before = await webhooks();
		expect(before).toHaveLength(5);

		const parameters = { options: { whenUnpublished: 'remove' } };
		for (const given of [{}, { parameters }]) {
			const listener = await publish(given);
			expect(await webhooks()).toHaveLength(6);
			await unpublish(listener);
			expect((await webhooks()).slice(0, 5)).toEqual(before);
		}
		expect(await webhooks()).toEqual(before);
	});

	test('one that was made by hand with this URL: says that events would come twice', async () => {
		const url = URL_THERE;
		await bench.sandbox.control.addWebhook({ url, events: ['sms.unsubscribed'] });
		const before = await webhooks();
		const message = await refusal({});
		expect(message).toContain('created manually');
		expect(message).toContain('Webhook Setup');
		expect(await webhooks()).toEqual(before);
	});
});

describe('while n8n listens for a test event', () => {
	test('the Test URL has a webhook of its own, which is removed when the event has come', async () => {
		await publish();
		const { id } = await onlyWebhook();
		const listener = await publish({ mode: 'manual', real: true });
		const [, test] = await webhooks();
		expect(test).toMatchObject({ url: listener.url('Attentive Trigger'), disabledAt: null });
		await bench.sandbox.control.sendSampleEvent({ webhookId: test?.id ?? '', type: 'email.opened' });
		await bench.sandbox.control.whenDelivered();
		expect((await listener.finished()).flatMap((run) => run.json('Attentive Trigger'))).toMatchObject([
			{ event: 'email.opened', signatureVerified: false },
		]);
		expect(await onlyWebhook()).toMatchObject({ id, disabledAt: null });
	});

	test('or when nobody waits any more', async () => {
		await unpublish(await publish({ mode: 'manual' }));
		expect(await webhooks()).toEqual([]);
	});
});

describe('what cannot be published says why, and makes nothing', () => {
	test('an event that the API does not take', async () => {
		const chosen = ['sms.unsubscribed', 'sms.sent', 'email.sent'];
		for (const triggerOn of [chosen, ['*', ...chosen]]) {
			const message = await refusal({ parameters: { triggerOn } });
			expect(message).toContain('Opted Out of Texts (sms.unsubscribed) or Email Sent (email.sent)');
			expect(message).toContain("set 'Webhook Setup' to Manually in Attentive");
			expect(message).not.toContain('sms.sent)');
		}
		expect(await webhooks()).toEqual([]);
	});

	test('named events that Attentive does not take: with its own words', async () => {
		const parameters = { triggerOn: ['otherEvents'], options: { otherEvents: 'sms.delivered' } };
		const message = await refusal({ parameters });
		expect(message).toContain('Could not create the webhook in Attentive');
		expect(message).toContain('body.events.0');
		expect(await webhooks()).toEqual([]);
	});

	test('no event', async () => {
		expect(await refusal({ parameters: { triggerOn: [] } })).toContain('No event is selected');
		expect(await webhooks()).toEqual([]);
	});

	test.each(['http://n8n.example.com', 'http://10.0.0.5:5678', 'http://127.0.0.1.example.com'])(
		'a URL that is not https: %s',
		async (publicUrl) => {
			const message = await refusal({ publicUrl });
			expect(message).toContain('WEBHOOK_URL');
			expect(message).toContain(publicUrl);
			expect(await webhooks()).toEqual([]);
		},
	);

	test('https is taken', async () => {
		await publish({ publicUrl: 'https://n8n.example.com' });
		expect((await onlyWebhook()).url).toMatch(/^https:\/\/n8n\.example\.com\/webhook\//);
	});

	test('a key that Attentive does not accept: asked once, and the key stays secret', async () => {
		const message = await refusal({ credential: { apiKey: 'wrong-secret' } });
		expect(message).toContain('does not accept the API key');
		expect(message).not.toContain('wrong-secret');
		expect(bench.n8n.logLines.join()).not.toContain('wrong-secret');
		// One by publishing, one when the workflow is taken back.
		expect(await webhookRequests()).toEqual({ [LIST]: 2 });
	});

	test('a key without the permission', async () => {
		const apiKey = await bench.sandbox.control.createToken({ label: 'reader', scopes: ['segments:read'] });
		const message = await refusal({ credential: { apiKey } });
		expect(message).toContain('does not have the "Webhooks" permission');
		expect(message).toContain('"Write"');
	});

	test('Attentive is down', async () => {
		await bench.sandbox.control.addFault({ endpoint: LIST, kind: '500before', count: 3 });
		const message = await refusal({});
		expect(message).toContain('Could not get the webhooks');
		expect(message).toContain('500');
	});

	test('Attentive refuses the webhook: with its own words', async () => {
		await bench.sandbox.control.addFault({ endpoint: CREATE, kind: '400' });
		expect(await refusal({})).toMatch(/Could not create the webhook in Attentive: Attentive answered 400/);
		expect(await webhookRequests()).toMatchObject({ [CREATE]: 1 });
	});

	test('an address that is not Attentive’s', async () => {
		await bench.sandbox.control.addFault({ endpoint: LIST, kind: 'garbage', count: 3 });
		expect(await refusal({})).toContain('Could not get the webhooks');
	});

	test('no API credential', async () => {
		expect(await refusal({ credential: null })).toContain('Select it in the panel');
	});

	test('an OAuth2 credential that is not connected', async () => {
		expect(await refusal({ credential: { oauthTokenData: {} } })).toContain('connect it first');
	});
});

describe('unpublishing', () => {
	test('is never held up: what Attentive refuses goes to the log', async () => {
		const listener = await publish();
		const since = bench.logSinceNow();
		await bench.sandbox.control.addFault({ endpoint: UPDATE, kind: '403' });
		await unpublish(listener);
		expect(since('warn')).toEqual([expect.stringContaining('Could not disable')]);
		expect(since('warn').join()).toContain('does not have the "Webhooks" permission');
		expect((await onlyWebhook()).disabledAt).toBeNull();
	});

	test('set up by hand: Attentive is never asked', async () => {
		await unpublish(await publish({ parameters: { setUp: 'byHand' }, keys: ['a key'] }));
		expect(await webhookRequests()).toEqual({});
	});
});

test('works with an OAuth2 credential', async () => {
	const token = await bench.sandbox.control.createToken({ label: 'public app', scopes: ['webhooks:write'] });
	const credential = { oauthTokenData: { access_token: token, token_type: 'Bearer' } };
	const listener = await publish({ credential });
	expect(await onlyWebhook()).toMatchObject({ app: 'public app', disabledAt: null });
	await unpublish(listener);
	expect((await onlyWebhook()).disabledAt).not.toBeNull();
});

test('no show-rule of a credential takes Set Up out of the panel', () => {
	const { credentials = [] } = bench.n8n.nodeType('n8n-nodes-attentive.attentiveTrigger').description;
	expect(credentials.map(({ name, displayOptions }) => [name, displayOptions])).toEqual([
		['attentiveApi', { hide: { setUp: ['byHand'], authentication: ['oAuth2'] } }],
		['attentiveOAuth2Api', { hide: { setUp: ['byHand'], authentication: ['apiKey'] } }],
		['attentiveWebhookApi', undefined],
	]);
});

test('the panel says where the key is, by when, and what cannot be had', () => {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentiveTrigger').description;
	const notice = (name: string) => properties.find((one) => one.name === name);
	const text = notice('apiStepsNotice')?.displayName ?? '';
	for (const part of ['signing key', 'Webhooks', 'three days', 'may drop']) expect(text).toContain(part);
	expect(notice('apiStepsNotice')?.displayOptions).toEqual({ show: { setUp: ['byApi'] } });
	expect(notice('manualStepsNotice')?.displayOptions).toEqual({ show: { setUp: ['byHand'] } });
	const [, byApi] = notice('setUp')?.options ?? [];
	expect(byApi).toMatchObject({ value: 'byApi', description: expect.stringContaining('Text opt-outs') });
});
