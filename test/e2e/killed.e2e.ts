import type { INodeParameters } from 'n8n-workflow';
import type { WholeN8n } from '../../whole-n8n';
import { credentialFor } from '../../whole-n8n/examples';
import { pointsTaken, resultOf } from './events';
import {
	expectEachOnce,
	oneSecond,
	ownN8n,
	ownStartLimit,
	peopleWithPoints,
	untilTaken,
	type OwnN8n,
} from './ownN8n';
import { enterStage, type Stage } from './stage';
import { attentive, attentiveWorkflow, sendEvent, start } from './workflows';

/** An n8n that is killed in the middle of a run. */
const rows = peopleWithPoints(5 * oneSecond);

let stage: Stage;
let own: OwnN8n;
let n8n: WholeN8n;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	own = await ownN8n('e2e-killed');
	n8n = await own.start();
}, ownStartLimit);

afterAll(async () => await n8n?.stop());

test(
	'Skip Repeats By: after a kill nothing goes out twice, and only what had begun is in doubt',
	async () => {
		const credential = await credentialFor(n8n.rest, { apiKey: stage.apiKey, url: stage.sandboxUrl });
		const once: INodeParameters = {
			...sendEvent,
			additionalFields: { skipRepeatsBy: '={{ $json.points }}' },
		};
		const id = await n8n.rest.createWorkflow(attentiveWorkflow('Killed', credential, once, rows));

		await n8n.rest.begin(id, start);
		await untilTaken(stage, 2 * oneSecond, n8n);
		await n8n.kill();
		expect((await pointsTaken(stage)).length).toBeLessThan(rows.length);

		n8n = await own.start();
		const items = (await n8n.rest.run(id, start)).items(attentive);
		await expectEachOnce(stage, rows, items);
		expect(items.map(resultOf).find(({ status }) => status === 'skipped')?.reason).toContain('possibly sent');
	},
	ownStartLimit,
);
