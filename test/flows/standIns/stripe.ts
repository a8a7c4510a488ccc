import { InTurn } from './inTurn';
import { startService, type Service } from './service';

export interface StripeData {
	deliveries: unknown[];
	sessions: Record<string, object[]>;
	lineItems: Record<string, Array<{ price: { product: { id: string } } }>>;
}

/** Stripe's API of Checkout: a session, which comes without its lines, and the lines, ten unless more are asked for. */
export async function startStripe({ sessions, lineItems }: StripeData, key: string): Promise<Service> {
	const inTurn = new InTurn(sessions);
	return await startService(({ method, path, query, headers }) => {
		const [, id, list] = /^\/v1\/checkout\/sessions\/([^/]+)(\/line_items)?$/.exec(path) ?? [];
		if (method !== 'GET' || id === undefined) return undefined;
		if (headers.authorization !== `Bearer ${key}`)
			return {
				status: 401,
				body: { error: { message: 'Invalid API Key provided', type: 'invalid_request_error' } },
			};
		const missing = { error: { code: 'resource_missing', message: `No such checkout.session: ${id}` } };
		if (list === undefined) {
			const session = inTurn.next(id);
			return session === undefined ? { status: 404, body: missing } : { body: session };
		}
		const all = lineItems[id];
		if (all === undefined) return { status: 404, body: missing };
		const most = Number(query.get('limit') ?? 10);
		const expanded = query.getAll('expand[]').includes('data.price.product');
		const data = all
			.slice(0, most)
			.map((line) =>
				expanded ? line : { ...line, price: { ...line.price, product: line.price.product.id } },
			);
		return { body: { object: 'list', data, has_more: all.length > most, url: path } };
	});
}
