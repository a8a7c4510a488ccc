import type { Reply, Requests } from '../engine/requests';
import type { Endpoint } from '../engine/types';
import type { ItemResult } from '../errors/itemResult';
import { isAttentives404 } from '../errors/outcomeWords';
import { notUnderstood, questionReason, type Reason } from '../errors/reasons';
import { excerpt, ValueError } from '../values/valueError';
import type { Delivery, Sender, Sending } from './delivery';
import type { Process } from './follow';
import type { Parcel } from './parcel';
import type { Claim } from './question';
import { ALREADY_SENT } from './repeats';

/**
 * Asks the questions of each item right before it is sent, so that what it learns is not old by then.
 * @param notFoundAnswer what a 404 counts as; an error unless given
 */
export function askFirst<Payload extends object>(
	{ endpoint, notFoundAnswer }: { endpoint: Endpoint; notFoundAnswer?: unknown },
	delivery: Delivery<Payload>,
): Delivery<Payload> {
	return {
		...delivery,
		start: (sending) => new AskingSender(endpoint, notFoundAnswer, sending, delivery.start(sending)),
	};
}

class AskingSender<Payload extends object> implements Sender<Payload> {
	readonly process?: Process;
	/** By what items of this run claim: a later item need not do it again. */
	private readonly claimed: Map<string, Claim>;

	constructor(
		private readonly endpoint: Endpoint,
		private readonly notFoundAnswer: unknown,
		private readonly sending: Sending,
		private readonly sender: Sender<Payload>,
	) {
		this.process = sender.process;
		this.claimed = new Map(sending.claimedBefore);
	}

	async send(batch: Array<Parcel<Payload>>, requests: Requests): Promise<void> {
		const answers = await Promise.all(batch.map(async (parcel) => await this.ask(parcel, requests)));
		// What is to be recorded for Skip Repeats By must go right after it.
		if (batch.some(({ once }) => once !== undefined) && !(await requests.turn())) return;
		const claims = new Map<Parcel<Payload>, string[]>();
		// What goes in the same request claims for those after it as well.
		const claimed = new Map(batch.length > 1 ? this.claimed : []);
		for (const [position, parcel] of batch.entries()) {
			const own = answers[position];
			if (!own) continue;
			const settled = settle(parcel, own, batch.length > 1 ? claimed : this.claimed);
			claims.set(parcel, settled ?? []);
			for (const claim of settled ?? []) claimed.set(claim, 'inDoubt');
		}
		const toSend = batch.filter((parcel, position) => !parcel.result && answers[position]);
		if (toSend.length > 0) await this.sender.send(toSend, requests);
		for (const [parcel, own] of claims) this.keep(own, parcel.result);
	}

	/** The answers to the questions of a parcel; undefined where they were not all answered. */
	private async ask(parcel: Parcel<Payload>, requests: Requests): Promise<unknown[] | undefined> {
		const { queries = [] } = parcel.question ?? {};
		const { endpoint } = this;
		const replies = await Promise.all(
			queries.map(
				async (query) =>
					await requests.request({
						endpoint,
						isIdempotent: true,
						send: async () =>
							await this.sending.transport.request({ method: 'GET', path: endpoint.path, query }),
					}),
			),
		);
		const answers: unknown[] = [];
		for (const reply of replies) {
			const answer = this.answerIn(reply);
			if (answer) answers.push(answer.body);
			else if (reply.kind === 'ended' && !parcel.result)
				parcel.fail(questionReason(reply.ended, reply.outcome, this.sending.permission));
		}
		return answers.length === queries.length ? answers : undefined;
	}

	private answerIn(reply: Reply): { body: unknown } | undefined {
		if (reply.kind === 'stopped') return undefined;
		const { ended, outcome } = reply;
		if (ended.kind === 'done' && outcome.kind === 'answer') return { body: outcome.body };
		return this.notFoundAnswer !== undefined && isAttentives404(outcome)
			? { body: this.notFoundAnswer }
			: undefined;
	}

	/** Keeps what an item has brought about, or may have. */
	private keep(claims: string[], result: ItemResult | undefined): void {
		if (!result || (result.status === 'failed' && result.error.status !== 'unknown')) return;
		for (const claim of claims) {
			if (!this.claimed.has(claim)) this.claimed.set(claim, isTaken(result) ? 'taken' : 'inDoubt');
		}
	}
}

/** What was sent and then skipped, Attentive had already. Of what was not sent again, an earlier run may have had no answer. */
function isTaken(result: ItemResult): boolean {
	return result.status === 'accepted' || (result.status === 'skipped' && result.reasonCode !== ALREADY_SENT);
}

/** Changes a parcel by what was answered, or settles it. Gives what sending it claims. */
function settle<Payload extends object>(
	parcel: Parcel<Payload>,
	answers: unknown[],
	claimed: ReadonlyMap<string, Claim>,
): string[] | undefined {
	if (!parcel.question) return undefined;
	try {
		const answered = parcel.question.settle(answers, claimed);
		if ('skip' in answered) {
			parcel.settle({ status: 'skipped', ...answered.skip });
			return undefined;
		}
		parcel.payload = answered.payload;
		parcel.asked = answered.asked ?? {};
		return answered.claims;
	} catch (error) {
		parcel.fail(
			error instanceof ValueError ? refusedReason(error) : { ...notUnderstood(), status: 'notTried' },
		);
		return undefined;
	}
}

/** What an answer has shown to be impossible. */
function refusedReason({ problem: { value, ...problem } }: ValueError): Reason {
	return { status: 'refused', ...problem, ...(value === undefined ? {} : { value: excerpt(value) }) };
}
