import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import type { Skip } from '../errors/itemResult';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { parseDateTime } from '../values/date';
import { isFormulaError } from '../values/formulaError';
import { parseNumber } from '../values/number';
import { isAbsent, parseText, parseYesNo } from '../values/text';
import { member } from '../values/member';
import { attempted } from '../values/valueError';
import { parseField, shownFor, type Field } from './field';

/** A channel of Attentive's: the phone decides about texts, the email about emails. */
type Channel = 'TEXT' | 'EMAIL';

/** Why a channel may not be subscribed; a channel that is not there has consent. A yes for texts is none for emails. */
export type Consent = Partial<Record<Channel, string>>;

const CHANNELS: Record<
	Channel,
	{ name: string; given: string; dateName: string; date: string; example: string }
> = {
	TEXT: {
		name: 'textConsent',
		given: 'Consent to Texts',
		dateName: 'textConsentDate',
		date: 'Text Consent Date',
		example: 'sms_consent',
	},
	EMAIL: {
		name: 'emailConsent',
		given: 'Consent to Emails',
		dateName: 'emailConsentDate',
		date: 'Email Consent Date',
		example: 'email_consent',
	},
};
const BOTH: Channel[] = ['TEXT', 'EMAIL'];
const CONSENT = 'consent';
const DETAILS = 'consentDetails';
const MAXIMUM_AGE = 'Maximum Age of Consent (Days)';

const WAYS = [
	{
		name: 'All These People Have Agreed',
		value: 'confirmed',
		description: 'You have proof of consent for each of them',
	},
	{
		name: 'Only Where a Field Says So',
		value: 'perItem',
		description: 'Yes, TRUE, x and 1 mean agreed. Anything else is skipped.',
	},
];

/** How these people agreed. It has no default: a run that does not say it sends nothing. */
export const consent: Field<Consent> = {
	properties: (name) => [
		{
			displayName: 'Consent',
			name,
			type: 'options',
			noDataExpression: true,
			required: true,
			options: WAYS,
			default: '',
			description: 'How these people agreed to get the messages',
		},
		...perItemProperties.map((property) => shownFor({ [name]: ['perItem'] }, property)),
	],
	parse(source, name) {
		switch (source.runWide(name)) {
			case 'confirmed':
				return {};
			case 'perItem':
				return perItem(source);
			default:
				throw new RunError({
					reasonCode: 'consentNotStated',
					field: 'Consent',
					reason: 'is not chosen. No one is subscribed until you say how these people agreed',
					wayOut: "Choose 'Consent' first",
				});
		}
	},
	// Who has not agreed has often left the other fields empty: that is no error.
	leavesOut(source, name) {
		const given = consent.parse(source, name);
		const reasons = BOTH.flatMap((channel) => given[channel] ?? []);
		return reasons.length === BOTH.length ? noConsent(reasons) : undefined;
	},
};

const perItemProperties: INodeProperties[] = [
	...BOTH.map((channel): INodeProperties => {
		const { name, given, example } = CHANNELS[channel];
		const what = channel === 'TEXT' ? 'text this phone' : 'email this address';
		return {
			displayName: given,
			name,
			type: 'string',
			default: '',
			placeholder: `e.g. {{ $json.${example} }}`,
			description: `Whether you may ${what}: yes, TRUE, x or 1. Any other value, or none, means no consent.`,
		};
	}),
	{
		displayName: 'Consent Details',
		name: DETAILS,
		type: 'collection',
		placeholder: 'Add Detail',
		default: {},
		description: 'When people agreed, so that old consent is not used',
		options: [
			{
				displayName: 'Consent Date Format',
				name: 'consentDateFormat',
				type: 'string',
				default: '',
				placeholder: 'e.g. M/d/yyyy',
				description: 'Format of the dates if they are not like 2026-03-04',
			},
			{
				displayName: CHANNELS.EMAIL.date,
				name: CHANNELS.EMAIL.dateName,
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.email_consent_at }}',
				description: 'When the person agreed to emails. If empty, there is no consent.',
			},
			{
				displayName: MAXIMUM_AGE,
				name: 'maxConsentAge',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 365,
				description: 'Older consent is not used. Needs a consent date. 0 means any age.',
			},
			{
				displayName: CHANNELS.TEXT.date,
				name: CHANNELS.TEXT.dateName,
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.sms_consent_at }}',
				description: 'When the person agreed to texts. If empty, there is no consent.',
			},
		],
	},
];

/** Whether each item says by fields of its own who has agreed. */
function isPerItem(source: ItemSource): boolean {
	return source.runWide(CONSENT) === 'perItem';
}

/** Fields of one more subscription that say whether a person has agreed to it: a yes to another one is none to this. */
export const consentOfRow: INodeProperties[] = [
	{
		displayName: 'Consent Date',
		name: 'consentDate',
		default: '',
		placeholder: 'e.g. {{ $json.order_texts_consent_at }}',
		description: 'When the person agreed to it. Needed for a maximum age of consent.',
	},
	{
		displayName: 'Consent Given',
		name: 'consentGiven',
		default: '',
		placeholder: 'e.g. {{ $json.order_texts_consent }}',
		description:
			'Whether the person agreed to this subscription: yes, TRUE, x or 1. Any other value, or none, means no consent.',
	},
].map((property): INodeProperties =>
	shownFor({ [`/${CONSENT}`]: ['perItem'] }, { ...property, type: 'string' }),
);

/**
 * Why one more subscription may not be made; undefined where there is consent.
 * @param raw the row as it stands in the panel
 * @param name how results call the subscription
 */
export function whyNotInRow(
	source: ItemSource,
	row: Record<string, unknown>,
	raw: unknown,
	name: string,
): string | undefined {
	if (!isPerItem(source)) return undefined;
	if (isAbsent(member(raw, 'consentGiven'))) {
		throw new RunError({
			reasonCode: 'missing',
			field: 'Consent Given',
			reason: `is empty for ${name}`,
			wayOut: 'Drag in the field that says whether a person has agreed to it',
		});
	}
	if (!isTicked(row.consentGiven)) return `'Consent Given' does not say yes to ${name}`;
	const why = tooOld(source.within(DETAILS), {
		label: 'Consent Date',
		isGiven: !isAbsent(member(raw, 'consentDate')),
		value: row.consentDate,
	});
	return why && `${why} for ${name}`;
}

/** An item that may be sent to no one, for these reasons. */
export function noConsent(reasons: string[]): Skip {
	return { reasonCode: 'noConsent', reason: `no consent: ${reasons.join('; ')}` };
}

function perItem(source: ItemSource): Consent {
	if (BOTH.every((channel) => !isFilledIn(source, CHANNELS[channel].name))) {
		throw new RunError({
			reasonCode: 'missing',
			field: `${CHANNELS.TEXT.given}, ${CHANNELS.EMAIL.given}`,
			reason: 'are both empty',
			wayOut: 'Drag in the field that says whether a person has agreed',
		});
	}
	const consent: Consent = {};
	for (const channel of BOTH) {
		const reason = whyNot(source, channel);
		if (reason !== undefined) consent[channel] = reason;
	}
	return consent;
}

/** Whether the panel names a value at all, be it empty in this item. */
function isFilledIn(source: ItemSource, name: string): boolean {
	return !isAbsent(source.raw(name));
}

function whyNot(source: ItemSource, channel: Channel): string | undefined {
	const { name, given } = CHANNELS[channel];
	if (!isFilledIn(source, name)) return `'${given}' is not set`;
	if (!isTicked(source.parameter(name))) return `'${given}' does not say yes`;
	const details = source.within(DETAILS);
	const { dateName, date } = CHANNELS[channel];
	return tooOld(details, {
		label: date,
		isGiven: details.isGiven(dateName),
		value: details.parameter(dateName),
	});
}

/** An unclear value is no consent, and no error either: the item is as it should be. */
function isTicked(value: unknown): boolean {
	const read = attempted(() => parseYesNo(value));
	return 'value' in read && read.value === true;
}

/** When a person agreed, as a field of the panel says it. */
interface ConsentDate {
	label: string;
	isGiven: boolean;
	value: unknown;
}

function tooOld(details: ItemSource, { label, isGiven, value }: ConsentDate): string | undefined {
	const days = maximumAge(details);
	if (!isGiven) {
		if (days === 0) return undefined;
		throw new RunError({
			reasonCode: 'missing',
			field: label,
			reason: `is not set, but '${MAXIMUM_AGE}' is`,
			wayOut: 'Add the date, or set the maximum age to 0',
		});
	}
	if (isAbsent(value) || isFormulaError(value)) return `'${label}' is empty`;
	const format = parseText(details.runWide('consentDateFormat'));
	const agreedAt = parseField(label, value, (written) =>
		parseDateTime(written, { format, timeZone: details.timeZone }),
	);
	const daysAgo = agreedAt === undefined ? 0 : DateTime.now().diff(agreedAt, 'days').days;
	// A day alone may be tomorrow's where it was written.
	if (daysAgo < -1) return `'${label}' is in the future`;
	return days > 0 && daysAgo > days ? `'${label}' is more than ${days} days ago` : undefined;
}

/** In days; 0 where the age does not matter. */
function maximumAge(details: ItemSource): number {
	if (!details.isGiven('maxConsentAge')) return 0;
	const days = parseField(MAXIMUM_AGE, details.parameter('maxConsentAge'), parseNumber);
	if (days !== undefined && days >= 0) return days;
	throw new RunError({
		reasonCode: 'unknownChoice',
		field: MAXIMUM_AGE,
		reason: 'is not a number of days',
		wayOut: 'Enter 0 or more',
	});
}
