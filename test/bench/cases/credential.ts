import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import { startEmbeddedN8n } from '../../../embedded-n8n';
import type { SavedCredential, WholeN8n } from '../../../whole-n8n';
import { attentive, attentiveWorkflow, sendEvent, start } from '../../e2e/workflows';
import { costOf, inRounds, median, type Bench, type Figure } from '../bench';
import { attentiveNode, runNode } from '../embedded';
import { expectEachOnce, type LimitServer } from '../limitServer/start';
import { cpuSeconds } from '../processes';
import { EVENT_KEY, eventRows } from '../eventRows';
import { apiKey, inWholeN8n } from '../wholeN8n';

/** At 150 a second some 12 s. */
const EVENTS = 1_800;
const ROUNDS = 3;
const EVENT = {
	...sendEvent,
	options: { output: 'resultOnly', stopAboveItems: 0 },
};

/** Processor time of an event, in ms. */
interface Cost {
	n8n: number;
	postgres: number;
}

interface Round {
	event: Cost;
	httpRequest: Cost;
	httpRequestWithoutCredential: Cost;
	/** In n8n's engine alone, with the credential in memory. */
	embedded: number;
}

export const credential: Bench = {
	name: 'credential',
	about:
		"What reading the credential for each request costs in a whole n8n with PostgreSQL: processor time of n8n's process for an event at 150 a second, beside n8n's HTTP Request node, tuned by hand to the same pace, and beside n8n's engine alone, which has the credential in memory.",
	minutes: 4,
	hasQuick: false,
	async run({ say }): Promise<Figure[]> {
		return await inWholeN8n({ say }, async ({ n8n, server, credential: saved }) => {
			const ids = {
				event: await saveWorkflow(n8n, saved, {
					type: 'n8n-nodes-attentive.attentive',
					typeVersion: 1,
					parameters: EVENT,
					credentials: { attentiveApi: saved },
				}),
				httpRequest: await saveWorkflow(n8n, saved, {
					...httpRequest(server.url, {
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'attentiveApi',
					}),
					credentials: { attentiveApi: saved },
				}),
				httpRequestWithoutCredential: await saveWorkflow(
					n8n,
					saved,
					httpRequest(server.url, {
						sendHeaders: true,
						headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${apiKey}` }] },
					}),
				),
			};
			// The first run of each loads and compiles what it needs.
			for (const id of Object.values(ids)) await costInN8n(n8n, server, id);
			await costInEngine(server);
			const rounds = await inRounds(ROUNDS, async (number): Promise<Round> => {
				say(`Round ${number + 1}: 4 times ${EVENTS} events`);
				return {
					event: await costInN8n(n8n, server, ids.event),
					httpRequest: await costInN8n(n8n, server, ids.httpRequest),
					httpRequestWithoutCredential: await costInN8n(n8n, server, ids.httpRequestWithoutCredential),
					embedded: await costInEngine(server),
				};
			});
			return figuresOf(rounds);
		});
	},
};

/** n8n's own node, at 150 a second. */
function httpRequest(
	url: string,
	parameters: INodeParameters,
): Pick<INode, 'type' | 'typeVersion' | 'parameters'> {
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${url}/v1/events/custom`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody:
				'={{ JSON.stringify({ type: "Points Awarded", user: { phone: $json.phone }, properties: { points: $json.points } }) }}',
			options: { batching: { batch: { batchSize: 15, batchInterval: 100 } } },
			...parameters,
		},
	};
}

async function saveWorkflow(
	n8n: WholeN8n,
	saved: SavedCredential,
	measured: Partial<INode>,
): Promise<string> {
	const workflow = attentiveWorkflow(measured.type ?? '', saved, {}, eventRows(EVENTS));
	workflow.nodes = workflow.nodes.map((node) => {
		if (node.name !== attentive) return node;
		const { credentials: _replaced, ...rest } = node;
		return { ...rest, ...measured };
	});
	return await n8n.rest.createWorkflow(workflow);
}

async function costInN8n(n8n: WholeN8n, server: LimitServer, workflowId: string): Promise<Cost> {
	const used = (name: string) =>
		n8n.programs.reduce((sum, one) => sum + (one.name === name ? cpuSeconds(one.pid) : 0), 0);
	await server.set({ key: EVENT_KEY });
	const before = { n8n: used('n8n'), postgres: used('PostgreSQL') };
	const execution = await n8n.rest.begin(workflowId, start);
	// Asking whether it has ended costs n8n time as well.
	await sleep((EVENTS / 150) * 1_000);
	const { status, data } = await n8n.rest.finished(execution, 10 * 60_000);
	if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
	await expectAllEvents(server);
	return {
		n8n: ((used('n8n') - before.n8n) * 1_000) / EVENTS,
		postgres: ((used('PostgreSQL') - before.postgres) * 1_000) / EVENTS,
	};
}

async function costInEngine(server: LimitServer): Promise<number> {
	const n8n = await startEmbeddedN8n();
	await server.set({ key: EVENT_KEY });
	const node = attentiveNode(n8n, server.url, EVENT);
	const { cpuMs } = await costOf(async () => await runNode(n8n, node, eventRows(EVENTS)));
	await expectAllEvents(server);
	return cpuMs / EVENTS;
}

async function expectAllEvents(server: LimitServer): Promise<void> {
	expectEachOnce(
		await server.arrivals(),
		eventRows(EVENTS).map(({ points }) => String(points)),
	);
}

function figuresOf(rounds: Round[]): Figure[] {
	const ms = (pick: (round: Round) => number) => median(rounds.map(pick)).toFixed(2);
	return [
		{
			what: 'An event in a whole n8n',
			against: 'HTTP Request with the same credential',
			rounds: rounds.map(({ event, httpRequest: other }) => event.n8n / other.n8n),
			goal: { atMost: 1 },
			measured: `${ms(({ event }) => event.n8n)} and ${ms(({ httpRequest: other }) => other.n8n)} ms of n8n, ${ms(({ event }) => event.postgres)} and ${ms(({ httpRequest: other }) => other.postgres)} ms of PostgreSQL`,
		},
		{
			what: 'HTTP Request with the credential',
			against: 'HTTP Request with the key typed in as a header',
			rounds: rounds.map(
				({ httpRequest: other, httpRequestWithoutCredential: bare }) => other.n8n / bare.n8n,
			),
			measured: `${ms(({ httpRequestWithoutCredential: bare }) => bare.n8n)} ms of n8n, ${ms(({ httpRequestWithoutCredential: bare }) => bare.postgres)} ms of PostgreSQL without it`,
		},
		{
			what: 'An event in a whole n8n',
			against: "the same in n8n's engine alone",
			rounds: rounds.map(({ event, embedded }) => event.n8n / embedded),
			measured: `${ms(({ embedded }) => embedded)} ms in the engine alone`,
		},
	];
}
