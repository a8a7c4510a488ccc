import { z } from 'zod';
import type { Ended } from '../engine/requests';
import { isOfTheWay } from '../engine/retry';
import type { Failure, Outcome } from '../engine/types';
import { saysNo } from '../schemas/answers';
import { attentivesWords } from './attentivesWords';
import type { ItemError } from './itemError';
import type { Permission } from './permission';

/** All of an item's error but the sentence that sums it up. */
export type Reason = Omit<ItemError, 'message'>;

/** The body of an error as Attentive documents it. */
const errorBodySchema = z.object({
	error: z.union([
		z.string(),
		z.object({ id: z.union([z.number(), z.string()]).nullish(), message: z.string().nullish() }),
	]),
});

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
	const told =
		outcome.kind === 'failure'
			? failureWords(outcome)
			: outcome.said === undefined
				? answerWords(outcome.status, outcome.body, permission)
				: saidWords(outcome.status, outcome.said);
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

function particularWords(
	told: Omit<Reason, 'status'>,
	words: { reason: string; wayOut: string } | undefined,
) {
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

/**
 * Whether Attentive itself says that there is no such thing; a wrong base URL is answered with a page or a text.
 * In which form "Subscriptions not found" comes is not documented, so those words count in any.
 */
export function isAttentives404(outcome: Outcome): boolean {
	if (outcome.kind !== 'answer' || outcome.status !== 404) return false;
	const { body } = outcome;
	if (body === undefined || body === '' || errorBodySchema.safeParse(body).success) return true;
	const { message = '' } = attentivesWords(body);
	return /^subscriptions?\b/i.test(message);
}

/** Whether a refusal was written by something else than Attentive, such as a proxy or a wrong host. */
export function isForeignRefusal(outcome: Outcome): boolean {
	if (outcome.kind !== 'answer') return false;
	if (outcome.status === 404) return !isAttentives404(outcome);
	return !saysNo(outcome.body) && !errorBodySchema.safeParse(outcome.body).success;
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

function failureWords({ cause, message }: Failure): Omit<Reason, 'status'> {
	return {
		reasonCode: cause,
		reason: message,
		wayOut:
			cause === 'proxyRefused'
				? PROXY.wayOut
				: 'Check the network and the Base URL of the credential, then run the item again',
	};
}

function saidWords(status: number, reason: string): Omit<Reason, 'status'> {
	return status === 429 || status >= 500
		? { reasonCode: 'serverError', reason, wayOut: 'Run the item again later' }
		: { reasonCode: 'refused', reason, wayOut: CORRECT_VALUE };
}

function answerWords(
	status: number,
	body: unknown,
	permission: Permission | undefined,
): Omit<Reason, 'status'> {
	const { message, id } = attentivesWords(body);
	const isForeign =
		status >= 402 &&
		status < 500 &&
		status !== 403 &&
		isOfTheWay(status) &&
		isForeignRefusal({ kind: 'answer', status, headers: {}, body });
	const answered = saysNo(body)
		? 'Attentive refused it'
		: `${isForeign ? 'the address' : 'Attentive'} answered ${status}`;
	const words = message === undefined ? answered : `${answered}: ${message}`;
	const errorId = id === undefined ? {} : { attentiveErrorId: id };
	const meaning = MEANINGS[status];
	if (isForeign && meaning?.reasonCode === undefined) {
		return {
			reasonCode: 'foreignAnswer',
			reason: `${words}, which is not how Attentive's API answers`,
			wayOut:
				'Check the Base URL of the credential, and whether a proxy or firewall between n8n and Attentive refuses the request',
		};
	}
	if (status === 401) {
		return {
			reasonCode: 'unauthorized',
			reason: 'Attentive does not accept the API key or OAuth2 connection of the credential',
			wayOut: orProxy(
				'Copy the API key of your app in Attentive (Marketplace) into the credential again. If it uses OAuth2, reconnect it',
				body,
			),
			...errorId,
		};
	}
	if (status === 403) {
		return {
			reasonCode: 'forbidden',
			reason: permission
				? `the app behind the credential does not have the "${permission.name}" permission`
				: 'the app behind the credential does not have permission for this',
			wayOut: orProxy(
				permission
					? `In Attentive, open your app in the Marketplace and set "${permission.name}" to "${permission.level}" under its permissions. Then reconnect the credential if it uses OAuth2`
					: 'Give your app the permission in Attentive (Marketplace)',
				body,
			),
			...errorId,
		};
	}
	if (status === 429) {
		return {
			reasonCode: 'rateLimited',
			reason: 'Attentive received too many requests for too long',
			wayOut: 'Run the item again later',
			...errorId,
		};
	}
	if (status >= 300 && status < 400) {
		return {
			reasonCode: 'redirected',
			reason: `the address answered ${status} with a redirect, and the key is never sent to another address`,
			wayOut: 'Correct the Base URL of the credential',
			...errorId,
		};
	}
	if (meaning)
		return { reasonCode: 'refused', ...meaning, reason: `${words} (${meaning.reason})`, ...errorId };
	if (status >= 500) return { reasonCode: 'serverError', reason: words, ...errorId };
	return {
		...(status === 404
			? {
					reasonCode: 'notFound',
					reason: words,
					wayOut: 'Check the values of the item, and the Base URL of the credential',
				}
			: { reasonCode: 'refused', reason: words, wayOut: CORRECT_VALUE }),
		...errorId,
	};
}

/** What is no JSON, Attentive's gateway may have written as well as something on the way to it. */
function orProxy(wayOut: string, body: unknown): string {
	return typeof body === 'string' && body !== '' ? [wayOut, OR_PROXY].join('. ') : wayOut;
}

const OR_PROXY = 'If a proxy or firewall is between n8n and Attentive, it may have refused the request';

const TOO_LARGE = {
	reason: 'the request is too large',
	wayOut: 'Send fewer or shorter values in the item',
};
const WRONG_CALL = {
	reasonCode: 'methodNotAllowed',
	reason: 'the address does not support this call',
	wayOut: 'Check the Base URL of the credential',
};
const PROXY = {
	reasonCode: 'proxyRefused',
	reason: 'a proxy between n8n and Attentive asks for a login',
	wayOut: 'Check the proxy settings of n8n',
};
/** Statuses that say by themselves what is wrong, which is not a value of the item that Attentive names. */
const MEANINGS: Record<number, { reasonCode?: string; reason: string; wayOut: string } | undefined> = {
	402: {
		reasonCode: 'paymentRequired',
		reason: 'it asks for a payment',
		wayOut:
			'Check the plan of your account in Attentive, and the proxy between n8n and Attentive if there is one',
	},
	405: WRONG_CALL,
	407: PROXY,
	409: {
		reason: 'it conflicts with what Attentive already has',
		wayOut: 'Check whether it already exists in Attentive',
	},
	410: { reason: 'it no longer exists', wayOut: 'Check the ID in the item' },
	413: TOO_LARGE,
	414: TOO_LARGE,
	415: WRONG_CALL,
	431: TOO_LARGE,
	501: WRONG_CALL,
	511: PROXY,
};

export const CORRECT_VALUE = 'Correct the value that Attentive names';
/** What is not tried now, and was perhaps processed before. */
export function inDoubt(reason: Reason): Reason {
	const before = 'Unknown whether Attentive processed it in an earlier try';
	return { ...reason, status: 'unknown', reason: `${before}. ${reason.reason}` };
}

export const LOOK_IT_UP = 'Look it up in Attentive before you send it again';

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
