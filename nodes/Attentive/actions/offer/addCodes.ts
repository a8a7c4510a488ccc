import { MOST_CODES, offerCodesSchema } from '../../../schemas/offers';
import { ValueError } from '../../../values/valueError';
import { codes } from '../../../fields/codes';
import { moment, requiredText } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';

export const addCodes = defineOperation({
	resource: 'offer',
	operation: 'addCodes',
	name: 'Add Codes',
	action: 'Add codes to offer',
	description: 'Add discount codes to an existing offer. The codes of many items go in one request.',
	kind: 'write',
	endpoint: {
		method: 'POST',
		path: '/v1/coupons/coupon-pool/{coupon-pool-id}/create',
		requestsPerSecond: 150,
	},
	permission: { name: 'Offers', level: 'Write' },
	repeat: 'unsafe',
	fields: {
		offerId: requiredText({
			displayName: 'Offer ID',
			placeholder: 'e.g. 123456',
			description:
				'Number at the end of the URL when you open the offer in Attentive. Attentive must first enable this API for your account.',
		}),
		codes,
	},
	additionalFields: {
		distributionStart: moment({
			displayName: 'Distribution Start',
			description:
				'When Attentive can start giving out the codes. Set both dates or neither, and do the same for all codes of an offer.',
		}),
		distributionStop: moment({
			displayName: 'Distribution Stop',
			description: 'When Attentive stops giving out the codes',
		}),
	},
	schema: offerCodesSchema,
	skip: ({ codes: given }) => (given.length === 0 ? { reasonCode: 'noCode', reason: 'No code' } : undefined),
	payload: ({ offerId, codes: given, distributionStart, distributionStop }) => {
		const start = distributionStart?.toUTC().startOf('second');
		const stop = distributionStop?.toUTC().startOf('second');
		if ((start === undefined) !== (stop === undefined))
			throw dates('are incomplete', 'Set both dates or neither');
		if (start && stop && start >= stop)
			throw dates('are in the wrong order', 'The start must be before the stop');
		const utc = "yyyy-MM-dd'T'HH:mm:ss'Z'";
		return {
			offerId,
			codes: given,
			...(start && stop
				? { distributionStart: start.toFormat(utc), distributionStop: stop.toFormat(utc) }
				: {}),
		};
	},
	details: ({ offerId }) => ({ offerId }),
	skipRepeats: { example: 'code' },
	withoutSeen(payload, seen) {
		const nameOf = (code: string) => `${payload.offerId} ${code}`;
		const fresh = [...new Set(payload.codes)].filter((code) => !seen.has(nameOf(code)));
		for (const code of fresh) seen.add(nameOf(code));
		if (fresh.length === 0) {
			const skip = { reasonCode: 'duplicateCode', reason: 'all codes are also in earlier items' };
			return { skip, seenAs: payload.codes.map(nameOf) };
		}
		const doubles = payload.codes.length - fresh.length;
		return {
			payload: { ...payload, codes: fresh },
			warnings:
				doubles === 0
					? []
					: [
							{
								code: 'doubles',
								message:
									doubles === 1 ? 'a repeated code, sent once' : `${doubles} repeated codes, each sent once`,
							},
						],
		};
	},
	gather: {
		sizePerRequest: MOST_CODES,
		by: ({ offerId, distributionStart, distributionStop }) =>
			JSON.stringify([offerId, distributionStart, distributionStop]),
		size: ({ codes: given }) => given.length,
		send: (payloads) => {
			const [first] = payloads;
			const { offerId = '', distributionStart, distributionStop } = first ?? {};
			return {
				path: `/v1/coupons/coupon-pool/${encodeURIComponent(offerId)}/create`,
				body: {
					codes: payloads.flatMap(({ codes: given }) => given),
					...(distributionStart && distributionStop ? { distributionStart, distributionStop } : {}),
				},
			};
		},
	},
	refusal: (status, { distributionStart }) => {
		if (status === 404) return { reason: 'The offer does not exist', wayOut: "Check the 'Offer ID'" };
		if (status !== 400) return undefined;
		return distributionStart === undefined
			? {
					reason:
						'Earlier codes of this offer may have dates, or its distribution window is a custom time period',
					wayOut: 'Set both dates, or change the distribution window of the offer',
				}
			: {
					reason:
						'The dates may overlap those of earlier codes, or the distribution window of the offer is "Never expire" or "Time to live"',
					wayOut:
						'Use the exact dates of an earlier upload or dates that do not overlap, or remove the dates',
				};
	},
});

function dates(reason: string, wayOut: string): ValueError {
	return new ValueError({
		reasonCode: 'distributionDates',
		field: 'Distribution Start and Stop',
		reason,
		wayOut,
	});
}
