import { reads } from '../../../delivery/reads';
import { LARGEST_PAGE, segmentFilterSchema, type SegmentFilter } from '../../../schemas/segments';
import { limit } from '../../../fields/limit';
import { moment, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import {
	nextCursor,
	segmentListEndpoint,
	segmentsIn,
	segmentsPermission,
	shownSegment,
} from './segmentEndpoint';

export const getAll = defineOperation({
	resource: 'segment',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many segments',
	description: 'Get many segments that were made through the API, except archived ones',
	kind: 'read',
	permission: segmentsPermission('Read'),
	isIdempotent: true,
	fields: { most: limit },
	additionalFields: {
		externalId: text({
			displayName: 'External ID',
			placeholder: 'e.g. loyalty_gold_2025',
			description: 'Return only the segment with this ID',
		}),
		name: text({
			displayName: 'Name',
			placeholder: 'e.g. Loyalty',
			description: 'Return only segments whose name contains this text',
		}),
		updatedSince: moment({
			displayName: 'Updated Since',
			description: 'Return only segments that changed after this time',
		}),
	},
	schema: segmentFilterSchema,
	labels: { most: 'Limit' },
	read: ({ name, externalId, updatedSince, most }) => ({
		payload: {
			...(name === undefined ? {} : { name }),
			...(externalId === undefined ? {} : { externalId }),
			...(updatedSince === undefined ? {} : { updatedSince: updatedSince.toISO() }),
			...(most === undefined ? {} : { most }),
		},
	}),
	delivery: reads<SegmentFilter>({
		endpoint: segmentListEndpoint,
		request: (filter) => ({ query: query(filter, filter.most) }),
		foundNothing: 'no segments found. Attentive lists only segments that were made through the API',
		records: (body) => segmentsIn(body).map(shownSegment),
		next(pages, filter) {
			const found = pages.flatMap(segmentsIn).length;
			const left = filter.most === undefined ? undefined : filter.most - found;
			const cursor = nextCursor(pages.at(-1));
			if (cursor === undefined || (left !== undefined && left <= 0)) return undefined;
			if (pages.slice(0, -1).some((page) => nextCursor(page) === cursor))
				throw new Error('Attentive returned the same page twice, so the list would never end.');
			return { query: { ...query(filter, left), cursor } };
		},
		most: ({ most }) => most,
	}),
});

function query(
	{ name, externalId, updatedSince }: { name?: string; externalId?: string; updatedSince?: string },
	wanted: number | undefined,
): Record<string, string> {
	return {
		...(name === undefined ? {} : { name }),
		...(externalId === undefined ? {} : { externalId }),
		...(updatedSince === undefined ? {} : { updatedSince }),
		limit: String(Math.min(wanted ?? LARGEST_PAGE, LARGEST_PAGE)),
	};
}
