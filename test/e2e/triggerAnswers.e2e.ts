import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { enterStage, type Stage } from './stage';
import { runsOf, setUpTrigger, signature, triggerName, type Trigger } from './trigger';
import { somePhone } from './workflows';

const event = JSON.stringify({ type: 'sms.unsubscribed', subscriber: { phone: somePhone } });
const megabyte = 1024 * 1024;

let stage: Stage;
let trigger: Trigger;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
});

beforeEach(async () => {
	trigger = await setUpTrigger(stage, 'Answers', ['sms.unsubscribed']);
	await stage.rest.publish(trigger.workflowId);
});

afterEach(async () => {
	await stage.rest.unpublish(trigger.workflowId);
});

const signed = (body: string | Uint8Array) => signature(body, trigger.signingKey);

async function send(body: string | Uint8Array | undefined, headers: Record<string, string>, method = 'POST') {
	const all = { 'content-type': 'application/json', ...headers };
	const answer = await fetch(trigger.productionUrl, { method, body, headers: all });
	const text = await answer.text();
	return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The runs so far, and one that a good delivery starts now: whatever came before it would be there by then. */
async function runsWithAGoodOne() {
	const last = JSON.stringify({ type: 'sms.unsubscribed', last: true });
	expect((await send(last, signed(last))).status).toBe(200);
	const runs = await runsOf(stage, trigger.workflowId, 1);
	return runs.flatMap((run) => run.items(triggerName)).map(({ json }) => json);
}

/** Lines of n8n's log since `before` that name the node. */
async function linesSince(before: number, atLeast: number): Promise<string[]> {
	const lines = () =>
		readFileSync(stage.logFile, 'utf8')
			.slice(before)
			.split('\n')
			.filter((line) => line.includes(`"${triggerName}"`));
	for (let tries = 0; tries < 100 && lines().length < atLeast; tries++) await sleep(100);
	return lines();
}

describe('what is not signed with the key of the webhook', () => {
	test.each([
		{
			what: 'unsigned',
			headers: () => ({}),
			reason: 'the header x-attentive-hmac-sha256 is missing',
			wayOut: 'Find out who else calls this URL',
		},
		{
			what: 'signed with another key',
			headers: () => signature(event, 'another key'),
			reason: 'the signature matches none of the signing keys in n8n',
			wayOut: 'Compare the credential with the key of this webhook',
		},
		{
			what: 'the signature of another body',
			headers: () => signed(`${event} `),
			reason: 'the signature matches none of the signing keys in n8n',
			wayOut: 'Compare the credential with the key of this webhook',
		},
	])('$what: 401, no run, and the log names the node and what to do', async ({ headers, reason, wayOut }) => {
		const before = readFileSync(stage.logFile, 'utf8').length;
		expect(await send(event, headers())).toEqual({
			status: 401,
			body: { message: `Refused: ${reason}` },
		});
		const lines = await linesSince(before, 1);
		expect(lines).toEqual([
			expect.stringContaining(`Attentive Trigger "${triggerName}" refused a delivery: ${reason}. ${wayOut}`),
		]);
		expect(lines.join()).not.toContain(trigger.signingKey);
		expect(await runsWithAGoodOne()).toMatchObject([{ last: true, refusedBefore: { count: 1, reason } }]);
	});
});

/** Pinned, so that an n8n that answers otherwise is noticed: what to write in the README depends on it. */
describe('what n8n answers before the node sees the request', () => {
	test.each([
		{ what: 'no JSON', body: '{"type":', status: 422, message: /^Failed to parse request body$/ },
		{
			what: 'more than 16 MB',
			body: JSON.stringify({ type: 'sms.unsubscribed', filler: 'x'.repeat(16 * megabyte) }),
			status: 500,
			message: /^There was a problem executing the workflow$/,
		},
	])('$what, signed: $status and no run', async ({ body, status, message }) => {
		expect(await send(body, signed(body))).toMatchObject({
			status,
			body: { message: expect.stringMatching(message) },
		});
		expect(await runsWithAGoodOne()).toMatchObject([{ last: true }]);
	});

	test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s: 404 and no run', async (method) => {
		expect(await send(undefined, {}, method)).toMatchObject({
			status: 404,
			body: { message: expect.stringContaining(`not registered for ${method} requests`) },
		});
		expect(await runsWithAGoodOne()).toMatchObject([{ last: true }]);
	});
});

describe('what the node sees', () => {
	test('a body of just 16 MB', async () => {
		const frame = JSON.stringify({ type: 'sms.unsubscribed', filler: '' });
		const body = JSON.stringify({
			type: 'sms.unsubscribed',
			filler: 'x'.repeat(16 * megabyte - frame.length),
		});
		expect(body).toHaveLength(16 * megabyte);
		expect((await send(body, signed(body))).status).toBe(200);
		expect(await runsOf(stage, trigger.workflowId, 1)).toMatchObject([{ status: 'success' }]);
	});

	test('a gzip-encoded body unpacked: the signature is over what was packed', async () => {
		const packed = gzipSync(event);
		const gzip = { 'content-encoding': 'gzip' };
		expect((await send(packed, { ...signed(event), ...gzip })).status).toBe(200);
		expect((await send(packed, { ...signed(packed), ...gzip })).status).toBe(401);
		const [run, ...others] = await runsOf(stage, trigger.workflowId, 1);
		expect(others).toEqual([]);
		expect(run?.items(triggerName).map(({ json }) => json)).toMatchObject([
			{ event: 'sms.unsubscribed', subscriber: { phone: somePhone }, signatureVerified: true },
		]);
	});
});
