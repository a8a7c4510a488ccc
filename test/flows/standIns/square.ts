import { InTurn } from './inTurn';
import { startService, type Service } from './service';

export interface SquareData {
	deliveries: unknown[];
	orders: Record<string, object[]>;
	customers: Record<string, object>;
}

/** Square's API: an order, a customer. */
export async function startSquare({ orders, customers }: SquareData, token: string): Promise<Service> {
	const inTurn = new InTurn(orders);
	return await startService(({ method, path, headers }) => {
		const [, kind, id = ''] = /^\/v2\/(orders|customers)\/([^/]+)$/.exec(path) ?? [];
		if (method !== 'GET' || kind === undefined || headers['square-version'] === undefined) return undefined;
		if (headers.authorization !== `Bearer ${token}`)
			return { status: 401, body: { errors: [{ category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED' }] } };
		const [name, found] = kind === 'orders' ? ['order', inTurn.next(id)] : ['customer', customers[id]];
		if (found === undefined)
			return { status: 404, body: { errors: [{ category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND' }] } };
		return { body: { [name]: found } };
	});
}
