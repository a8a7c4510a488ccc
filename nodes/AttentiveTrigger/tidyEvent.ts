import type { GenericValue, IDataObject } from 'n8n-workflow';

/** A timestamp below this is taken for seconds: as milliseconds it would lie before March 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** Most characters of what may be a time. */
const LONGEST_TIME = 50;
/** Most levels of a payload whose names are tidied; what lies deeper passes through as it is. */
const DEEPEST = 50;

/** The node's own fields. A field of Attentive's with such a name gets `payload` before it. */
const OWN_FIELDS = [
	'event',
	'originalEvent',
	'time',
	'signatureVerified',
	'signatureProblem',
	'refusedBefore',
	'deliveryId',
	'rawBody',
];

const EVENT = { user_property: 'attribute' };
const COMPANY = { display_name: 'name', company_id: 'id' };
const SUBSCRIBER = { external_id: 'id', client_user_id: 'clientUserIds' };

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Attentive's payload as a flow wants it: first `event` and `time` (ISO, UTC), names in camelCase, the subscriber's
 * external identifiers beside phone and email. What is not known yet passes through in its place.
 */
export function tidyEvent({ type, timestamp, ...fields }: IDataObject): IDataObject {
	const time = toIso(timestamp);
	const start: IDataObject = time === undefined ? { event: type } : { event: type, time };
	if (time === undefined && timestamp !== undefined) fields = { timestamp, ...fields };
	return { ...start, ...renamed(Object.fromEntries(Object.entries(fields).map(besideOurs)), EVENT) };
}

function besideOurs([key, value]: [string, GenericValue]): [string, GenericValue] {
	return [OWN_FIELDS.includes(camelCase(key)) ? `payload_${key}` : key, value];
}

/** With the names given here, or else in camelCase; a key whose new name is taken keeps its own. */
function renamed(value: IDataObject, names: Record<string, string>, depth = 1): IDataObject {
	const result = new Map<string, GenericValue>();
	for (const [key, inner] of Object.entries(value)) {
		const name = (Object.hasOwn(names, key) && names[key]) || camelCase(key);
		const isTaken = name !== key && (Object.hasOwn(value, name) || result.has(name));
		result.set(isTaken ? key : name, tidyValue(key, inner, depth));
	}
	return Object.fromEntries(result);
}

function tidyValue(key: string, value: GenericValue, depth: number): GenericValue {
	if (depth > DEEPEST) return value;
	if (key === 'client_user_id') return asList(value);
	if (Array.isArray(value)) return value.map((one) => tidyValue('', one, depth + 1));
	if (!isObject(value)) return value;
	switch (key) {
		// Their keys are names that people chose, or may be anything.
		case 'custom_identifiers':
		case 'user_property':
			return value;
		case 'company':
			return renamed(value, COMPANY, depth + 1);
		case 'subscriber':
			return tidySubscriber(value, depth + 1);
		default:
			return renamed(value, {}, depth + 1);
	}
}

function tidySubscriber({ external_identifiers: external, ...own }: IDataObject, depth: number): IDataObject {
	if (external === undefined) return renamed(own, SUBSCRIBER, depth);
	if (!isObject(external)) return renamed({ ...own, external_identifiers: external }, SUBSCRIBER, depth);
	// An identifier must not take the place of the subscriber's own field.
	const isClash = ([key]: [string, GenericValue]) => Object.hasOwn(own, key);
	const identifiers = Object.entries(external);
	const clashes = identifiers.filter(isClash);
	return renamed(
		{
			...own,
			...Object.fromEntries(identifiers.filter((entry) => !isClash(entry))),
			...(clashes.length > 0 ? { external_identifiers: Object.fromEntries(clashes) } : {}),
		},
		SUBSCRIBER,
		depth,
	);
}

function camelCase(key: string): string {
	return key.replace(/(?<=[A-Za-z0-9])_([A-Za-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function asList(value: GenericValue): GenericValue[] {
	if (Array.isArray(value)) return value;
	return value === null || value === undefined ? [] : [value];
}

/** Attentive writes Unix milliseconds; seconds, digits in a text and ISO are read as well. */
function toIso(timestamp: GenericValue): string | undefined {
	if (typeof timestamp !== 'number' && typeof timestamp !== 'string') return undefined;
	const text = String(timestamp).trim();
	if (text.length > LONGEST_TIME) return undefined;
	const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
	const time = new Date(number === undefined ? text : number < SECONDS_BELOW ? number * 1000 : number);
	return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
