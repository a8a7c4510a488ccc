import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { product } from './catalog/product';
import { checked } from './controlCheck';
import type { Account } from './attentive/account';

/** As lines of a catalog file. */
const products = z.array(product);

/** The catalog as it is kept, which no API answers. */
export function controlCatalog(server: FastifyInstance, account: () => Account): void {
	server.post('/catalog', ({ body }) => {
		for (const each of checked(products, body)) account().catalog.add(each);
		return {};
	});
	server.get('/catalog', () => account().catalog.listProducts());
	server.get('/catalog-uploads', () =>
		account()
			.catalog.listUploads()
			.map((each) => each.record()),
	);
}
