import { writes } from '../../../delivery/writes';
import { MOST_CODES, offerCodesSchema, type OfferCodes } from '../../../schemas/offers';
import type { Warning } from '../../../values/warning';
import { ValueError } from '../../../values/valueError';
import { codes as codesField } from '../../../fields/codes';
import { moment, pathId } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';

export const addCodes = defineOperation({
	resource: 'offer',
	operation: 'addCodes',
	name: 'Add Codes',
	action: 'Add codes to offer',
	description: 'Add discount codes to an existing offer. The codes of many items go in one request.',
	kind: 'write',
	permission: { name: 'Offers', level: 'Write' },
	isIdempotent: false,
	fields: {
		offerId: pathId({
			displayName: 'Offer ID',
			placeholder: 'e.g. 123456',
			description:
				'Number at the end of the URL when you open the offer in Attentive. Attentive must first enable this API for your account.',
			wayOut: "Take the number at the end of the offer's URL",
		}),
		codes: codesField,
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
	read({ offerId, codes: given, distributionStart, distributionStop }, { seen }) {
		if (given.length === 0) return { skip: { reasonCode: 'noCode', reason: 'No code' } };
		const start = distributionStart?.toUTC().startOf('second');
		const stop = distributionStop?.toUTC().startOf('second');
		if ((start === undefined) !== (stop === undefined))
			throw dates('are incomplete', 'Set both dates or neither');
		if (start && stop && start >= stop)
			throw dates('are in the wrong order', 'The start must be before the stop');
		const nameOf = (code: string) => `${offerId} ${code}`;
		const codes = [...new Set(given)].filter((code) => !seen.has(nameOf(code)));
		if (codes.length === 0) {
			const skip = { reasonCode: 'duplicateCode', reason: 'all codes are also in earlier items' };
			return { skip, because: seen.itemsWith(given.map(nameOf)) };
		}
		for (const code of codes) seen.add(nameOf(code));
		const utc = "yyyy-MM-dd'T'HH:mm:ss'Z'";
		return {
			payload: {
				offerId,
				codes,
				...(start && stop
					? { distributionStart: start.toFormat(utc), distributionStop: stop.toFormat(utc) }
					: {}),
			},
			warnings: repeatedCodes(given.length - codes.length),
		};
	},
	skipRepeats: { example: 'code' },
	delivery: writes<OfferCodes>({
		endpoint: {
			method: 'POST',
			path: '/v1/coupons/coupon-pool/{coupon-pool-id}/create',
			requestsPerSecond: 150,
		},
		batch: {
			most: MOST_CODES,
			by: ({ offerId, distributionStart, distributionStop }) =>
				JSON.stringify([offerId, distributionStart, distributionStop]),
			size: ({ codes }) => codes.length,
			unit: 'codes',
		},
		request: ([first, ...others]) => ({
			path: `/v1/coupons/coupon-pool/${encodeURIComponent(first.offerId)}/create`,
			body: {
				codes: [first, ...others].flatMap(({ codes }) => codes),
				...(first.distributionStart && first.distributionStop
					? { distributionStart: first.distributionStart, distributionStop: first.distributionStop }
					: {}),
			},
		}),
		halved({ codes, ...rest }) {
			const middle = Math.ceil(codes.length / 2);
			return codes.length < 2
				? undefined
				: [
						{ ...rest, codes: codes.slice(0, middle) },
						{ ...rest, codes: codes.slice(middle) },
					];
		},
		details: ({ offerId }) => ({ offerId }),
		refusal,
	}),
});

function repeatedCodes(count: number): Warning[] {
	if (count === 0) return [];
	const message =
		count === 1
			? 'has a repeated code, which is sent once'
			: `has ${count} repeated codes, each of which is sent once`;
	return [{ code: 'doubles', message }];
}

/**
 * What a refusal means. Attentive documents a 404 with the words of a conflict of dates, so its words say more than the status.
 * @param words Attentive's own
 */
function refusal(status: number, { distributionStart }: OfferCodes, words: string) {
	if (status !== 404 && status !== 400) return undefined;
	if (/duplicate|already (exist|been|in use|used|uploaded)|not unique/i.test(words)) return CODES_EXIST;
	const isAboutDates = /distribution|overlap|\bdates?\b|window|expir|time to live/i.test(words);
	if (status === 404 && !isAboutDates) return words === '' ? NO_OFFER_OR_DATES : NO_OFFER;
	if (!isAboutDates && words !== '') return undefined;
	return distributionStart === undefined
		? {
				reason:
					'Earlier codes of this offer may have dates, or its distribution window is a custom time period',
				wayOut: 'Set both dates, or change the distribution window of the offer',
			}
		: {
				reason:
					'The dates may overlap those of earlier codes, or the distribution window of the offer is "Never expire" or "Time to live"',
				wayOut: 'Use the exact dates of an earlier upload or dates that do not overlap, or remove the dates',
			};
}

const NO_OFFER = { reason: 'The offer does not exist', wayOut: "Check the 'Offer ID'" };
const NO_OFFER_OR_DATES = {
	reason: 'The offer does not exist, or the dates conflict with those of earlier codes',
	wayOut: "Check the 'Offer ID', then the dates",
};
const CODES_EXIST = {
	reason: 'Some of the codes are already in Attentive',
	wayOut: 'Remove the codes that were added before',
};

function dates(reason: string, wayOut: string): ValueError {
	return new ValueError({
		reasonCode: 'distributionDates',
		field: 'Distribution Start and Stop',
		reason,
		wayOut,
	});
}
