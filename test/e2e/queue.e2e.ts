import type { INodeParameters } from 'n8n-workflow';
import { installRedis, type SavedCredential, type WholeN8n } from '../../whole-n8n';
import { credentialFor } from '../../whole-n8n/examples';
import { pointsTaken, resultOf } from './events';
import { expectEachOnce, oneSecond, ownN8n, ownStartLimit, peopleWithPoints, untilTaken } from './ownN8n';
import { enterStage, type Stage } from './stage';
import { runsOf, setUpTrigger, toldByAttentive, toldByRuns } from './trigger';
import { attentive, attentiveWorkflow, sendEvent, start } from './workflows';

/** n8n in queue mode: a main process, and two workers that run one workflow each at a time. */
let stage: Stage;
let n8n: WholeN8n;
let credential: SavedCredential;

beforeAll(async () => {
	stage = await enterStage();
	const redis = installRedis((line) => process.stderr.write(`${line}\n`));
	n8n = await (await ownN8n('e2e-queue', { queue: { redis, workers: 2 } })).start();
	credential = await credentialFor(n8n.rest, { apiKey: stage.apiKey, url: stage.sandboxUrl });
}, ownStartLimit);

beforeEach(async () => await stage.control.reset());

afterAll(async () => await n8n?.stop());

const once: INodeParameters = { ...sendEvent, additionalFields: { skipRepeatsBy: '={{ $json.points }}' } };

/** Whether a worker has run an execution. */
function ran(worker: { log: readonly string[] }, executionId: string): boolean {
	return worker.log.some((line) => line.includes(`execution ${executionId} `));
}

test('two workers with one key at the same moment: each row once', async () => {
	const rows = peopleWithPoints(4 * oneSecond);
	const halves = [rows.slice(0, 2 * oneSecond), rows.slice(2 * oneSecond)];
	const executions: string[] = [];
	for (const [number, half] of halves.entries()) {
		const workflow = attentiveWorkflow(`Half ${number}`, credential, sendEvent, half);
		executions.push(await n8n.rest.begin(await n8n.rest.createWorkflow(workflow), start));
	}
	for (const id of executions) {
		const { status, items } = await n8n.rest.finished(id);
		expect(status).toBe('success');
		expect(items(attentive).map((item) => resultOf(item).status)).toEqual(halves[0]?.map(() => 'accepted'));
	}
	const workers = executions.map((id) => n8n.workers.findIndex((worker) => ran(worker, id)));
	expect(workers.sort()).toEqual([0, 1]);
	expect(await pointsTaken(stage)).toEqual(rows.map(({ points }) => points));
});

test('a webhook that the main process takes runs on a worker, with its signature verified', async () => {
	const { control } = stage;
	const place = { rest: n8n.rest, control, url: n8n.url };
	const trigger = await setUpTrigger(place, 'Opt-outs in queue mode', ['sms.unsubscribed']);
	await n8n.rest.publish(trigger.workflowId);
	await control.sendSampleEvent({ webhookId: trigger.webhookId, type: 'sms.unsubscribed' });
	const deliveries = await control.whenDelivered();
	const runs = await runsOf(place, trigger.workflowId, 1);
	expect(deliveries).toHaveLength(1);
	expect(toldByRuns(runs)).toEqual(toldByAttentive(deliveries));
	expect(n8n.workers.some((worker) => ran(worker, runs[0]?.id ?? ''))).toBe(true);
});

test('Skip Repeats By: when a worker is killed, another sends the rest, and nothing twice', async () => {
	const rows = peopleWithPoints(5 * oneSecond);
	const id = await n8n.rest.createWorkflow(attentiveWorkflow('Worker killed', credential, once, rows));
	const execution = await n8n.rest.begin(id, start);
	await untilTaken(stage, 2 * oneSecond, n8n);
	const worker = n8n.workers.find((one) => ran(one, execution));
	if (!worker) throw new Error('No worker has logged the execution.');
	await worker.kill();
	expect((await pointsTaken(stage)).length).toBeLessThan(rows.length);

	const second = await n8n.rest.run(id, start);
	expect(second.status).toBe('success');
	await expectEachOnce(stage, rows, second.items(attentive));
});
