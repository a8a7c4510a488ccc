import { Refusal } from '../attentive/refusal';
import { endpoint, noBody } from './endpoint';
import { atMost, fields, instant, text, type Rule } from './rules';
import { notBlank, segmentRequestsPerSecond, segmentResponse } from './segment';

const usualLimit = 20;

const limit: Rule<string> = {
	expected: 'a whole number from 1 to 1000',
	source: 'OpenAPI',
	holds: (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000,
};

export const getSegments = endpoint({
	method: 'GET',
	path: '/v2/segments',
	permission: { anyOf: ['segments:read', 'segments:write'] },
	requestsPerSecond: segmentRequestsPerSecond,
	query: fields(
		{
			name: text(notBlank, atMost(240, 'OpenAPI')).optional(),
			externalId: text(notBlank, atMost(255, 'OpenAPI')).optional(),
			updatedSince: text(instant).optional(),
			cursor: text(notBlank).optional(),
			limit: text(limit).optional(),
		},
		'assumed',
	),
	body: noBody,
	answer({ account: { segments }, query: { name, externalId, updatedSince, cursor, limit } }) {
		const after = cursor === undefined ? 0 : numberOf(cursor);
		const matching = segments.list().filter(
			(segment) =>
				segment.number > after &&
				!segment.archived &&
				// Upper and lower case are the same (assumed).
				(name === undefined || segment.name.toLowerCase().includes(name.toLowerCase())) &&
				(externalId === undefined || segment.externalId === externalId) &&
				(updatedSince === undefined || segment.updated >= Date.parse(updatedSince)),
		);
		const page = matching.slice(0, Number(limit ?? usualLimit));
		const hasMore = page.length < matching.length;
		const last = page.at(-1);
		return {
			status: 200,
			body: {
				segments: page.map(segmentResponse),
				cursor: hasMore && last !== undefined ? cursorAfter(last.number) : null,
				hasMore,
			},
		};
	},
});

/** As the published example has it: {"id": 123456} in base64. */
function cursorAfter(id: number): string {
	return Buffer.from(JSON.stringify({ id })).toString('base64');
}

function numberOf(cursor: string): number {
	const id = /^\{"id":(\d+)\}$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
	if (id !== undefined && cursorAfter(Number(id)) === cursor) return Number(id);
	throw new Refusal(
		400,
		`query.cursor: expected the cursor of an earlier answer, received ${JSON.stringify(cursor)} [OpenAPI]`,
	);
}
