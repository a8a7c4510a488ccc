import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { realClock } from '../engine/clock';
import type { Ended } from '../engine/requests';
import type { Outcome } from '../engine/types';
import { sentence } from '../errors/itemError';
import type { Permission } from '../errors/permission';
import { failureReason, isSetUpMistake, type Reason } from '../errors/reasons';
import { webhooksAnswerSchema, webhookSchema, type Webhook } from '../schemas/webhooks';
import { attentiveRequest, type AttentiveRequest } from '../transport/attentiveRequest';
import { openConnection, type Connection } from '../transport/connection';
import { ValueError } from '../values/valueError';
import { fewTries } from './fewTries';

const PERMISSION: Permission = { name: 'Webhooks', level: 'Write' };

/** How long one request may take, in ms. */
const TIMEOUT = 20_000;

const LIST = '/v1/webhooks';
const one = (id: string) => `${LIST}/${encodeURIComponent(id)}`;

/** What a webhook is to be. */
export interface WebhookState {
	url: string;
	events: string[];
	disabled?: boolean;
}

/** A webhook as Attentive lists it. */
export type KnownWebhook = Webhook & { id: string };

/** How a call ended. */
export interface Called {
	ended: Ended;
	outcome: Outcome;
}

/** Attentive's calls for webhooks, as the trigger needs them. All throw a NodeOperationError that says what to do. */
export class WebhookApi {
	private constructor(
		private readonly context: IHookFunctions,
		private readonly connection: Connection,
	) {}

	static async open(context: IHookFunctions): Promise<WebhookApi> {
		try {
			return new WebhookApi(context, await openConnection(context));
		} catch (error) {
			const words =
				error instanceof ValueError
					? sentence({ ...error.problem, value: undefined, status: 'rejected' })
					: undefined;
			throw new NodeOperationError(
				context.getNode(),
				words ?? 'n8n cannot read the API credential. Select it in the panel of this node',
			);
		}
	}

	/** All webhooks of the app that the credential belongs to; without an ID one could do nothing about them. */
	async list(): Promise<KnownWebhook[]> {
		const called = await this.call({ method: 'GET', path: LIST }, true);
		if (!isDone(called)) throw this.error('Could not get the webhooks from Attentive', called.outcome);
		const answer = webhooksAnswerSchema.safeParse(bodyOf(called));
		if (answer.success)
			return (answer.data.webhooks ?? []).flatMap(({ id, ...rest }) =>
				id === undefined ? [] : [{ ...rest, id }],
			);
		throw new NodeOperationError(
			this.context.getNode(),
			'Could not get the webhooks from Attentive: the answer does not have the format that Attentive documents. Check the Base URL of the credential',
		);
	}

	/** Gives the ID of the new webhook, where Attentive answers with it. Never sent twice unless the first certainly had no effect. */
	async create(webhook: WebhookState): Promise<string | undefined> {
		const called = await this.call({ method: 'POST', path: LIST, body: webhook }, false);
		if (!isDone(called)) throw this.error('Could not create the webhook in Attentive', called.outcome);
		const answer = webhookSchema.pick({ id: true }).safeParse(bodyOf(called));
		return answer.data?.id;
	}

	/** Gives how it ended, for what is to be done about a failure depends on the webhook. */
	async update(id: string, state: Partial<WebhookState>): Promise<Called> {
		return await this.call({ method: 'PUT', path: one(id), body: state }, true);
	}

	/** A webhook that is not there any more counts as disabled. */
	async disable({ id, url, events }: KnownWebhook): Promise<void> {
		const called = await this.update(id, { url, events, disabled: true });
		if (isDone(called) || isGone(called)) return;
		throw this.error('Could not disable the webhook in Attentive', called.outcome);
	}

	/** A webhook that is not there any more counts as removed. */
	async remove({ id }: KnownWebhook): Promise<void> {
		const called = await this.call({ method: 'DELETE', path: one(id) }, true);
		if (isDone(called) || isGone(called)) return;
		throw this.error('Could not delete the webhook in Attentive', called.outcome);
	}

	/** The error for a call that failed. */
	error(what: string, outcome: Outcome): NodeOperationError {
		const reason = failureReason({ kind: 'refused', denied: false }, outcome, PERMISSION);
		const said = sentence({ ...reason, field: undefined, wayOut: wayOut(reason) });
		return new NodeOperationError(this.context.getNode(), `${what}: ${said}`);
	}

	private async call(request: AttentiveRequest, isIdempotent: boolean): Promise<Called> {
		const { context, connection } = this;
		const send = async () => await attentiveRequest(context, connection, request, TIMEOUT);
		return await fewTries(send, isIdempotent, realClock);
	}
}

export function isDone({ ended }: Called): boolean {
	return ended.kind === 'done';
}

export function isGone({ outcome }: Called): boolean {
	return outcome.kind === 'answer' && outcome.status === 404;
}

function bodyOf({ outcome }: Called): unknown {
	return outcome.kind === 'answer' ? outcome.body : undefined;
}

/** Whether the answer to an update says that the webhook is still disabled. */
export function saysDisabled(called: Called): boolean {
	const answer = webhookSchema.safeParse(bodyOf(called));
	return answer.success && Boolean(answer.data.disabledAt);
}

/** The ways out for a row do not fit here, those for the credential do. */
function wayOut({ reasonCode, wayOut: known }: Reason): string | undefined {
	if (isSetUpMistake(reasonCode)) return known;
	switch (reasonCode) {
		case 'notFound':
			return 'Check the Base URL of the credential';
		case 'refused':
			return undefined;
		default:
			return 'Try again once Attentive answers';
	}
}
