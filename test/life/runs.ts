import { randomUUID } from 'node:crypto';
import { parse } from 'flatted';
import type { IDataObject, INodeParameters, IRunExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { permissions } from '../../sandbox/attentive/tokens';
import type { Sandbox } from '../../sandbox/start';
import type { SavedCredential } from '../../whole-n8n';
import { attentive, attentiveWorkflow, node, sendEvent, start } from '../e2e/workflows';
import type { Machine } from './machine';

/** Items of a run. Of those who subscribe fewer: Attentive takes 10 a second. */
const EVENTS = 5_000;
const SUBSCRIBERS = 500;

const UNIT = 'life';

/** What a run sends, and how the sandbox knows which item came. */
interface Load {
	count: number;
	endpoint: string;
	parameters: INodeParameters;
	/** From 0. */
	itemOf(body: unknown): number;
}

export const loads = {
	event: {
		count: EVENTS,
		endpoint: 'POST /v1/events/custom',
		parameters: sendEvent,
		itemOf: (body) => Number(Object(Object(body).properties).points),
	},
	subscribe: {
		count: SUBSCRIBERS,
		endpoint: 'POST /v1/subscriptions',
		parameters: {
			resource: 'subscriber',
			operation: 'subscribe',
			consent: 'confirmed',
			phone: '={{ $json.phone }}',
			defaultCountry: 'US',
			signUpBy: 'signUpSource',
			signUpSourceId: UNIT,
			subscriptionType: 'MARKETING',
			// Otherwise those who are subscribed are left out.
			additionalFields: { ifSubscribed: 'again' },
		},
		itemOf: (body) => (Number(String(Object(Object(body).user).phone).slice(-7)) - FIRST_NUMBER) % ONCE_FROM,
	},
} satisfies Record<string, Load>;

const FIRST_NUMBER = 2_000_000;
/** The two runs are about different people. */
const ONCE_FROM = 50_000;

/** An execution as n8n shows it. */
export interface Shown {
	id: string;
	status: string;
	/** What the node said of items, by the item. */
	told: Map<number, { status: string; reason: string }>;
}

const shownSchema = z.object({ status: z.string(), data: z.string() });

const listSchema = z.object({ results: z.array(z.object({ id: z.coerce.string(), status: z.string() })) });

export const NOTHING_DONE = 'nothing';

/** Not yet ended, as n8n shows it. */
export const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

/** A workflow that begins with a webhook, and what became of it. */
export class Run {
	private workflowId = '';
	private readonly path = randomUUID();

	constructor(
		private readonly machine: Machine,
		private readonly sandbox: Sandbox,
		readonly kind: keyof typeof loads,
		readonly isOnce: boolean,
	) {}

	get load(): Load {
		return loads[this.kind];
	}

	/** Makes the workflow, with a token of its own, and publishes it. */
	async prepare(): Promise<void> {
		const { rest } = this.machine;
		const { parameters, count } = this.load;
		if (this.kind === 'subscribe') await this.addUnit();
		const label = `${this.kind} ${this.isOnce ? 'once' : 'always'} ${this.path}`;
		const apiKey = await this.sandbox.control.createToken({ label, scopes: [...permissions] });
		const credential: SavedCredential = await rest.createCredential(label, 'attentiveApi', {
			apiKey,
			baseUrl: this.sandbox.url,
		});
		const more: IDataObject = Object(parameters.additionalFields);
		const once = { ...more, skipRepeatsBy: '={{ $json.points }}' };
		const own: INodeParameters = {
			...parameters,
			// A type of event belongs to the app that sent it first.
			...(this.kind === 'event' && { type: label }),
			...(this.isOnce && { additionalFields: Object.assign({}, once) }),
		};
		const workflow = attentiveWorkflow(label, credential, own, rowsOf(count, this.isOnce ? ONCE_FROM : 0));
		const webhook = {
			...node(start, 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: this.path,
				responseMode: 'onReceived',
			}),
			webhookId: this.path,
		};
		this.workflowId = await rest.createWorkflow({
			...workflow,
			nodes: [webhook, ...workflow.nodes.filter(({ name }) => name !== start)],
		});
		await rest.publish(this.workflowId);
	}

	/** Starts an execution, as a call from outside does. */
	async begin(): Promise<void> {
		const answer = await fetch(`${this.machine.url}/webhook/${this.path}`, { method: 'POST' });
		if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
	}

	/** By status: requests to the endpoint, of all runs. */
	async requests(): Promise<Record<string, number>> {
		const counts = await this.sandbox.control.requests();
		return counts.find(({ endpoint }) => endpoint === this.load.endpoint)?.statuses ?? {};
	}

	/** Those who arrived, by item, each as often as it did. */
	async arrived(): Promise<Map<number, number>> {
		const counts = new Map<number, number>();
		const entries = await this.sandbox.control.ledger(this.load.endpoint);
		for (const { body, token } of entries) {
			if (!token.endsWith(this.path)) continue;
			const item = this.load.itemOf(body);
			counts.set(item, (counts.get(item) ?? 0) + 1);
		}
		return counts;
	}

	/** IDs and statuses of all executions, the oldest first. */
	async statuses(): Promise<Array<{ id: string; status: string }>> {
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId: this.workflowId }) });
		const { results } = listSchema.parse(await this.machine.rest.get(`/rest/executions?${query}`));
		return results.sort((one, other) => Number(one.id) - Number(other.id));
	}

	async isDone(): Promise<boolean> {
		return (await this.statuses()).at(-1)?.status === 'success';
	}

	/**
	 * What a person does first when n8n shows the newest execution as failed.
	 * @returns what was done
	 */
	async again(workflow: 'original' | 'saved'): Promise<string> {
		const newest = (await this.statuses()).at(-1);
		if (newest === undefined) throw new Error('There is no execution.');
		if (newest.status === 'success') return NOTHING_DONE;
		try {
			await this.machine.rest.send('POST', `/rest/executions/${newest.id}/retry`, {
				loadWorkflow: workflow === 'saved',
			});
			return `Retry (${workflow} workflow)`;
		} catch (error) {
			const refused = /"message":"([^"]+)"/.exec(String(error))?.[1];
			if (refused === undefined) throw error;
			return `Retry, refused by n8n: ${refused}`;
		}
	}

	/** Why executions have failed. */
	async failures(): Promise<string[]> {
		const failed = (await this.statuses()).filter(({ status }) => ['error', 'crashed'].includes(status));
		return await Promise.all(
			failed.map(async ({ id }) => {
				const { status, data } = shownSchema.parse(await this.machine.rest.get(`/rest/executions/${id}`));
				const { resultData }: IRunExecutionData = parse(data);
				return `${status}: ${resultData.error?.message} ${resultData.error?.description}`;
			}),
		);
	}

	/** All executions, the oldest first. */
	async executions(): Promise<Shown[]> {
		const shown: Shown[] = [];
		for (const { id } of await this.statuses()) shown.push(await this.shown(id));
		return shown;
	}

	private async shown(id: string): Promise<Shown> {
		const { status, data: text } = shownSchema.parse(await this.machine.rest.get(`/rest/executions/${id}`));
		const data: IRunExecutionData = parse(text);
		const items = data.resultData?.runData?.[attentive]
			?.at(-1)
			?.data?.main?.flatMap((output) => output ?? []);
		const told: Shown['told'] = new Map();
		for (const { json } of items ?? []) {
			const { status: said, reason } = Object(json.attentive ?? json.error);
			told.set(Number(json.points), { status: String(said), reason: String(reason ?? '') });
		}
		return { id, status, told };
	}

	private async addUnit(): Promise<void> {
		const locale = { language: 'en', country: 'US' };
		await this.sandbox.control
			.addSignUpUnit({ id: UNIT, type: 'MARKETING', channels: ['TEXT'], locale })
			.catch((error: unknown) => {
				if (!String(error).includes(UNIT)) throw error;
			});
	}
}

function rowsOf(count: number, from: number): IDataObject[] {
	return Array.from({ length: count }, (_row, item) => ({
		phone: `+1206${FIRST_NUMBER + from + item}`,
		points: item,
	}));
}
