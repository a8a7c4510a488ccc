import type { IDataObject } from 'n8n-workflow';
import type { Reply, Requests } from '../engine/requests';
import { mayHaveArrived } from '../engine/retry';
import type { Endpoint, Outcome } from '../engine/types';
import { isAttentives404, isForeignRefusal } from '../errors/outcomeWords';
import {
	failureReason,
	inDoubt,
	multiStatus,
	notUnderstood,
	refusedTogether,
	type Reason,
} from '../errors/reasons';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { Skip } from '../errors/itemResult';
import type { Batch, Delivery, Sender, Sending } from './delivery';
import { Halves, type Halving, type Shipment } from './halves';
import type { Process } from './follow';
import type { Parcel } from './parcel';
import { understood } from './understood';

export interface Writes<Payload extends object> extends Halving<Payload> {
	endpoint: Endpoint;
	batch?: Batch<Payload>;
	/** What the request has beside method and path of the endpoint; the payload as its body unless given. */
	request?(payloads: [Payload, ...Payload[]]): Partial<AttentiveRequest>;
	/** What is to be done after the answer, as a part of the request: it succeeds only if this does. */
	afterwards?(body: unknown, payloads: Payload[]): ((sending: Sending) => Promise<Outcome>) | undefined;
	/** What the answer adds to the result, where Attentive documents an object as the answer. Throws where it cannot be understood. */
	answer?(body: unknown, payload: Payload): IDataObject;
	/** What Attentive works on after it has accepted the request; items are accepted at once unless given. */
	process?(sending: Sending): Process<Payload>;
	/** Deleting something that is already gone counts as success. */
	notFound?: 'alreadyGone';
	/** What a refusal with this status means for this operation in particular. */
	refusal?(
		status: number,
		payload: Payload,
		words: string,
		all: Payload[],
	): { reason: string; wayOut: string } | undefined;
	/** The status by which Attentive says that nothing was left to do, and the result of the item then. */
	already?: { status: number; skip: Skip };
	/** As in `Delivery`. */
	needed?: Record<string, string>;
	/** What the result says about a payload, known before it is sent. */
	details?(payload: Payload): IDataObject;
	/** The payload as Validate Only may show it, where not all of it is to be seen. */
	masked?(payload: Payload): Payload;
	/** What Validate Only shows besides the request. */
	more?(payload: Payload): IDataObject;
	/** Names and values that the payload brings to Attentive, where their types matter. */
	named?(payload: Payload): Record<string, unknown>;
}

/** A delivery that changes something in Attentive. */
export function writes<Payload extends object>(how: Writes<Payload>): Delivery<Payload> {
	const delivery: Delivery<Payload> = {
		endpoint: how.endpoint,
		batch: how.batch,
		needed: how.needed,
		details: (payload) => how.details?.(payload) ?? {},
		preview: (payload) => ({
			request: requestFor(how, [how.masked?.(payload) ?? payload]),
			more: how.more?.(payload),
			named: how.named?.(payload),
		}),
		start: (sending) => new WritingSender(how, delivery, sending),
	};
	return delivery;
}

function requestFor<Payload extends object>(how: Writes<Payload>, payloads: Payload[]): AttentiveRequest {
	const { method, path } = how.endpoint;
	const [first, ...others] = payloads;
	if (!first) return { method, path };
	return { method, path, ...(how.request?.([first, ...others]) ?? { body: first }) };
}

const MULTI_STATUS = 207;

class WritingSender<Payload extends object> implements Sender<Payload> {
	readonly process?: Process<Payload>;
	private readonly halves: Halves<Payload>;

	constructor(
		private readonly how: Writes<Payload>,
		private readonly delivery: Delivery<Payload>,
		private readonly sending: Sending,
	) {
		this.process = how.process?.(sending);
		this.halves = new Halves(how, delivery, sending);
	}

	async send(batch: Array<Parcel<Payload>>, requests: Requests): Promise<void> {
		const parcels = await this.sending.admit(batch);
		const waiting = [{ parcels, payloads: parcels.map(({ payload }) => payload) }];
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			if (next.parcels.length === 0 || this.halves.isLeftOut(next)) continue;
			const reply = await this.request(next, requests);
			if (reply.kind === 'stopped') break;
			const halves = this.halves.of(next, reply);
			// The first half goes before the second: the order of the items may matter.
			if (halves) waiting.push(halves[1], halves[0]);
			else this.settle(next, reply);
		}
		for (const parcel of parcels) this.halves.conclude(parcel, this.status);
	}

	private async request({ parcels, payloads }: Shipment<Payload>, requests: Requests): Promise<Reply> {
		const { transport, isIdempotent } = this.sending;
		return await requests.request({
			endpoint: this.how.endpoint,
			isIdempotent,
			onStart: () => {
				for (const parcel of parcels) parcel.leaves();
			},
			send: async () => {
				const outcome = await transport.request(requestFor(this.how, payloads));
				if (mayHaveArrived(outcome)) for (const parcel of parcels) parcel.doubt();
				if (outcome.kind !== 'answer' || outcome.status >= 300) return outcome;
				const rest = understood(() => this.how.afterwards?.(outcome.body, payloads));
				const stored = await rest?.(this.sending);
				return stored && (stored.kind === 'failure' || stored.status >= 300) ? stored : outcome;
			},
		});
	}

	private settle({ parcels, payloads }: Shipment<Payload>, reply: Extract<Reply, { kind: 'ended' }>): void {
		const { already } = this.how;
		if (already && reply.outcome.kind === 'answer' && reply.outcome.status === already.status) {
			for (const parcel of parcels) parcel.settle({ status: 'skipped', ...already.skip });
			return;
		}
		const outcome = this.outcomeOf({ parcels, payloads }, reply);
		for (const [position, parcel] of parcels.entries()) {
			const own =
				'failure' in outcome ? told(outcome, parcel, reply) : { added: outcome.added[position] ?? {} };
			if (this.halves.keep(parcel, payloads, own)) continue;
			if ('failure' in own) parcel.fail(own.failure);
			else parcel.accept(this.status, this.delivery.details(parcel.payload), own.added);
		}
	}

	private get status(): 'accepted' | 'pending' {
		return this.process ? 'pending' : 'accepted';
	}

	/** What the answer adds to the result of each payload, or why all of them have failed. */
	private outcomeOf(
		{ parcels, payloads }: Shipment<Payload>,
		{ ended, outcome }: Extract<Reply, { kind: 'ended' }>,
	): { added: IDataObject[] } | { failure: Reason } {
		const { notFound, refusal, answer } = this.how;
		if (notFound === 'alreadyGone' && isAttentives404(outcome))
			return { added: payloads.map(() => ({ alreadyGone: true })) };
		if (ended.kind === 'done' && outcome.kind === 'answer') {
			const { body, status } = outcome;
			if (status === MULTI_STATUS) return { failure: multiStatus(body) };
			const documented = answer ?? this.process;
			if (!isObject(body) && (documented || !isNothing(body))) return { failure: notUnderstood(status) };
			const added = understood(() =>
				payloads.map((payload, position): IDataObject =>
					Object.assign({}, answer?.(body, payload), this.process?.accepted(body, payload, position)),
				),
			);
			return added ? { added } : { failure: notUnderstood(status) };
		}
		const [first] = payloads;
		const reason = failureReason(
			ended,
			outcome,
			this.sending.permission,
			(status, words) => first && refusal?.(status, first, words, payloads),
		);
		const items = parcels.reduce((sum, { itemCount }) => sum + itemCount, 0);
		return { failure: payloads.length > 1 ? refusedTogether(reason, items) : reason };
	}
}

/** What something else than Attentive refuses may have been processed in an earlier try. */
function told(
	own: { failure: Reason },
	{ earlierTry }: Parcel,
	{ outcome }: { outcome: Outcome },
): { failure: Reason } {
	const saysNothing = own.failure.status === 'refused' && isForeignRefusal(outcome);
	return saysNothing && earlierTry === 'unknown' ? { failure: inDoubt(own.failure) } : own;
}

function isObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** Where Attentive documents no answer, an empty one is a success, and so is a word such as OK. A sentence may be that of a login page. */
function isNothing(body: unknown): boolean {
	if (Array.isArray(body)) return body.length === 0;
	return body === undefined || body === null || (typeof body === 'string' && /^\w*[.!]?$/.test(body.trim()));
}
