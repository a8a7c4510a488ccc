import { remembered } from '../values/remembered';
import { excerpt } from '../values/valueError';
import type { Warning } from '../values/warning';

/**
 * Names of what CCPA and CPRA call sensitive personal data; Attentive's terms forbid sending it.
 * A name is only a sign, so this warns and does not refuse.
 */
const SENSITIVE =
	/(^|[^a-z])(ssn|social security|passport|driver'?s? licen[cs]e|national id|tax id|card number|credit card|cvv|iban|account number|health|medical|diagnosis|disease|medication|prescription|pregnan\w*|disabilit\w*|race|ethnic\w*|religio\w*|sexual\w*|sex life|gender identity|union member\w*|genetic\w*|biometric\w*|latitude|longitude|geolocation|gps|immigration|citizenship)([^a-z]|$)/i;

/** Most characters of a name that are looked at. */
const LONGEST_NAME = 200;

export function sensitiveNames(names: string[]): Warning[] {
	return names.filter(isSensitive).map((name) => ({
		code: `sensitive ${excerpt(name)}`,
		message: `'${excerpt(name)}' looks like sensitive personal data, which must not be sent to Attentive`,
	}));
}

const isSensitive = remembered((name) => SENSITIVE.test(inWords(name.slice(0, LONGEST_NAME))));

function inWords(name: string): string {
	return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
}

/** Attentive starts no journey for an event older than this. */
const OLDEST_HOURS = 12;
const HOUR = 3_600_000;

/** @param occurredAt ISO times, both */
export function ageWarnings(occurredAt: string | undefined, now: string): Warning[] {
	if (occurredAt === undefined) return [];
	const age = (Date.parse(now) - Date.parse(occurredAt)) / HOUR;
	if (age > OLDEST_HOURS)
		return [
			{ code: 'oldEvent', message: `happened more than ${OLDEST_HOURS} hours ago and starts no journey` },
		];
	if (age < -1)
		return [{ code: 'futureEvent', message: 'is in the future. Check the date and its time zone' }];
	return [];
}
