import type { Sandbox } from '../../sandbox/start';
import type { Fault, WebhookRecord } from '../../sandbox/control';
import type { Rest, SavedCredential, WholeN8n } from '../../whole-n8n';
import { credentialFor } from '../../whole-n8n/examples';
import { runsOf, triggerName, triggerWorkflow } from '../e2e/trigger';

/** What became of events in one part of a webhook's life. */
export interface LifeCount {
	what: string;
	/** Events that happened in Attentive. */
	events: number;
	/** What a person sees or finds in Attentive. */
	seen: string;
	runs: number;
	twice: number;
	lost: number;
}

const minutes = 60_000;
let triggers = 0;
let people = 0;

/** A workflow whose webhook is created through the API, in one n8n or in two. */
export class WebhookLife {
	private constructor(
		private readonly sandbox: Sandbox,
		private readonly own: Array<{ rest: Rest; workflowId: string; keys: SavedCredential }>,
		private readonly log: readonly string[],
	) {
		this.logged = log.length;
	}

	/** @param n8ns Attentive reaches the first one */
	static async begin(sandbox: Sandbox, ...n8ns: [WholeN8n, ...WholeN8n[]]): Promise<WebhookLife> {
		await sandbox.control.reset();
		await sandbox.control.setSettings({
			retryDelaysMs: Array(600).fill(100),
			deliveryTimeoutMs: 5 * minutes,
		});
		const webhookId = `life-${++triggers}`;
		const own = [];
		for (const { rest } of n8ns) {
			const attentiveApi = await credentialFor(rest, sandbox);
			const keys = await rest.createCredential(`Keys ${webhookId}`, 'attentiveWebhookApi', {
				signingKeys: 'none-yet',
			});
			const parameters = { setUp: 'byApi', triggerOn: ['sms.subscribed'] };
			const credentials = { attentiveApi, attentiveWebhookApi: keys };
			const workflow = triggerWorkflow(webhookId, webhookId, parameters, credentials);
			own.push({ rest, keys, workflowId: await rest.createWorkflow(workflow) });
		}
		return new WebhookLife(sandbox, own, n8ns[0].log);
	}

	/** @param which of the n8ns */
	async publish(which = 0): Promise<string> {
		const { rest, workflowId } = this.at(which);
		const { published, messages } = await rest.tryToPublish(workflowId, 5 * minutes);
		return published ? 'published' : `not published: ${messages.join(' ')}`;
	}

	async unpublish(which = 0): Promise<void> {
		const { rest, workflowId } = this.at(which);
		await rest.unpublish(workflowId);
	}

	async publishAgain(): Promise<string> {
		await this.unpublish();
		return await this.publish();
	}

	/** Copies the keys of all webhooks from Attentive's screen into n8n, as a person does. */
	async enterKeys(): Promise<void> {
		const all = await this.webhooks();
		const signingKeys = all.map(({ signingKey }) => signingKey).join('\n');
		for (const { rest, keys } of this.own)
			await rest.changeCredential(keys, 'attentiveWebhookApi', { signingKeys });
	}

	/** What was said until now, and the key, are known. */
	async begun(): Promise<this> {
		this.sinceLastCount();
		await this.aboutKey();
		return this;
	}

	async webhooks(): Promise<WebhookRecord[]> {
		return (await this.sandbox.control.dashboard()).webhooks;
	}

	/** As in '1 enabled, 1 disabled'. */
	async left(): Promise<string> {
		const all = await this.webhooks();
		const enabled = all.filter(({ disabledAt }) => disabledAt === null).length;
		return `${enabled} enabled, ${all.length - enabled} disabled`;
	}

	/** What a person does in Attentive's own screens to the only webhook. */
	async byHand(method: 'PUT' | 'DELETE', change?: object): Promise<void> {
		const [webhook] = await this.webhooks();
		const answer = await fetch(`${this.sandbox.url}/v1/webhooks/${webhook?.id}`, {
			method,
			headers: { authorization: `Bearer ${this.sandbox.apiKey}`, 'content-type': 'application/json' },
			body: change && webhook && JSON.stringify({ url: webhook.url, events: webhook.events, ...change }),
		});
		if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
	}

	/** All requests, or those that fit, fail from now on. */
	async goesDown(fault: Partial<Pick<Fault, 'endpoint' | 'after' | 'count'>> = {}, kind: Kind = '503') {
		await this.sandbox.control.addFault({ kind, count: 10_000, ...fault });
	}

	async isBack(): Promise<void> {
		await this.sandbox.control.clearFaults();
	}

	/** People subscribe. */
	async happen(times: number): Promise<string[]> {
		const { control } = this.sandbox;
		const phones = Array.from({ length: times }, () => `+1206556${String(++people).padStart(4, '0')}`);
		for (const phone of phones) {
			await control.seedUsers([
				{ phone, subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state: 'pending' }] },
			]);
			await control.replyYes(phone);
		}
		return phones;
	}

	/** Waits until Attentive has delivered what it delivers, and counts the runs of these people. */
	async count(what: string, phones: string[], seen: string): Promise<LifeCount> {
		const deliveries = await this.sandbox.control.whenDelivered();
		const isDelivered = (phone: string) =>
			deliveries.some(({ body, state }) => state === 'delivered' && body.includes(phone));
		const { rest, workflowId } = this.at(0);
		this.delivered += phones.filter(isDelivered).length;
		const runs = await runsOf({ rest }, workflowId, this.delivered);
		const told = runs
			.flatMap((run) => run.items(triggerName))
			.map(({ json }) => String(Object(json.subscriber).phone));
		const times = phones.map((phone) => told.filter((one) => one === phone).length);
		return {
			what,
			events: phones.length,
			seen: [
				seen,
				...this.sinceLastCount(),
				`webhooks: ${await this.left()}`,
				...(await this.aboutKey()),
			].join('; '),
			runs: times.reduce((sum, one) => sum + one, 0),
			twice: times.filter((one) => one > 1).length,
			lost: times.filter((one) => one === 0).length,
		};
	}

	/** What the log of the first n8n has said of the webhook since the last count. */
	private sinceLastCount(): string[] {
		const text = this.log.slice(this.logged).join('\n');
		this.logged = this.log.length;
		const said = text.match(/created a new webhook in Attentive|disable the webhook in Attentive/g);
		return [...new Set(said)].map((words) => `log: "${words}"`);
	}

	/** Whether the enabled webhook has the signing key that the last one had. */
	private async aboutKey(): Promise<string[]> {
		const [enabled] = (await this.webhooks()).filter(({ disabledAt }) => disabledAt === null);
		if (!enabled) return [];
		const before = this.signingKey;
		this.signingKey = enabled.signingKey;
		if (before === undefined) return [];
		return [before === enabled.signingKey ? 'same key' : 'new key'];
	}

	/** Lines of the log that a count has read. */
	private logged: number;
	private signingKey: string | undefined;
	/** Events of which a run must be there. */
	private delivered = 0;

	private at(which: number) {
		const found = this.own[which];
		if (!found) throw new Error(`There is no n8n ${which}`);
		return found;
	}
}

type Kind = '503' | 'reset' | 'resetAfter' | '401';
