import { z } from 'zod';
import { Refusal } from '../attentive/refusal';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noQuery } from './endpoint';
import { fields, instant, report, text, type Rule } from './rules';

const codeLimit = 200_000;

const list: Rule<unknown> = {
	expected: 'a list of codes',
	source: 'OpenAPI',
	holds: (codes) => Array.isArray(codes),
};

const fewEnough: Rule<number> = {
	expected: 'between 0 and 200,000 codes',
	source: 'OpenAPI',
	holds: (count) => count <= codeLimit,
};

const isText: Rule<unknown> = {
	expected: 'a code as text',
	source: 'OpenAPI',
	holds: (code) => typeof code === 'string',
};

const notBlank: Rule<unknown> = {
	expected: 'a code that is not empty',
	source: 'assumed',
	holds: (code) => code !== '' && String(code).trim() !== '',
};

/** Looked at in place: 200,000 codes are not copied. Of many bad ones the first is named. */
const codes = z
	.custom<string[]>(() => true)
	.superRefine((received: unknown, context) => {
		if (!Array.isArray(received)) return report(context, [], list, received);
		if (!fewEnough.holds(received.length)) return report(context, [], fewEnough, received.length);
		for (const rule of [isText, notBlank]) {
			const index = received.findIndex((code) => !rule.holds(code));
			if (index >= 0) return report(context, [index], rule, received[index]);
		}
	});

const utc: Rule<string> = {
	expected: 'a time in UTC, as in 2023-02-14T21:29:25Z',
	source: 'OpenAPI',
	holds: (time) => time.endsWith('Z') && instant.holds(time),
};

interface Dates {
	distributionStart?: string | undefined;
	distributionStop?: string | undefined;
}

const bothDates: Rule<Dates> = {
	expected: 'both distributionStart and distributionStop or neither',
	source: 'assumed',
	holds: (dates) => (dates.distributionStart === undefined) === (dates.distributionStop === undefined),
};

const startFirst: Rule<Dates> = {
	expected: 'distributionStart before distributionStop',
	source: 'OpenAPI',
	holds: ({ distributionStart, distributionStop }) =>
		distributionStart === undefined ||
		distributionStop === undefined ||
		Date.parse(distributionStart) < Date.parse(distributionStop),
};

const body = fields(
	{ codes, distributionStart: text(utc).optional(), distributionStop: text(utc).optional() },
	'assumed',
).superRefine(({ distributionStart, distributionStop }, context) => {
	const dates = { distributionStart, distributionStop };
	const broken = [bothDates, startFirst].find((rule) => !rule.holds(dates));
	if (broken !== undefined) report(context, [], broken, dates);
});

const wholeNumber: Rule<string> = {
	expected: "an offer's numeric ID",
	source: 'OpenAPI',
	holds: (id) => /^\d{1,15}$/.test(id),
};

export const postCouponCodes = endpoint({
	method: 'POST',
	path: '/v1/coupons/coupon-pool/{id}/create',
	permission: 'offers:write',
	requestsPerSecond: defaultRequestsPerSecond,
	// Bytes, whatever the setting says.
	bodyLimit: 64 * 1024 * 1024,
	bodyLimitOf: ({ settings }) => settings.offerBodyLimit,
	errorsWithBody: [400, 403, 404, 413, 500],
	params: fields({ id: text(wholeNumber) }, 'OpenAPI'),
	query: noQuery,
	body,
	answer({
		account: { offers, settings },
		params,
		body: { codes, distributionStart, distributionStop },
		write,
	}) {
		const offer = offers.find(Number(params.id));
		if (offer === undefined) {
			throw new Refusal(404, `path.id: expected the ID of an offer, received ${params.id} [OpenAPI]`);
		}
		const range =
			distributionStart === undefined || distributionStop === undefined
				? undefined
				: { start: distributionStart, stop: distributionStop };
		const objection = offers.objection(offer, range);
		if (objection !== undefined) throw new Refusal(settings.offerConflicts, objection);
		const twice = settings.duplicateCodes === 'refused' ? offers.known(offer, codes) : undefined;
		if (twice !== undefined) {
			throw new Refusal(400, `body.codes: expected new codes, received the duplicate ${twice} [assumed]`);
		}

		offers.upload(offer, codes, range);
		write();
		return { status: 202 };
	},
});
