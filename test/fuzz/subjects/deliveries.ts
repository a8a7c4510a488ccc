import { createHmac } from 'node:crypto';
import { payloadOf, readDelivery } from '../../../nodes/AttentiveTrigger/delivery';
import { isSigned } from '../../../nodes/AttentiveTrigger/signature';
import { splitKeys } from '../../../nodes/AttentiveTrigger/signingKeys';
import { isObject, tidyEvent } from '../../../nodes/AttentiveTrigger/tidyEvent';
import { payloads } from '../../unit/trigger/payloads';
import { largeValues, longTexts, mutated, SAMPLES, text, value } from '../hostile';
import type { Random } from '../../random';
import { isPolluted, jsonOf } from './paths';
import { differs, shown, subject, type Subject } from './subject';

const throwsNothing = () => false;
const KEY = 'whsec_1';
const BODY = Buffer.from('{"type":"sms.sent"}');
const SIGNATURE = createHmac('sha256', KEY).update(BODY).digest();

/** As it comes out of JSON. */
const event = (random: Random): unknown => {
	const sent: unknown = JSON.parse(
		JSON.stringify(mutated(random, random.of(Object.values(payloads))), (_name, one: unknown) =>
			typeof one === 'bigint' ? String(one) : one,
		) ?? 'null',
	);
	return sent;
};

/** Each value in a payload, but for its type and its time, which are read. */
function leaves(one: unknown): string[] {
	if (typeof one !== 'object' || one === null) return [shown(one)];
	return Object.values(one).flatMap(leaves).sort();
}

export const deliveries: Subject[] = [
	subject({
		name: 'webhook signature',
		make: (random): unknown =>
			random.of<unknown>([
				SIGNATURE.toString(random.of(['hex', 'base64'])),
				SIGNATURE.toString('hex').toUpperCase(),
				mutatedText(random, SIGNATURE.toString('hex')),
				mutatedText(random, SIGNATURE.toString('base64')),
				value(random),
				[SIGNATURE.toString('hex')],
			]),
		large: (size): unknown[] => [...longTexts(size), ...largeValues(size)],
		parse: (signature) => isSigned(BODY, signature, ['other', KEY]),
		isDeclared: throwsNothing,
		wrong(signature, isTaken) {
			const written = typeof signature === 'string' ? signature.trim() : '';
			const isRight =
				written.toLowerCase() === SIGNATURE.toString('hex') ||
				(/^[A-Za-z0-9+/]{43}=?$/.test(written) && Buffer.from(written, 'base64').equals(SIGNATURE));
			return differs('is taken', isTaken, isRight);
		},
	}),
	subject({
		name: 'signing keys',
		make: (random) => text(random),
		large: longTexts,
		parse: splitKeys,
		isDeclared: throwsNothing,
		wrong: (_keys, all) =>
			Array.isArray(all) && all.every((key) => typeof key === 'string' && /^\S+$/.test(key))
				? undefined
				: 'is no key',
	}),
	subject({
		name: 'webhook body',
		make: (random) => (random.chance(0.5) ? shown(event(random)) : text(random, SAMPLES.json)),
		large: (size) => [...longTexts(size), ...largeValues(size / 2).flatMap(jsonOf)],
		parse(sent) {
			const context = {
				getRequestObject: () => ({ rawBody: Buffer.from(sent) }),
				getHeaderData: () => ({}),
				getBodyData: () => ({}),
			} as never;
			return payloadOf(context, readDelivery(context));
		},
		isDeclared: throwsNothing,
		wrong: (_sent, payload) => (isPolluted(payload) ? 'has a prototype of its own' : undefined),
	}),
	subject({
		name: 'webhook event',
		make: event,
		large: largeValues,
		parse: (payload) => (isObject(payload) ? tidyEvent(payload) : undefined),
		isDeclared: throwsNothing,
		wrong(payload, tidied) {
			if (!isObject(payload) || !isObject(tidied)) return undefined;
			const { type: _type, timestamp, ...before } = payload;
			const { event: _event, time, ...after } = tidied;
			if (time !== undefined && Number.isNaN(Date.parse(String(time)))) return 'has no time';
			// A single ID may have become a list; what was null there is none.
			const [lost] = leaves(before).filter((leaf) => leaf !== 'null' && !leaves(after).includes(leaf));
			return lost === undefined ? undefined : `has lost ${lost} (${String(timestamp)})`;
		},
	}),
];

function mutatedText(random: Random, written: string): string {
	const at = random.below(written.length);
	return written.slice(0, at) + random.of([...'0Aa/+= ']) + written.slice(at + random.below(2));
}
