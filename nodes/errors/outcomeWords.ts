import { z } from 'zod';
import { isOfTheWay } from '../engine/retry';
import type { Failure, Outcome } from '../engine/types';
import { saysNo } from '../schemas/answers';
import { attentivesWords } from './attentivesWords';
import type { ItemError } from './itemError';
import type { Permission } from './permission';

/** What an outcome says of itself, whatever it means for the item. */
export type Words = Omit<ItemError, 'message' | 'status'>;

/** The body of an error as Attentive documents it. */
const errorBodySchema = z.object({
	error: z.union([
		z.string(),
		z.object({ id: z.union([z.number(), z.string()]).nullish(), message: z.string().nullish() }),
	]),
});

/** The words for what came of a request. */
export function outcomeWords(outcome: Outcome, permission: Permission | undefined): Words {
	if (outcome.kind === 'failure') return failureWords(outcome);
	return outcome.said === undefined
		? answerWords(outcome.status, outcome.body, permission)
		: saidWords(outcome.status, outcome.said);
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
	return isForeignBody(outcome.body);
}

function isForeignBody(body: unknown): boolean {
	return !saysNo(body) && !errorBodySchema.safeParse(body).success;
}

export const CORRECT_VALUE = 'Correct the value that Attentive names';

function failureWords({ cause, message }: Failure): Words {
	return {
		reasonCode: cause,
		reason: message,
		wayOut:
			cause === 'proxyRefused'
				? PROXY.wayOut
				: 'Check the network and the Base URL of the credential, then run the item again',
	};
}

function saidWords(status: number, reason: string): Words {
	if (status < 400)
		return {
			reasonCode: 'redirected',
			reason,
			wayOut: 'Run the item again later. If it fails again, contact Attentive',
		};
	return status === 429 || status >= 500
		? { reasonCode: 'serverError', reason, wayOut: 'Run the item again later' }
		: { reasonCode: 'refused', reason, wayOut: CORRECT_VALUE };
}

function answerWords(status: number, body: unknown, permission: Permission | undefined): Words {
	const { message, id } = attentivesWords(body);
	const errorId = id === undefined ? {} : { attentiveErrorId: id };
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
	const isForeign = status >= 400 && status < 500 && isOfTheWay(status) && isForeignBody(body);
	const who = isForeign ? 'the address' : 'Attentive';
	const answered = saysNo(body) ? 'Attentive refused it' : `${who} answered ${status}`;
	const words = message === undefined ? answered : `${answered}: ${message}`;
	const meaning = MEANINGS[status];
	if (isForeign && meaning?.reasonCode === undefined) {
		return {
			reasonCode: 'foreignAnswer',
			reason: `${words}, which is not how Attentive's API answers`,
			wayOut:
				'Check the Base URL of the credential, and whether a proxy or firewall between n8n and Attentive refuses the request',
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
		reason: 'it requires payment',
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
