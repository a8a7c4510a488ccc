import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
	Workflow,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodeTypes,
} from 'n8n-workflow';
import type { Listener, ListenOptions, WorkflowFile } from '../../embedded-n8n';
import { webhookEvents } from '../../nodes/webhooks/events';
import { payloads } from '../unit/trigger/payloads';
import { useBench } from './setup';

const SAMPLES = resolve(__dirname, '../../docs/webhook-events');
const KEY = 'K3y-of-the-webhook';
const REPLY = JSON.stringify(payloads['sms.inbound_message']);

const bench = useBench();
let open: Listener[] = [];
let count = 0;
afterEach(async () => {
	for (const listener of open) await listener.close();
	open = [];
});

type Body = NonNullable<RequestInit['body']>;
type Headers = Record<string, string>;

interface Given extends ListenOptions {
	/** Content of the credential; null: no credential. */
	keys?: string | null;
	parameters?: INodeParameters;
	/** The node's credential, instead of one with `keys`. */
	credential?: { id: string; name: string };
	/** Same ID, same node for what is remembered. */
	workflowId?: string;
}

function workflow({ keys = KEY, parameters = {}, credential, workflowId }: Given): WorkflowFile {
	const used =
		credential ??
		(keys === null ? undefined : bench.n8n.addCredential('attentiveWebhookApi', { signingKeys: keys }));
	return {
		id: workflowId ?? `workflow-${++count}`,
		name: 'Test',
		nodes: [
			{
				id: '1',
				name: 'Opt-outs',
				type: 'n8n-nodes-attentive.attentiveTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { triggerOn: ['*'], ...parameters },
				webhookId: '0f4b',
				...(used ? { credentials: { attentiveWebhookApi: used } } : {}),
			},
		],
		connections: {},
	};
}

async function listen(given: Given = {}): Promise<Listener> {
	const listener = await bench.n8n.listen(workflow(given), given);
	open.push(listener);
	return listener;
}

const sign = (body: string | Uint8Array, key = KEY, form: 'hex' | 'base64' = 'hex') =>
	createHmac('sha256', key).update(body).digest(form);
const signed = (body: string | Uint8Array, key = KEY, form: 'hex' | 'base64' = 'hex'): Headers => ({
	'X-Attentive-Hmac-Sha256': sign(body, key, form),
});

interface Answer {
	status: number;
	body: unknown;
}

async function post(listener: Listener, body: Body | undefined, headers: Headers): Promise<Answer> {
	const all = { 'content-type': 'application/json', ...headers };
	const response = await fetch(listener.url('Opt-outs'), { method: 'POST', body, headers: all });
	return { status: response.status, body: await response.json() };
}

async function outputs(listener: Listener): Promise<IDataObject[]> {
	expect(listener.failures).toEqual([]);
	return (await listener.finished()).flatMap((run) => run.json('Opt-outs'));
}

/** Posts signed payloads one after another; what came out and what was answered. */
async function deliver(given: Given, ...events: unknown[]) {
	const listener = await listen(given);
	const answers: Answer[] = [];
	for (const event of events) {
		const body = JSON.stringify(event);
		answers.push(await post(listener, body, signed(body)));
	}
	return { answers, json: await outputs(listener) };
}

/** n8n-io/n8n#14715 (webhook), demian85/gnip#18 and brettlangdon/node-dogapi#16: IDs that arrive rounded. */
test('IDs beyond 2^53 keep their digits', async () => {
	const body =
		'{"type":"sms.sent","timestamp":1760000000000,"company":{"display_name":"Shop","company_id":9007199254740995},"message":{"id":9007199254740993},"subscriber":{"external_id":781250306873012203,"external_identifiers":{"client_user_id":[2868860079149422351],"shopify_id":207119551}}}';
	const listener = await listen();
	expect(await post(listener, body, signed(body))).toMatchObject({ status: 200 });
	expect(await outputs(listener)).toMatchObject([
		{
			time: '2025-10-09T08:53:20.000Z',
			company: { name: 'Shop', id: '9007199254740995' },
			message: { id: '9007199254740993' },
			subscriber: {
				id: '781250306873012203',
				clientUserIds: ['2868860079149422351'],
				shopifyId: 207119551,
			},
		},
	]);
});

describe('the signature', () => {
	test.each<[string, string, Headers]>([
		['hex', KEY, signed(REPLY)],
		['hex in capitals', KEY, { 'X-Attentive-Hmac-Sha256': sign(REPLY).toUpperCase() }],
		['base64', KEY, signed(REPLY, KEY, 'base64')],
		['the second of several keys', `old-key\n  ${KEY} \n\n`, signed(REPLY)],
		['the first of several keys', `old-key\n${KEY}`, signed(REPLY, 'old-key')],
	])('right: %s', async (_case, keys, headers) => {
		const listener = await listen({ keys });
		expect(await post(listener, REPLY, headers)).toEqual({ status: 200, body: { message: 'Received' } });
		expect(await outputs(listener)).toMatchObject([
			{
				event: 'sms.inbound_message',
				signatureVerified: true,
				message: { text: 'Where is my order? 📦' },
			},
		]);
	});

	test.each<[string, Headers, string, string]>([
		[
			'unsigned',
			{},
			'the header x-attentive-hmac-sha256 is missing',
			'Find out who else calls this URL, or whether a proxy',
		],
		...[
			{ what: 'an empty signature', given: { 'X-Attentive-Hmac-Sha256': '' } },
			{ what: 'another key', given: signed(REPLY, 'guess') },
			{ what: 'another body', given: signed(`${REPLY} `) },
			{ what: 'an empty key', given: signed(REPLY, '') },
			{ what: 'no signature at all', given: { 'X-Attentive-Hmac-Sha256': 'yes' } },
		].map(({ what, given }): [string, Headers, string, string] => [
			what,
			given,
			'the signature matches none of the signing keys in n8n',
			'Compare the credential with the key of this webhook',
		]),
	])(
		'wrong: %s: 401 with the reason, no run, and the log says what to do',
		async (_case, headers, reason, wayOut) => {
			const since = bench.logSinceNow();
			const listener = await listen();
			expect(await post(listener, REPLY, headers)).toEqual({
				status: 401,
				body: { message: `Refused: ${reason}` },
			});
			expect(await outputs(listener)).toEqual([]);
			expect(since('warn')).toEqual([
				expect.stringContaining(`Attentive Trigger "Opt-outs" refused a delivery: ${reason}. ${wayOut}`),
			]);
		},
	);

	test('is checked before the body is parsed', async () => {
		const listener = await listen();
		// As text, so that only the node parses it.
		const type = { 'content-type': 'text/plain' };
		const parse = jest.spyOn(JSON, 'parse');
		const parsings = () => parse.mock.calls.filter(([text]) => text === REPLY).length;
		try {
			expect(await post(listener, REPLY, { ...type, ...signed(REPLY, 'other') })).toMatchObject({
				status: 401,
			});
			expect(parsings()).toBe(0);
			expect(await post(listener, REPLY, { ...type, ...signed(REPLY) })).toMatchObject({ status: 200 });
			expect(parsings()).toBe(1);
		} finally {
			parse.mockRestore();
		}
	});

	test('no raw body (multipart): 401', async () => {
		const since = bench.logSinceNow();
		const listener = await listen();
		const headers = { ...signed(''), 'content-type': 'multipart/form-data; boundary=x' };
		expect((await post(listener, '--x--', headers)).status).toBe(401);
		expect(await outputs(listener)).toEqual([]);
		expect(since('warn').join()).toContain('the raw body is missing');
	});

	test('is over the bytes: other white space, key order and escapes verify; packed bodies too', async () => {
		const listener = await listen();
		for (const body of ['{ "type" : "sms.sent",\n"z":1, "a":"\\u00fc" }', '\uFEFF{"type":"sms.sent"}'])
			expect((await post(listener, body, signed(body))).status).toBe(200);
		const packed = gzipSync(REPLY);
		const headers = { ...signed(REPLY), 'content-encoding': 'gzip' };
		expect((await post(listener, packed, headers)).status).toBe(200);
		expect(await outputs(listener)).toMatchObject([{ z: 1, a: 'ü' }, {}, { event: 'sms.inbound_message' }]);
	});

	test('a body of another content type is read as the JSON that was signed', async () => {
		const listener = await listen();
		for (const type of ['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded'])
			expect((await post(listener, REPLY, { ...signed(REPLY), 'content-type': type })).status).toBe(200);
		expect(await outputs(listener)).toHaveLength(3);
	});

	test('the keys stay out of outputs, answers and the log', async () => {
		const since = bench.logSinceNow();
		const listener = await listen();
		const answers = [await post(listener, REPLY, {}), await post(listener, REPLY, signed(REPLY))];
		const runs = await listener.finished();
		expect(JSON.stringify([answers, runs.map((run) => run.fullRunData)])).not.toContain(KEY);
		expect(['warn', 'info', 'debug', 'error'].flatMap(since).join()).not.toContain(KEY);
	});
});

/** What n8n shows as dots in place of a saved value. */
const DOTS = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

describe('publishing', () => {
	test.each<[string, Given, string]>([
		['no credential', { keys: null }, 'no signing key is entered in n8n. Copy the key'],
		['an empty credential', { keys: ' \n ' }, 'no signing key is entered in n8n. Copy the key'],
		[
			'a deleted credential',
			{ credential: { id: 'deleted', name: 'Deleted' } },
			'n8n cannot read the credential with the signing keys. Select the credential again',
		],
		[
			'keys of which the first were lost',
			{ keys: `${DOTS}\n${KEY}` },
			"replaced with n8n's dots when the credential was edited. Paste all keys again, or add a second credential",
		],
		['no event', { parameters: { triggerOn: [] } }, "No event is selected. Select one under 'Trigger On'"],
		['no list of events', { parameters: { triggerOn: '={{ $json.events }}' } }, "'Trigger On' is not a list"],
	])('fails where nothing could ever start: %s', async (_case, given, message) => {
		const listener = await listen(given).catch((error: unknown) => error);
		expect(listener).toMatchObject({ message: expect.stringContaining(message) });
	});

	test('with a key, or for a test without one: no warning', async () => {
		const since = bench.logSinceNow();
		const listener = await listen();
		await listen({ keys: null, mode: 'manual' });
		expect(since('warn')).toEqual([]);
		expect(listener.staticData).toEqual({});
	});
});

describe('refused deliveries', () => {
	const refuse = async (listener: Listener, times: number) => {
		for (let count = 0; count < times; count++) expect((await post(listener, REPLY, {})).status).toBe(401);
	};

	test('show in the next run, once: how many, when the last one came and why it was refused', async () => {
		const listener = await listen();
		await refuse(listener, 2);
		await post(listener, REPLY, signed(REPLY, 'other'));
		for (let count = 0; count < 2; count++) await post(listener, REPLY, signed(REPLY));
		const [first, second] = await outputs(listener);
		expect(first?.refusedBefore).toEqual({
			count: 3,
			last: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			reason: 'the signature matches none of the signing keys in n8n',
		});
		expect(second).not.toHaveProperty('refusedBefore');
	});

	test('show in a test as well, which does not use them up', async () => {
		const workflowId = 'refused-and-tested';
		const listener = await listen({ workflowId });
		await refuse(listener, 1);
		for (let count = 0; count < 2; count++) {
			const test = await listen({ workflowId, mode: 'manual' });
			await post(test, REPLY, {});
			expect(await outputs(test)).toMatchObject([
				{ refusedBefore: { count: 1, reason: expect.stringContaining('is missing') } },
			]);
		}
		await post(listener, REPLY, signed(REPLY));
		expect(await outputs(listener)).toMatchObject([{ refusedBefore: { count: 1 } }]);
	});

	test('wait for a run: a delivery that starts none leaves them', async () => {
		const listener = await listen({ parameters: { triggerOn: ['sms.inbound_message'] } });
		await refuse(listener, 1);
		const other = JSON.stringify(payloads['sms.sent']);
		expect((await post(listener, other, signed(other))).status).toBe(200);
		await post(listener, REPLY, signed(REPLY));
		expect(await outputs(listener)).toMatchObject([{ refusedBefore: { count: 1 } }]);
	});

	test('belong to their node, and a body cannot bring any', async () => {
		await refuse(await listen(), 1);
		const { json } = await deliver({}, { type: 'sms.sent', refused_before: 5 });
		expect(json[0]).toMatchObject({ payloadRefusedBefore: 5 });
		expect(json[0]).not.toHaveProperty('refusedBefore');
	});

	test('write nothing to the database', async () => {
		const listener = await listen();
		await refuse(listener, 1);
		expect(listener.staticData).toEqual({});
	});
});

describe('while n8n listens for a test event', () => {
	test.each<[string, string | null, Headers, string]>([
		['without a key', null, signed(REPLY), 'no signing key is entered'],
		['with keys that were lost', `${DOTS}${KEY}`, signed(REPLY), 'Paste all keys again'],
		['with another key', 'other', signed(REPLY), 'matches none of the signing keys'],
		['unsigned', KEY, {}, 'is missing'],
	])('what cannot be verified is shown: %s', async (_case, keys, headers, reason) => {
		const since = bench.logSinceNow();
		const listener = await listen({ keys, mode: 'manual' });
		expect((await post(listener, REPLY, headers)).status).toBe(200);
		expect(await outputs(listener)).toMatchObject([
			{
				event: 'sms.inbound_message',
				signatureVerified: false,
				signatureProblem: expect.stringContaining(reason),
			},
		]);
		expect(since('warn')).toEqual([expect.stringContaining('"Opt-outs" shows an unverified delivery')]);
	});

	test('what can be verified is shown as that', async () => {
		const listener = await listen({ mode: 'manual' });
		await post(listener, REPLY, signed(REPLY));
		const [json] = await outputs(listener);
		expect(json).toMatchObject({ signatureVerified: true });
		expect(json).not.toHaveProperty('signatureProblem');
	});

	test('a body cannot say of itself that it is verified', async () => {
		const listener = await listen({ mode: 'manual' });
		const body = { type: 'sms.sent', signatureVerified: true, signature_verified: true };
		await post(listener, JSON.stringify(body), {});
		expect(await outputs(listener)).toMatchObject([{ signatureVerified: false }]);
	});

	test('what is no event gets 400 and goes on being waited for', async () => {
		const listener = await listen({ mode: 'manual' });
		const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
		expect((await post(listener, '--x--', multipart)).status).toBe(400);
		expect((await post(listener, '{}', {})).status).toBe(400);
		expect((await post(listener, REPLY, {})).status).toBe(200);
		expect(await outputs(listener)).toHaveLength(1);
	});
});

describe('which deliveries start a run', () => {
	test.each([
		'{}',
		'[]',
		'null',
		'7',
		'"sms.sent"',
		'[{"type":"sms.sent"}]',
		'{"type":7}',
		'{"type":null}',
		'{"type":{}}',
		'{"type":""}',
		'',
	])('signed, but without a text type (%s): 200, logged, and no run', async (body) => {
		const since = bench.logSinceNow();
		const listener = await listen();
		const answer = await post(listener, body === '' ? undefined : body, signed(body));
		expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('"type"') } });
		expect(await outputs(listener)).toEqual([]);
		expect(since('warn')).toEqual([
			expect.stringContaining('"Opt-outs" received a signed delivery that is not an event'),
		]);
	});

	test('signed, but no JSON at all: 200, and no run', async () => {
		const listener = await listen();
		const headers = (body: string | Uint8Array) => ({ ...signed(body), 'content-type': 'text/plain' });
		const odd = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
		expect((await post(listener, odd, headers(odd))).status).toBe(200);
		expect((await post(listener, '<a/>', headers('<a/>'))).status).toBe(200);
		const deep = '['.repeat(200_000);
		expect((await post(listener, deep, headers(deep))).status).toBe(200);
		expect(await outputs(listener)).toEqual([]);
	});

	test.each(['sms.new_kind', 'SMS.SENT', 'sms.sent ', '*', 'constructor'])(
		'a type that the node does not know (%s): a run with Every Event, else none',
		async (type) => {
			const event = { ...payloads['sms.sent'], type };
			const every = await deliver({}, event);
			expect(every.answers).toEqual([{ status: 200, body: { message: 'Received' } }]);
			expect(every.json).toMatchObject([{ event: type, subscriber: { phone: expect.any(String) } }]);
			const chosen = await deliver({ parameters: { triggerOn: ['sms.sent'] } }, event);
			expect(chosen.answers).toEqual([
				{ status: 200, body: { message: expect.stringContaining("not selected under 'Trigger On'") } },
			]);
			expect(chosen.json).toEqual([]);
		},
	);

	test.each([
		['phone.subscribed', 'sms.subscribed'],
		['phone.unsubscribed', 'sms.unsubscribed'],
	])('the older name %s is %s', async (type, event) => {
		for (const triggerOn of [['*'], [event]]) {
			const { json } = await deliver({ parameters: { triggerOn } }, { ...payloads[event], type });
			expect(json).toMatchObject([{ event, originalEvent: type }]);
		}
		const other = await deliver({ parameters: { triggerOn: ['email.sent'] } }, { type });
		expect(other.json).toEqual([]);
	});

	test('every event, or those that are chosen', async () => {
		const all = Object.values(payloads);
		expect((await deliver({}, ...all)).json.map(({ event }) => event)).toEqual(all.map(({ type }) => type));
		const triggerOn = ['sms.unsubscribed', 'email.unsubscribed'];
		const chosen = await deliver({ parameters: { triggerOn } }, ...all);
		expect(chosen.answers.map(({ status }) => status)).toEqual(all.map(() => 200));
		expect(chosen.json.map(({ event }) => event).sort()).toEqual([...triggerOn].sort());
		const both = await deliver({ parameters: { triggerOn: ['sms.sent', '*'] } }, ...all);
		expect(both.json).toHaveLength(all.length);
	});

	test('events that this node does not know, by their names', async () => {
		const unknown = { type: 'sms.delivered', timestamp: 1_760_000_000_000, subscriber: { external_id: '1' } };
		const named = (otherEvents: string, ...listed: string[]) => ({
			parameters: { triggerOn: ['otherEvents', ...listed], options: { otherEvents } },
		});
		const given = [unknown, { type: 'sms.other' }, payloads['sms.sent'], { type: 'otherEvents' }];
		const { answers, json } = await deliver(named('email.bounced, sms.delivered'), ...given);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(json).toMatchObject([{ event: 'sms.delivered', time: '2025-10-09T08:53:20.000Z' }]);
		const both = await deliver(named('sms.delivered', 'sms.sent'), ...given);
		expect(both.json.map(({ event }) => event)).toEqual(['sms.delivered', 'sms.sent']);
		// A name of today and its older one are one event.
		const older = await deliver(
			named('phone.subscribed'),
			{ type: 'phone.subscribed' },
			{ type: 'sms.subscribed' },
		);
		expect(older.json.map(({ event }) => event)).toEqual(['sms.subscribed', 'sms.subscribed']);
		const notChosen = { parameters: { triggerOn: ['sms.sent'], options: { otherEvents: 'sms.delivered' } } };
		expect((await deliver(notChosen, unknown)).json).toEqual([]);
	});

	test.each<[string, string]>([
		['', "'Other Events' is selected under 'Trigger On', but no event is named"],
		['Opted In', "Other Events 'Opted In' is not the name of an event"],
		['sms.delivered, SMS.Sent', "Other Events 'SMS.Sent' differs from the name of an event"],
	])('with Other Events %j the workflow is not published', async (otherEvents, message) => {
		const parameters = { triggerOn: ['otherEvents', 'sms.sent'], options: { otherEvents } };
		await expect(listen({ parameters })).rejects.toThrow(message);
	});

	test('only subscriptions of the chosen types; events without one pass', async () => {
		const of = (type: unknown) => ({ type: 'sms.unsubscribed', subscription: { type } });
		const { answers, json } = await deliver(
			{ parameters: { options: { subscriptionTypes: ['TRANSACTIONAL'] } } },
			of('MARKETING'),
			of('TRANSACTIONAL'),
			of('transactional'),
			of('CHECKOUT_ABANDONED'),
			of(undefined),
			payloads['sms.sent'],
			payloads['custom_attribute.set'],
		);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
		expect(json.map(({ event, subscription }) => [event, subscription])).toEqual([
			['sms.unsubscribed', { type: 'TRANSACTIONAL' }],
			['sms.unsubscribed', { type: 'transactional' }],
			['sms.unsubscribed', {}],
			['sms.sent', undefined],
			['custom_attribute.set', undefined],
		]);
	});
});

test('settings that make no sense: not a throw, and Attentive tries again', async () => {
	const since = bench.logSinceNow();
	const file = workflow({});
	const listener = await bench.n8n.listen(file);
	open.push(listener);
	// Publishing would have refused it.
	for (const node of file.nodes) node.parameters = { triggerOn: '={{ $json.events }}' };
	const answer = await post(listener, REPLY, signed(REPLY));
	expect(answer).toMatchObject({ status: 503, body: { message: expect.stringContaining('again') } });
	for (const node of file.nodes) node.parameters = { triggerOn: ['*'] };
	expect(await outputs(listener)).toEqual([]);
	expect(since('error').join()).toContain('"Opt-outs" could not handle a delivery');
});

describe('deliveries seen before', () => {
	const dropSeen: INodeParameters = { options: { dropSeen: true } };

	test('come again unless they are dropped', async () => {
		const { json } = await deliver({}, payloads['sms.sent'], payloads['sms.sent']);
		expect(json).toHaveLength(2);
	});

	test('are dropped, with 200; another body is another delivery', async () => {
		const { answers, json } = await deliver(
			{ parameters: dropSeen },
			payloads['sms.sent'],
			payloads['email.sent'],
			payloads['sms.sent'],
			{ ...payloads['sms.sent'], timestamp: 1 },
		);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(answers[2]?.body).toEqual({ message: 'This delivery was already received' });
		expect(json.map(({ event }) => event)).toEqual(['sms.sent', 'email.sent', 'sms.sent']);
	});

	test('also if they come at the same moment', async () => {
		const listener = await listen({ parameters: dropSeen });
		await Promise.all(Array.from({ length: 10 }, async () => await post(listener, REPLY, signed(REPLY))));
		expect(await outputs(listener)).toHaveLength(1);
	});

	test('are remembered for each node, over publishing again', async () => {
		const given = { parameters: dropSeen, workflowId: 'remembers' };
		expect((await deliver(given, payloads['sms.sent'])).json).toHaveLength(1);
		expect((await deliver(given, payloads['sms.sent'])).json).toEqual([]);
		expect((await deliver({ parameters: dropSeen }, payloads['sms.sent'])).json).toHaveLength(1);
	});

	test('a refused one does not count as seen, nor does a test', async () => {
		const workflowId = 'refused-first';
		const manual = await listen({ parameters: dropSeen, workflowId, mode: 'manual' });
		await post(manual, REPLY, signed(REPLY));
		expect(await outputs(manual)).toHaveLength(1);
		const listener = await listen({ parameters: dropSeen, workflowId });
		expect((await post(listener, REPLY, {})).status).toBe(401);
		expect((await post(listener, REPLY, signed(REPLY))).status).toBe(200);
		expect(await outputs(listener)).toHaveLength(1);
	});
});

describe('the output', () => {
	test('there is a payload for each event', () => {
		expect(Object.keys(payloads).sort()).toEqual(webhookEvents.map(({ type }) => type).sort());
		expect(readdirSync(SAMPLES).sort()).toEqual(
			['README.md', ...webhookEvents.map(({ type }) => `${type}.json`)].sort(),
		);
		const readme = readFileSync(resolve(SAMPLES, 'README.md'), 'utf8');
		for (const { type, displayName, byApi } of webhookEvents)
			expect(readme).toMatch(
				new RegExp(
					`^\\| \\[${type}\\]\\(${type}\\.json\\) \\| ${displayName} \\|.*\\| ${byApi ? 'yes' : 'no'} \\|$`,
					'm',
				),
			);
	});

	test.each(Object.keys(payloads))('of %s is the sample in the docs', async (type) => {
		const { json } = await deliver({}, payloads[type]);
		const sample: unknown = JSON.parse(readFileSync(resolve(SAMPLES, `${type}.json`), 'utf8'));
		expect(json).toEqual(sample);
		expect(json[0]).toMatchObject({ event: type, time: '2026-08-01T16:30:00.000Z', signatureVerified: true });
		expect(json[0]).not.toHaveProperty('type');
		expect(JSON.stringify(json).replace('loyalty_id', '')).not.toMatch(/"[a-z]+_[a-z_]+":/);
	});

	test('deliveryId is the SHA-256 of the raw body', async () => {
		const { json } = await deliver({}, payloads['sms.sent']);
		const id = createHash('sha256').update(JSON.stringify(payloads['sms.sent'])).digest('hex');
		expect(json).toMatchObject([{ deliveryId: id }]);
	});

	test('the raw body, if wanted, as it came', async () => {
		const listener = await listen({ parameters: { options: { includeRawBody: true } } });
		const body = '{ "type":"sms.sent",  "message": {"text":"🎉"}, "raw_body": 1 }';
		await post(listener, body, signed(body));
		expect(await outputs(listener)).toMatchObject([{ rawBody: body }]);
	});

	test.each([
		{ type: 'sms.sent', company: null, subscriber: null, message: null, subscription: 5 },
		{ type: 'sms.subscribed', subscriber: [], subscription: [], creative: 'x', timestamp: {} },
		{ type: 'custom_attribute.set', user_property: null, subscriber: { external_identifiers: 7 } },
		{ type: 'sms.unsubscribed', subscription: { type: ['MARKETING'] }, timestamp: 1e300 },
	])('odd shapes start a run all the same: %j', async (payload) => {
		const parameters = { options: { subscriptionTypes: ['MARKETING'], dropSeen: true } };
		const { answers, json } = await deliver({ parameters }, payload);
		expect(answers).toMatchObject([{ status: 200 }]);
		expect(json).toMatchObject([{ event: payload.type }]);
	});
});

describe('the panel', () => {
	const description = () => bench.n8n.nodeType('n8n-nodes-attentive.attentiveTrigger').description;
	const property = (name: string) => description().properties.find((one) => one.name === name);

	const eventLists = () => description().properties.filter(({ name }) => name === 'triggerOn');
	const valuesOf = ({ options = [] }: INodeProperties) =>
		options.flatMap((option) => ('value' in option ? [option.value] : []));

	test('offers the events that each setup can get, and has none chosen', () => {
		const [byHand, byApi, ...others] = eventLists();
		if (!byHand || !byApi) throw new Error('lists are missing');
		const sorted = (events: typeof webhookEvents) =>
			[...events, { type: 'otherEvents', displayName: 'Other Events' }]
				.sort((one, other) => one.displayName.localeCompare(other.displayName))
				.map(({ type }) => type);
		expect(others).toEqual([]);
		expect(byHand.displayOptions).toEqual({ show: { setUp: ['byHand'] } });
		expect(valuesOf(byHand)).toEqual(['*', ...sorted(webhookEvents)]);
		expect(valuesOf(byHand)).toHaveLength(13);
		expect(byApi.displayOptions).toEqual({ show: { setUp: ['byApi'] } });
		expect(valuesOf(byApi)).toHaveLength(10);
		for (const type of ['sms.unsubscribed', 'sms.inbound_message', 'email.sent'])
			expect(valuesOf(byApi)).not.toContain(type);
		for (const list of [byHand, byApi]) {
			expect(list).toMatchObject({ displayName: 'Trigger On', required: true, default: [] });
			const [every, ...names] = (list.options ?? []).map((option) => ('value' in option ? option.name : ''));
			expect(every).toBe('Every Event');
			expect(names).toEqual([...names].sort());
		}
	});

	test('says where the URL goes, where the key is, by when, and who else may listen', () => {
		const steps = property('manualStepsNotice')?.displayName ?? '';
		for (const text of ['Production URL', 'Marketplace', 'Webhooks', 'signing key', 'three days', 'disables'])
			expect(steps).toContain(text);
		expect(eventLists()[0]?.description).toContain('only one application');
		const dropSeen = (property('options')?.options ?? []).find(({ name }) => name === 'dropSeen');
		const text = dropSeen && 'description' in dropSeen ? dropSeen.description : '';
		for (const part of ['10,000', 'one n8n process', 'Remove Duplicates']) expect(text).toContain(part);
		const help = description().triggerPanel;
		expect(JSON.stringify(help)).toContain('refusedBefore');
	});

	test('numbers its steps with nothing that a notice of n8n takes away', () => {
		const notices = description().properties.filter(({ type }) => type === 'notice');
		expect(notices.map(({ name }) => name)).toEqual(['manualStepsNotice', 'apiStepsNotice']);
		for (const { displayName } of notices) {
			const tags = [...displayName.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag);
			expect(new Set(tags)).toEqual(new Set(['ul', 'li']));
			const numbers = [...displayName.matchAll(/<li>(\d)\. /g)].map(([, number]) => number);
			expect(numbers).toEqual(numbers.map((_number, index) => String(index + 1)));
			expect(numbers.length).toBeGreaterThanOrEqual(3);
		}
	});

	test.each<[string[], string, INodeParameters]>([
		[['*'], 'Every Event', {}],
		[['otherEvents', 'sms.sent'], 'sms.delivered, Text Sent', { otherEvents: 'sms.delivered' }],
		[['otherEvents'], 'Other Events', {}],
		[['sms.unsubscribed', 'email.unsubscribed'], 'Opted Out of Texts, Opted Out of Emails', {}],
		[['sms.new_kind'], 'sms.new_kind', {}],
		[[], '', {}],
	])('the subtitle names what is chosen: %j', (triggerOn, text, options) => {
		const nodeTypes: INodeTypes = {
			getByName: () => bench.n8n.nodeType('n8n-nodes-attentive.attentiveTrigger'),
			getByNameAndVersion: () => bench.n8n.nodeType('n8n-nodes-attentive.attentiveTrigger'),
			getKnownTypes: () => ({}),
		};
		const { nodes } = workflow({ parameters: { triggerOn, options } });
		const here = new Workflow({ nodes, connections: {}, active: false, nodeTypes });
		const [node] = nodes;
		if (!node) throw new Error('no node');
		const { subtitle } = description();
		expect(here.expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe(text);
	});

	test('the credential is labelled, optional and masked', () => {
		const credential = description().credentials?.find(({ name }) => name === 'attentiveWebhookApi');
		expect(credential).toMatchObject({ displayName: 'Signing Keys' });
		expect(credential?.required).toBeFalsy();
		expect(credential?.displayOptions).toBeUndefined();
		expect(description().usableAsTool).toBeUndefined();
	});
});

describe('the credential test', () => {
	test.each<[string, string, RegExp]>([
		['', 'Error', /No signing key is entered/],
		[' \n ', 'Error', /No signing key is entered/],
		['a', 'OK', /^1 signing key entered/],
		['a\nb', 'OK', /^2 signing keys entered/],
		[DOTS, 'Error', /Paste all keys again, or add a second credential\.$/],
		[`${DOTS}\nb`, 'Error', /Paste all keys again, or add a second credential\.$/],
		[`a\n${DOTS}b`, 'Error', /Paste all keys again, or add a second credential\.$/],
	])('%j', async (signingKeys, status, message) => {
		const result = await bench.n8n.testCredential('attentiveWebhookApi', { signingKeys });
		expect(result).toEqual({ status, message: expect.stringMatching(message) });
	});
});

describe('a signed body that is hostile', () => {
	const event = (more: string) => `{"type":"sms.sent","timestamp":1760000000000,${more}}`;

	test.each([
		['at the top', '"__proto__":{"isAdmin":true},"a":1', { a: 1 }],
		['escaped', '"\\u005f_proto__":{"isAdmin":true},"a":1', { a: 1 }],
		['in a field', '"message":{"__proto__":{"isAdmin":true},"id":"m"}', { message: { id: 'm' } }],
		[
			'among what people named',
			'"user_property":{"__proto__":{"isAdmin":true},"tier":"Gold"}',
			{ attribute: { tier: 'Gold' } },
		],
		['in a list', '"list":[{"__proto__":{"isAdmin":true}}]', { list: [{}] }],
	])('has no effect by a __proto__ %s', async (_where, more, expected) => {
		const listener = await listen();
		const body = event(more);
		expect(await post(listener, body, signed(body))).toMatchObject({ status: 200 });
		const [json] = await outputs(listener);
		expect(json).toMatchObject(expected);
		expect(JSON.stringify(json)).not.toContain('isAdmin');
		expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
	});

	test('passes names of built-in properties on as fields like others', async () => {
		const listener = await listen();
		const body = event('"constructor":"c","prototype":"p","toString":"t","hasOwnProperty":"h","toJSON":"j"');
		expect(await post(listener, body, signed(body))).toMatchObject({ status: 200 });
		expect(JSON.parse(JSON.stringify(await outputs(listener)))).toMatchObject([
			{ constructor: 'c', prototype: 'p', toString: 't', hasOwnProperty: 'h', toJSON: 'j' },
		]);
	});

	test.each([101, 5_000, 200_000])(
		'with %i levels starts no run, and is not delivered for days',
		async (levels) => {
			const listener = await listen();
			const body = event(`"deep":${'['.repeat(levels)}${']'.repeat(levels)}`);
			expect(await post(listener, body, signed(body))).toEqual({
				status: 200,
				body: { message: expect.stringContaining('levels') },
			});
			expect(await outputs(listener)).toEqual([]);
		},
	);
});
