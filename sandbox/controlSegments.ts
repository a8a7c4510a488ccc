import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fields, text } from './api/rules';
import { notBlank } from './api/segment';
import { member } from './api/segmentMembers';
import type { Account } from './attentive/account';
import { checked, ControlRefusal } from './controlCheck';

const params = z.object({ externalId: z.string() });
const segment = fields(
	{
		externalId: text(notBlank),
		name: text(notBlank),
		description: z.string().optional(),
		members: z.array(member).optional(),
	},
	'assumed',
);

/** Segments as Attentive's own screens show them, and their members, which nothing else lists. */
export function controlSegments(server: FastifyInstance, account: () => Account): void {
	server.post('/segments', ({ body }) => {
		const { externalId, name, description = '', members = [] } = checked(segment, body);
		const { segments } = account();
		if (segments.find(externalId) !== undefined) {
			throw new ControlRefusal(`There is a segment with the ID ${externalId} already.`);
		}
		const added = segments.create({ externalId, name, description });
		for (const each of members) added.add(each, [each]);
		return added.record();
	});
	server.get('/segments', () =>
		account()
			.segments.list()
			.map((each) => each.record()),
	);
	server.get('/segments/:externalId/members', ({ params: given }) => {
		const { externalId } = checked(params, given);
		const segment = account().segments.find(externalId);
		if (segment === undefined) throw new ControlRefusal(`There is no segment with the ID ${externalId}.`);
		return [...segment.members];
	});
}
