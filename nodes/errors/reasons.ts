import type { Ended } from '../engine/requests';
import type { Outcome } from '../engine/types';
import { attentivesWords } from './attentivesWords';
import type { ItemError } from './itemError';
import { CORRECT_VALUE, isAttentives404, outcomeWords, type Words } from './outcomeWords';
import type { Permission } from './permission';

export const LOOK_IT_UP = 'Look it up in Attentive before you send it again';

/** All of an item's error but the sentence that sums it up. */
export type Reason = Omit<ItemError, 'message'>;

/**
 * What a refusal means for an operation in particular.
 * @param words Attentive's own, or none
 */
export type Refusal = (status: number, words: string) => { reason: string; wayOut: string } | undefined;

/** Why an item failed, from how its request ended. */
export function failureReason(
	ended: Ended,
	outcome: Outcome,
	permission: Permission | undefined,
	particular: Refusal = () => undefined,
): Reason {
	const told = outcomeWords(outcome, permission);
	switch (ended.kind) {
		case 'unknown':
			return {
				...told,
				status: 'unknown',
				reason: `Unknown whether Attentive processed it (${told.reason.replace(/^Attentive /, 'it ')})`,
				wayOut: LOOK_IT_UP,
			};
		case 'notTried':
			return { ...told, status: 'notTried', reason: `Not processed: ${told.reason}` };
		default:
			return {
				...told,
				...(outcome.kind === 'answer' && (outcome.status !== 404 || isAttentives404(outcome))
					? particularWords(told, particular(outcome.status, attentivesWords(outcome.body).message ?? ''))
					: {}),
				// A proxy that wants a login has passed nothing on.
				status: outcome.kind === 'answer' && outcome.status === 407 ? 'notTried' : 'refused',
			};
	}
}

function particularWords(told: Words, words: { reason: string; wayOut: string } | undefined) {
	return words && { reason: `${told.reason}. ${words.reason}`, wayOut: words.wayOut };
}

/** Why nothing was read. Whatever became of the request, it has changed nothing. */
export function readReason(
	ended: Ended,
	outcome: Outcome,
	permission: Permission | undefined,
	particular?: Refusal,
): Reason {
	const told = failureReason({ kind: 'refused', denied: false }, outcome, permission, particular);
	if (ended.kind === 'refused') return told;
	return {
		wayOut: 'Run the item again later',
		...told,
		status: 'notTried',
		reason: `Not read, and nothing was changed: ${told.reason}`,
	};
}

/** Why an item was not sent although nothing is wrong with it: what must be known before sending could not be asked. */
export function questionReason(ended: Ended, outcome: Outcome, permission: Permission | undefined): Reason {
	const reason = failureReason({ kind: 'refused', denied: false }, outcome, permission);
	return {
		...reason,
		status: ended.kind === 'refused' ? reason.status : 'notTried',
		reason: `Not sent, because the check before it failed: ${reason.reason}`,
	};
}

/** Why an item failed whose request Attentive has refused for some of its items: which of them is not known. */
export function refusedTogether(reason: Reason, items: number): Reason {
	if (reason.reasonCode !== 'refused') return reason;
	return {
		...reason,
		reason: `In a request of ${items} items that was refused as a whole: ${reason.reason}`,
		wayOut:
			CORRECT_VALUE === reason.wayOut
				? 'Send it again in a run with fewer items to find out which of them is wrong'
				: reason.wayOut,
	};
}

/** What is not tried now, and was perhaps processed before. */
export function inDoubt(reason: Reason): Reason {
	const before = 'Unknown whether Attentive processed it in an earlier try';
	return { ...reason, status: 'unknown', reason: `${before}. ${reason.reason}` };
}

/** What a 404 means where a call is about a person: a refusal for `Declaration.refusal`. */
export function unknownPerson(status: number): { reason: string; wayOut: string } | undefined {
	if (status !== 404) return undefined;
	return {
		reason: 'Attentive does not know this person',
		wayOut:
			'Check the phone, email or ID. An ID must first be linked to a person with Identity: Add Identifiers',
	};
}

/** Attentive says that parts of a request have ended differently, in a form that it does not document. */
export function multiStatus(body: unknown): Reason {
	const { message } = attentivesWords(body);
	const words = message === undefined ? '' : `: ${message}`;
	return {
		status: 'unknown',
		reasonCode: 'multiStatus',
		reason: `Unknown whether Attentive processed all of it (it answered 207, which means different outcomes for its parts${words})`,
		wayOut: LOOK_IT_UP,
	};
}

/** An answer came that cannot be right. */
export function notUnderstood(status = 200): Reason {
	return {
		status: 'unknown',
		reasonCode: 'answerNotUnderstood',
		reason: `The answer (${status}) does not have the format that Attentive documents`,
		wayOut: 'Check the Base URL of the credential',
	};
}

const SET_UP_CODES = new Set([
	'unauthorized',
	'forbidden',
	'redirected',
	'methodNotAllowed',
	'proxyRefused',
	'paymentRequired',
	'foreignAnswer',
	'noSuchField',
	'tooManyItems',
	'tooManyPeople',
	'tooManyInvalid',
]);

/** Whether an item failed because of how node or credential are set up: no other item would have gone through either. */
export function isSetUpMistake(reasonCode: string): boolean {
	return SET_UP_CODES.has(reasonCode);
}
