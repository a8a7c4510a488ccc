import { createServer, type ServerResponse } from 'node:http';

/** The parts of a product or a variation that the stand-in itself looks at. */
export interface WooCommerceRecord extends Record<string, unknown> {
	id: number;
	status: string;
}

export interface WooCommerceShop {
	products: WooCommerceRecord[];
	/** By the ID of their product. */
	variations: Record<string, WooCommerceRecord[]>;
}

export interface WooCommerceStandIn {
	url: string;
	/** What n8n's credential for it holds. */
	credential: { consumerKey: string; consumerSecret: string; url: string };
	/** Requests that the REST API of a shop would not take. */
	readonly unknown: string[];
	close(): Promise<void>;
}

const KEY = 'ck_0123456789abcdef0123456789abcdef01234567';
const SECRET = 'cs_0123456789abcdef0123456789abcdef01234567';
const ROUTE = /^\/wp-json\/wc\/v3\/products(?:\/(\d+)\/variations)?$/;
const MOST_IN_A_PAGE = 100;

/** Products of a WooCommerce shop by its REST API, v3: page by page, with the links and errors that WordPress sends. */
export async function startWooCommerceProducts(shop: WooCommerceShop): Promise<WooCommerceStandIn> {
	const unknown: string[] = [];
	const server = createServer(({ method, url: path = '', headers }, response) => {
		const base = `http://${headers.host}`;
		const { pathname, searchParams } = new URL(path, base);
		const route = ROUTE.exec(pathname);
		const allowed = ['page', 'per_page', 'status'];
		if (method !== 'GET' || !route || [...searchParams.keys()].some((name) => !allowed.includes(name))) {
			unknown.push(`${method} ${path}`);
			return fail(response, 404, 'rest_no_route', 'No route was found matching the URL and request method.');
		}
		if (headers.authorization !== `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString('base64')}`)
			return fail(response, 401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
		const size = Number(searchParams.get('per_page') ?? 10);
		if (!(size >= 1 && size <= MOST_IN_A_PAGE))
			return fail(response, 400, 'rest_invalid_param', 'Invalid parameter(s): per_page');
		const [, product] = route;
		const records = product === undefined ? shop.products : shop.variations[product];
		if (!records) return fail(response, 404, 'woocommerce_rest_product_invalid_id', 'Invalid ID.');
		const status = searchParams.get('status') ?? 'any';
		const wanted = records.filter((record) => status === 'any' || record.status === status);
		const page = Number(searchParams.get('page') ?? 1);
		const pages = Math.ceil(wanted.length / size);
		// WordPress itself sends the first link with each answer.
		const links = [`<${base}/wp-json/>; rel="https://api.w.org/"`];
		if (page < pages) {
			searchParams.set('page', String(page + 1));
			links.push(`<${base}${pathname}?${searchParams.toString()}>; rel="next"`);
		}
		response.writeHead(200, {
			'content-type': 'application/json; charset=UTF-8',
			'x-wp-total': wanted.length,
			'x-wp-totalpages': pages,
			link: links.join(', '),
		});
		response.end(JSON.stringify(wanted.slice((page - 1) * size, page * size)));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
	return {
		url,
		credential: { consumerKey: KEY, consumerSecret: SECRET, url },
		unknown,
		async close() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
	response.end(JSON.stringify({ code, message, data: { status } }));
}
