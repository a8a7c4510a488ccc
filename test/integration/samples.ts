import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';
import type { SignUpUnit } from '../../sandbox/control';
import { eachField } from '../mappedFields';

export { eachField };

export const EVENTS = 'POST /v1/events/custom';
export const ATTRIBUTES = 'POST /v1/attributes/custom';
export const GET_ATTRIBUTES = 'GET /v1/attributes/custom';
export const PURCHASE = 'POST /v1/events/ecommerce/purchase';
export const SUBSCRIBE = 'POST /v1/subscriptions';
export const ELIGIBILITY = 'GET /v1/subscriptions';
export const ADD_CODES = 'POST /v1/coupons/coupon-pool/{id}/create';
export const UPSERT = 'POST /v2/user/attributes';
export const UPSERT_MANY = 'POST /v2/bulk/user/attributes';
export const GET_JOB = 'GET /v2/bulk/job/{bulkJobId}';
export const JOB_RESULTS = 'GET /bulk-results/{bulkJobId}.jsonl';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An event for the person in the field `phone`, with the field `points`. */
export const SEND_EVENT: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: 'Points Awarded',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	properties: eachField([{ column: 'points', type: 'number' }]),
};

/** Attribute `points` for the person in the field `phone`. */
export const SET_ATTRIBUTES: INodeParameters = {
	resource: 'customAttribute',
	operation: 'set',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	attributes: eachField([{ column: 'points', type: 'number' }]),
};

/** Attribute `tier` for the person in the field `email`, in bulk. */
export const UPSERT_TIERS: INodeParameters = {
	resource: 'user',
	operation: 'upsertMany',
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
};

/** Rows of different people, with points 1, 2, 3, ... */
export function rows(count: number): Array<{ phone: string; points: number }> {
	return Array.from({ length: count }, (_row, index) => ({
		phone: `+1206555${String(1000 + index).slice(-4)}`,
		points: index + 1,
	}));
}

/** An event that is sent once for each value of the field `event`. */
export function sendOnce(more: INodeParameters = {}): INodeParameters {
	return { ...SEND_EVENT, additionalFields: { skipRepeatsBy: '={{ $json.event }}' }, ...more };
}

/** Rows of different people, each with an event of its own: e-0, e-1, ... */
export function eventRows(count: number, from = 0): Array<{ phone: string; points: number; event: string }> {
	return rows(count).map((row, index) => ({ ...row, event: `e-${from + index}` }));
}

/** Where texts and emails are subscribed to; its ID is 11. */
export const SIGN_UP_UNIT = {
	id: '11',
	type: 'MARKETING',
	channels: ['TEXT', 'EMAIL'],
	locale: { language: 'en', country: 'US' },
} satisfies SignUpUnit;

/** A thing that is chosen by its ID. */
export function byId(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

/** A parameter that the model of an AI agent fills in. */
export function fromAI(name: string, kind: 'string' | 'number' | 'boolean' | 'json' = 'string'): string {
	return `={{ $fromAI('${name}', '', '${kind}') }}`;
}
