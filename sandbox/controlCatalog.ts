import type { FastifyInstance } from 'fastify';
import type { Account } from './attentive/account';

/** The catalog as it is kept, which no API answers. */
export function controlCatalog(server: FastifyInstance, account: () => Account): void {
	server.get('/catalog', () => account().catalog.listProducts());
	server.get('/catalog-uploads', () =>
		account()
			.catalog.listUploads()
			.map((each) => each.record()),
	);
}
