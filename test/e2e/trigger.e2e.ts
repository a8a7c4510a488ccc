import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, EventName } from '../../sandbox/control';
import { enterStage, type Stage } from './stage';
import { runsOf, setUpTrigger, toldByAttentive, toldByRuns, triggerName, type Trigger } from './trigger';
import { somePhone } from './workflows';

const events: EventName[] = [
	'sms.unsubscribed',
	'sms.subscribed',
	'sms.inbound_message',
	'email.unsubscribed',
];
/** Each edit chooses one more. */
const addedByEdits: EventName[] = [
	'email.subscribed',
	'email.opened',
	'email.sent',
	'sms.sent',
	'custom_attribute.set',
];

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
});

beforeEach(async () => {
	await stage.control.reset();
	// Attentive's own minutes and hours would be long here, and a busy n8n may take its time to answer.
	await stage.control.setSettings({ retryDelaysMs: Array(600).fill(100), deliveryTimeoutMs: 60_000 });
});

/** Somebody opts out or in by text, and somebody else by email. */
async function peopleAct({ webhookId }: Trigger, number: number): Promise<void> {
	const { control } = stage;
	const phone = `+1206555${String(100 + number).padStart(4, '0')}`;
	const optsOut = number % 2 === 0;
	const state = optsOut ? 'subscribed' : 'pending';
	await control.seedUsers([{ phone, subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state }] }]);
	if (optsOut) await control.replyStop(phone);
	else await control.replyYes(phone);
	await control.sendSampleEvent({ webhookId, type: 'email.unsubscribed', payload: { number } });
}

/** Deliveries that n8n has not taken yet. */
async function underWay(control: Stage['control']): Promise<number> {
	return (await control.deliveries()).filter(({ state }) => state === 'pending').length;
}

/** Statuses of the attempts before the one that was taken. */
function refusals(deliveries: Delivery[]): Array<number | null> {
	return deliveries.flatMap(({ attempts }) => attempts.slice(0, -1).map(({ status }) => status));
}

test('published, edited and published again five times meanwhile: each delivery starts one run', async () => {
	const { rest, control } = stage;
	const trigger = await setUpTrigger(stage, 'Published again', events);
	await rest.publish(trigger.workflowId);

	let number = 0;
	const actUntil = async (isOver: () => boolean) => {
		do {
			await peopleAct(trigger, number++);
			await sleep(300);
			// Few enough for a busy n8n. What is refused meanwhile is tried again and again.
			while (!isOver() && (await underWay(control)) > 10) await sleep(100);
		} while (!isOver());
	};
	const publishEdit = async (edit: number) => {
		const chosen = [...events, ...addedByEdits.slice(0, edit)];
		await rest.changeWorkflow(trigger.workflowId, trigger.workflow({ triggerOn: chosen }));
		await rest.publish(trigger.workflowId);
	};
	for (let edit = 1; edit <= addedByEdits.length; edit++) {
		let isPublished = false;
		const publishing = publishEdit(edit).finally(() => (isPublished = true));
		await Promise.all([publishing, actUntil(() => isPublished)]);
		// Starts a run only if the edit is in force.
		const type = addedByEdits[edit - 1] ?? 'sms.sent';
		await control.sendSampleEvent({ webhookId: trigger.webhookId, type });
	}

	const deliveries = await control.whenDelivered();
	const runs = await runsOf(stage, trigger.workflowId, deliveries.length);
	expect(toldByRuns(runs)).toEqual(toldByAttentive(deliveries));
	expect(runs.filter(({ status, mode }) => status !== 'success' || mode !== 'webhook')).toEqual([]);
	expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
	// The moment between two versions, if a delivery has met it.
	expect(refusals(deliveries).filter((status) => status !== 404)).toEqual([]);
	// Nothing was left out of the comparison.
	expect(new Set(deliveries.map(({ type }) => type))).toEqual(new Set([...events, ...addedByEdits]));
}, 300_000);

test('what comes while the workflow is not published gets 404, and starts its run once it is', async () => {
	const { rest, control } = stage;
	const trigger = await setUpTrigger(stage, 'Not published for a while', events);
	await rest.publish(trigger.workflowId);
	await rest.unpublish(trigger.workflowId);
	await peopleAct(trigger, 0);
	while ((await control.deliveries()).some(({ attempts }) => attempts.length === 0)) await sleep(50);
	expect(await rest.executions(trigger.workflowId)).toEqual([]);

	await rest.publish(trigger.workflowId);
	const deliveries = await control.whenDelivered();
	const runs = await runsOf(stage, trigger.workflowId, deliveries.length);
	expect(toldByRuns(runs)).toEqual(toldByAttentive(deliveries));
	expect(deliveries.map(({ state }) => state)).toEqual(deliveries.map(() => 'delivered'));
	expect(new Set(refusals(deliveries))).toEqual(new Set([404]));
}, 300_000);

test('"Listen for test event" takes one delivery, also one that nobody signed', async () => {
	const trigger = await setUpTrigger(stage, 'Listening', events);
	await stage.rest.listen(trigger.workflowId, triggerName);
	const body = JSON.stringify({ type: 'sms.unsubscribed', subscriber: { phone: somePhone } });
	const post = async () => {
		const headers = { 'content-type': 'application/json' };
		return (await fetch(trigger.testUrl, { method: 'POST', headers, body })).status;
	};
	expect(await post()).toBe(200);
	const runs = await runsOf(stage, trigger.workflowId, 1);
	expect(runs).toMatchObject([{ status: 'success', mode: 'manual' }]);
	expect(runs[0]?.items(triggerName).map(({ json }) => json)).toMatchObject([
		{
			event: 'sms.unsubscribed',
			subscriber: { phone: somePhone },
			signatureVerified: false,
			signatureProblem: expect.stringMatching(/header x-attentive-hmac-sha256 is missing\. Find out who/),
		},
	]);
	expect(await post()).toBe(404);
});
