import { InTurn } from './inTurn';
import { startService, type Service } from './service';

export interface BigCommerceData {
	deliveries: unknown[];
	orders: Record<string, object[]>;
	products: Record<string, object[]>;
}

/** A store's API of orders, version 2. Its products are a bare list, and it answers XML to those who do not ask for JSON. */
export async function startBigCommerce(
	{ orders, products }: BigCommerceData,
	store: string,
	token: string,
): Promise<Service> {
	const inTurn = new InTurn(orders);
	return await startService(({ method, path, query, headers }) => {
		const [, hash, id = '', list] = /^\/stores\/(\w+)\/v2\/orders\/([^/]+)(\/products)?$/.exec(path) ?? [];
		if (method !== 'GET' || hash !== store) return undefined;
		if (headers['x-auth-token'] !== token)
			return { status: 401, body: { status: 401, title: 'Unauthorized' } };
		if (headers.accept !== 'application/json') return { headers: { 'content-type': 'application/xml' } };
		const body =
			list === undefined ? inTurn.next(id) : products[id]?.slice(0, Number(query.get('limit') ?? 50));
		if (body === undefined)
			return { status: 404, body: [{ status: 404, message: 'The requested resource was not found.' }] };
		return { body };
	});
}
