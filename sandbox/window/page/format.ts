import type { Exchange, Person } from '../messages';

const clock = new Intl.DateTimeFormat(undefined, {
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23',
});
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const short = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Formats of a time are slow, and lists draw the same ones again and again. */
const times = new Map<string, string>();

export function timeOf(iso: string): string {
	let made = times.get(iso);
	if (made === undefined) {
		if (times.size > 5_000) times.clear();
		made = clock.format(new Date(iso));
		times.set(iso, made);
	}
	return made;
}

export function momentOf(iso: string): string {
	return moment.format(new Date(iso));
}

export function dayOf(iso: string): string {
	return day.format(new Date(iso));
}

export function shortTimeOf(iso: string): string {
	return short.format(new Date(iso));
}

export function number(count: number): string {
	return count.toLocaleString('en-US');
}

export function counted(count: number, one: string, many = `${one}s`): string {
	return `${number(count)} ${count === 1 ? one : many}`;
}

/** JSON with line breaks; anything else as it is. */
export function pretty(text: string): string {
	const parsed = parsedJson(text);
	return parsed === undefined ? text : JSON.stringify(parsed, null, 2);
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What a request is about, in a few words. */
export interface Gist {
	/** Phone, email or ID of the person, as the request has it. */
	who: string | undefined;
	/** Event type, names of attributes and the like. */
	what: string;
}

const gists = new WeakMap<Exchange, Gist>();

export function gistOf(exchange: Exchange): Gist {
	let gist = gists.get(exchange);
	if (gist === undefined) {
		gist = makeGist(exchange);
		gists.set(exchange, gist);
	}
	return gist;
}

function makeGist({ body, path, endpoint, method }: Exchange): Gist {
	const query = new URLSearchParams(path.split('?')[1] ?? '');
	const inQuery = query.get('phone') ?? query.get('email') ?? query.get('clientUserId') ?? undefined;
	const parsed = parsedJson(body.text);
	const fields = record(parsed);
	const user = record(fields?.user);
	const who = addressIn(user) ?? addressIn(record(fields?.identifiers)) ?? addressIn(fields) ?? inQuery;
	return { who, what: whatOf(endpoint ?? `${method} ${path}`, fields) };
}

function whatOf(endpoint: string, fields: Record<string, unknown> | undefined): string {
	const names: Record<string, string> = {
		'POST /v1/events/ecommerce/product-view': 'Product view',
		'POST /v1/events/ecommerce/add-to-cart': 'Add to cart',
		'POST /v1/events/ecommerce/purchase': 'Purchase',
		'POST /v1/subscriptions': 'Subscribe',
		'POST /v1/subscriptions/unsubscribe': 'Unsubscribe',
		'GET /v1/subscriptions': 'Eligibility',
		'POST /v1/identity-resolution/user-identifiers': 'Link identifiers',
		'GET /v1/attributes/custom': 'Get attributes',
		'POST /v2/user/attributes': 'Create or update user',
		'POST /v1/privacy/delete-request': 'Deletion request',
		'GET /v1/me': 'Account',
		'GET /v2/me': 'Account',
		'POST /v1/webhooks': 'Create webhook',
		'GET /v1/webhooks': 'Get webhooks',
	};
	if (endpoint === 'POST /v1/events/custom')
		return typeof fields?.type === 'string' ? fields.type : 'Custom event';
	if (endpoint === 'POST /v1/attributes/custom') {
		const keys = Object.keys(record(fields?.properties) ?? {});
		return keys.length === 0 ? 'Set attributes' : `Set ${keys.join(', ')}`;
	}
	return names[endpoint] ?? '';
}

function addressIn(fields: Record<string, unknown> | undefined): string | undefined {
	if (fields === undefined) return undefined;
	const { phone, email, clientUserId } = fields;
	const external = record(fields.externalIdentifiers);
	const found = [
		phone,
		email,
		clientUserId,
		external?.clientUserId,
		external?.shopifyId,
		external?.klaviyoId,
	];
	const first = found.find((one) => typeof one === 'string' && one !== '');
	if (typeof first === 'string') return first;
	const [custom] = Array.isArray(external?.customIdentifiers) ? external.customIdentifiers : [];
	const value = record(custom)?.value;
	return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): Record<string, unknown> | undefined {
	return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How one would call somebody: the name if there is one. */
export function nameOf(person: Person): string | undefined {
	const name = [person.profile.firstName, person.profile.lastName].filter(Boolean).join(' ');
	return name === '' ? undefined : name;
}

export function addressOf(person: Person): string {
	return person.phones[0] ?? person.emails[0] ?? person.ids[0]?.[1] ?? person.id;
}

/** What became of a request. */
export function statusWords({ status, fault }: Exchange): string {
	if (status === null) return 'no response';
	if (status === 429) return fault === undefined ? 'too many' : 'refused';
	return status < 300 ? 'accepted' : status < 400 ? 'redirected' : status < 500 ? 'refused' : 'failed';
}

/** What a fault did, as a sentence. */
export function faultWords({ fault, ledger }: Exchange): string | undefined {
	if (fault === undefined) return undefined;
	if (fault === 'slow') return 'A fault made the sandbox wait before it responded.';
	const written = ledger === undefined ? 'Nothing was written.' : 'The request had already been written.';
	return `The fault ${fault} made the sandbox respond this way. ${written}`;
}

/** Why a request that could have led to a text led to none. */
export function refusalWords(exchange: Exchange): string {
	const { status, reason } = exchange;
	const fault = faultWords(exchange);
	if (fault !== undefined && exchange.fault !== 'slow') return fault;
	if (status === 429) return `Too many requests: ${reason ?? 'the limit was reached'}. n8n retries it.`;
	const answered = status === null ? 'got no response' : `was refused with ${status}`;
	return `The request ${answered}${reason === undefined ? '.' : `: ${reason}`}`;
}

const types: Record<string, string> = {
	MARKETING: 'marketing',
	TRANSACTIONAL: 'transactional',
	CHECKOUT_ABANDONED: 'abandoned checkout',
};
const kinds: Record<string, string> = {
	journey: 'Journey',
	replyY: 'Reply Y request',
	legal: 'Legal text',
	alreadySubscribed: 'Already subscribed',
	unsubscribed: 'Unsubscribed',
	alreadyUnsubscribed: 'Already unsubscribed',
};
const states: Record<string, string> = {
	subscribed: 'subscribed',
	pending: 'asked to reply Y',
	unsubscribed: 'unsubscribed',
	stopped: 'texted STOP',
};

export const typeWords = (type: string) => types[type] ?? type.toLowerCase();
export const kindWords = (kind: string) => kinds[kind] ?? kind;
export const stateWords = (state: string) => states[state] ?? state;
export const channelWords = (channel: string) => (channel === 'TEXT' ? 'texts' : 'emails');
