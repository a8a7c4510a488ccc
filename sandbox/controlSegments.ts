import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from './attentive/account';
import { checked, ControlRefusal } from './controlCheck';

const params = z.object({ externalId: z.string() });

/** Segments as Attentive's own screens show them, and their members, which nothing else lists. */
export function controlSegments(server: FastifyInstance, account: () => Account): void {
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
