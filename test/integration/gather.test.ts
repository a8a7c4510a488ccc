import { NodeConnectionTypes, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { z } from 'zod';
import { agentNode, startEmbeddedN8n, type EmbeddedN8n, type WorkflowFile } from '../../embedded-n8n';
import { writes } from '../../nodes/delivery/writes';
import { userBy } from '../../nodes/fields/user';
import { defineOperation } from '../../nodes/operation/defineOperation';
import type { Operation } from '../../nodes/operation/operation';
import { runAttentive } from '../../nodes/run/run';
import { limitersOfThisProcess } from '../../nodes/engine/limiter';
import { statuses, useStandIn } from './setup';

/** A made-up operation whose requests hold up to three items. */
const greet = defineOperation({
	resource: 'greeting',
	operation: 'sendMany',
	name: 'Send Many',
	action: 'Send greetings',
	description: 'Made up',
	kind: 'write',
	isIdempotent: true,
	fields: { user: userBy({ others: [], customIdentifiers: false }) },
	schema: z.object({ email: z.string() }),
	read: ({ user }) => ({ payload: { email: user.email } }),
	delivery: writes<{ email: string }>({
		endpoint: { method: 'POST', path: '/greetings', requestsPerSecond: 100 },
		batch: { most: 3 },
		request: (people) => ({ body: { people: people.map(({ email }) => email) } }),
	}),
});
const REQUEST = z.object({ people: z.array(z.string()) });
const list: Operation[] = [greet];

const madeUp: INodeType = {
	description: {
		name: 'madeUp',
		displayName: 'Made Up',
		description: '',
		group: ['output'],
		version: 1,
		defaults: { name: 'Made Up' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'attentiveApi', required: true }],
		properties: ['resource', 'operation', 'email', 'mode', 'options'].map((name) => ({
			displayName: name,
			name,
			type: name === 'options' ? 'json' : 'string',
			default: '',
		})),
	},
	async execute(this: IExecuteFunctions) {
		return await runAttentive(this, list);
	},
};

/** The address that is refused. */
let refuse = '';
const peopleIn = (body: string): string[] => REQUEST.parse(JSON.parse(body)).people;
const server = useStandIn(({ body }) => ({ status: peopleIn(body).includes(refuse) ? 400 : 200, body: {} }));
/** The people of each request. */
const received = () => server.received.map(({ body }) => peopleIn(body));

let n8n: EmbeddedN8n;

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ extraNodeTypes: { 'test.madeUp': madeUp, 'test.agent': agentNode } });
});
beforeEach(() => {
	refuse = '';
});

async function run(emails: string[], apiKey = 'k') {
	const credential = n8n.addCredential('attentiveApi', { apiKey, baseUrl: server.url });
	const file: WorkflowFile = {
		name: 'Gather',
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Made Up',
				type: 'test.madeUp',
				typeVersion: 1,
				position: [200, 0],
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'greeting',
					operation: 'sendMany',
					email: '={{ $json.email }}',
					mode: 'live',
					options: {},
				},
				credentials: { attentiveApi: credential },
			},
		],
		connections: { Start: { main: [[{ node: 'Made Up', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const result = await n8n.run(file, { input: emails.map((email) => ({ json: { email } })) });
	const items = result.json('Made Up');
	return statuses(items).map((status, index) => [items[index]?.email, status]);
}

describe('promise 5, its base: requests of several items', () => {
	test('items are gathered, and each has a result of its own', async () => {
		const emails = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}@example.com`);
		expect(await run(emails)).toEqual(emails.map((email) => [email, 'accepted']));
		expect(
			received()
				.map((people) => people.length)
				.sort(),
		).toEqual([1, 3, 3]);
		expect(received().flat().sort()).toEqual(emails);
	});

	test('a bad item is answered alone; the others fill the requests', async () => {
		const emails = ['a@example.com', 'not an address', 'b@example.com', 'c@example.com'];
		expect(await run(emails)).toEqual(
			emails.map((email) => [email, email.includes('@') ? 'accepted' : 'rejected']),
		);
		expect(received()).toHaveLength(1);
	});

	test('when a request fails, all of its items say so, and no other', async () => {
		refuse = 'b@example.com';
		const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
		expect((await run(emails)).map(([, status]) => status)).toEqual([
			'refused',
			'refused',
			'refused',
			'accepted',
		]);
	});

	test('one person’s items keep their order across requests', async () => {
		const emails = ['a', 'b', 'c', 'a', 'd', 'e', 'a'].map((name) => `${name}@example.com`);
		await run(emails);
		expect(received().map((people) => people.join(' '))).toEqual([
			'a@example.com b@example.com c@example.com',
			'a@example.com d@example.com e@example.com',
			'a@example.com',
		]);
	});
});

test('promise 3: executions with one token share one lane, another token has its own', async () => {
	await run(['a@example.com']);
	const before = limitersOfThisProcess.count;
	await Promise.all([run(['b@example.com']), run(['c@example.com'])]);
	expect(limitersOfThisProcess.count).toBe(before);
	await run(['d@example.com'], 'another');
	expect(limitersOfThisProcess.count).toBe(before + 1);
});
