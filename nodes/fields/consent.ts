import { DateTime } from 'luxon';
import type { Skip } from '../engine/types';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { parseDateTime } from '../values/date';
import { isAbsent, parseText, parseYesNo } from '../values/text';
import { ValueError } from '../values/valueError';
import { parseField, type Field } from './field';

/**
 * Where consent stands. It has no default: a run that does not say it sends nothing.
 * The value is the reason to skip an item, or undefined where there is consent.
 */
export const consent: Field<Skip | undefined> = {
	properties: (name) => [
		{
			displayName: 'Consent',
			name,
			type: 'options',
			options: [
				{ name: 'Choose…', value: '' },
				{
					name: 'All of These Users Have Agreed',
					value: 'confirmed',
					description: 'You have proof of it for each item',
				},
				{
					name: 'In a Column',
					value: 'column',
					description: 'Yes, TRUE, x and 1 mean agreed; all else is skipped',
				},
			],
			default: '',
			hint: 'Must be chosen',
			description: 'Where it stands that the user has agreed to get these messages',
		},
		{
			displayName: 'Consent Column',
			name: `${name}Column`,
			type: 'string',
			default: '',
			placeholder: 'e.g. sms_consent',
			description: 'Header of the column. An empty or unclear cell is no consent: the item is skipped.',
			displayOptions: { show: { [name]: ['column'] }, hide: { '@tool': [true] } },
		},
		{
			displayName: 'Consent Date Column',
			name: `${name}DateColumn`,
			type: 'string',
			default: '',
			placeholder: 'e.g. consent_at',
			description:
				'Header of the column with the day on which the user agreed, if you want to leave out old consent',
			displayOptions: { show: { [name]: ['column'] }, hide: { '@tool': [true] } },
		},
		{
			displayName: 'Consent Date Format',
			name: `${name}DateFormat`,
			type: 'string',
			default: '',
			placeholder: 'e.g. M/d/yyyy',
			description: 'How the days are written where they are not like 2026-03-04',
			displayOptions: { show: { [name]: ['column'] }, hide: { '@tool': [true] } },
		},
		{
			displayName: 'Greatest Age of Consent (Days)',
			name: `${name}MaxDays`,
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Older consent is skipped. 0 means that its age does not matter.',
			displayOptions: { show: { [name]: ['column'] }, hide: { '@tool': [true] } },
		},
	],
	parse(source, name) {
		switch (source.runWide(name)) {
			case 'confirmed':
				return undefined;
			case 'column':
				if (!source.isTool) return inColumns(source, name);
				throw notStated(
					'In a Column',
					'has no columns as a tool',
					'Choose that all users have agreed, if that is so',
				);
			default:
				throw notStated(
					'',
					'is not chosen',
					'Say where it stands that these users have agreed; nobody is subscribed before',
				);
		}
	},
};

function notStated(value: string, reason: string, wayOut: string): RunError {
	return new RunError({
		reasonCode: 'consentNotStated',
		field: 'Consent',
		...(value === '' ? {} : { value }),
		reason,
		wayOut,
	});
}

function noConsent(reason: string): Skip {
	return { reasonCode: 'noConsent', reason };
}

function inColumns(source: ItemSource, name: string): Skip | undefined {
	const column = parseText(source.runWide(`${name}Column`));
	if (column === undefined) {
		throw new RunError({
			reasonCode: 'missing',
			field: 'Consent Column',
			reason: 'is empty',
			wayOut: 'Name the column',
		});
	}
	if (!isTicked(source.cell(column))) return noConsent(`"${column}" does not say yes`);
	return age(source, name);
}

/** An unclear value is no consent, and no error either: the row is as it should be. */
function isTicked(value: unknown): boolean {
	try {
		return parseYesNo(value) === true;
	} catch (error) {
		return rethrown(error);
	}
}

function rethrown(error: unknown): false {
	if (error instanceof ValueError) return false;
	throw error;
}

function age(source: ItemSource, name: string): Skip | undefined {
	const column = parseText(source.runWide(`${name}DateColumn`));
	const written = source.runWide(`${name}MaxDays`);
	const days =
		typeof written === 'number' || /^\s*\d+\s*$/.test(String(written)) ? Number(written) : Number.NaN;
	if (!Number.isFinite(days) || days < 0) {
		throw new RunError({
			reasonCode: 'unknownChoice',
			field: 'Greatest Age of Consent (Days)',
			reason: 'is not a number',
			wayOut: 'Give a number of days',
		});
	}
	if (column === undefined && days > 0) {
		throw new RunError({
			reasonCode: 'missing',
			field: 'Consent Date Column',
			reason: 'is empty, but a greatest age is given',
			wayOut: 'Name the column',
		});
	}
	if (column === undefined) return undefined;
	const value = source.cell(column);
	if (isAbsent(value)) return noConsent(`"${column}" is empty`);
	const format = parseText(source.runWide(`${name}DateFormat`));
	const agreedAt = parseField(column, value, (cell) =>
		parseDateTime(cell, { format, timeZone: source.timeZone }),
	);
	const daysAgo = agreedAt === undefined ? 0 : DateTime.now().diff(agreedAt, 'days').days;
	// A day alone may be tomorrow's where the cell was written.
	if (daysAgo < -1) return noConsent(`"${column}" lies in the future`);
	return days > 0 && daysAgo > days ? noConsent(`"${column}" is more than ${days} days ago`) : undefined;
}
