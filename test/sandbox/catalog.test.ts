import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { CatalogFileCheck } from '../../sandbox/catalog/fileCheck';
import { refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const path = '/v1/product-catalog/uploads';
const name = 'PUT /catalog-uploads/{uploadId}';
const start = '2026-07-01T10:00:00.000Z';
const minute = 60_000;

const begin = async (body?: unknown) => (await api().http.post(path, body)).data;
const look = async (id: string) => (await api().http.get(`${path}/${id}`)).data;

/** As no library would: with just these headers. */
function put(url: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}) {
	const isChunked = headers['transfer-encoding'] !== undefined;
	return new Promise<{ status: number; code: string | undefined; headers: IncomingMessage['headers'] }>(
		(resolve, reject) => {
			const sent = httpRequest(
				url,
				{
					method: 'PUT',
					headers: { ...(isChunked ? {} : { 'content-length': Buffer.byteLength(body) }), ...headers },
				},
				(response) => {
					let text = '';
					response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
					response.on('end', () =>
						resolve({
							status: response.statusCode ?? 0,
							code: /<Code>(\w+)<\/Code>/.exec(text)?.[1],
							headers: response.headers,
						}),
					);
				},
			);
			sent.on('error', reject);
			sent.end(body);
		},
	);
}

const variant = (id: string, more: object = {}) => ({
	name: `Variant ${id}`,
	id,
	prices: [{ currencyCode: 'USD', amount: '10.00' }],
	availableForPurchase: true,
	inventoryQuantity: 10,
	link: 'https://example.com/v',
	lastUpdated: '2021-10-05T18:08:28+00:00',
	...more,
});
const product = (id: string, more: object = {}) => ({
	name: `Product ${id}`,
	id,
	link: 'https://example.com/p',
	lastUpdated: '2021-10-05T18:08:28+00:00',
	variants: [variant(`${id}-1`)],
	...more,
});
const published = {
	name: 'Nasa T-Shirt',
	id: 'PD-123',
	description: 'A very popular T-Shirt',
	brand: 'NASA',
	link: 'https://www.google.com',
	lastUpdated: '2021-10-05T18:08:28+00:00',
	categories: ['Shirts'],
	tags: ['Summer Sale', 'Space'],
	productOptions: [
		{ name: 'Color', position: 0, values: ['Blue', 'Black'] },
		{ name: 'Size', position: 1, values: ['Small', 'Medium', 'Large'] },
	],
	images: [
		{
			src: 'https://www.google.com',
			alt: 'Blue',
			position: 0,
			height: 250,
			width: 400,
			variantIds: ['VD-234'],
		},
	],
	attributes: [{ name: 'Fabric', value: 'Cotton' }],
	variants: [
		variant('VD-234', {
			position: 0,
			prices: [{ currencyCode: 'USD', amount: '10.00', compareAtPrice: '12' }],
			productOptionValues: [
				{ productOptionName: 'Color', value: 'Blue' },
				{ productOptionName: 'Size', value: 'Small' },
			],
			attributes: [{ name: 'Weight', value: 'Light' }],
		}),
	],
	collections: ['Space'],
};
const fileOf = (...lines: unknown[]) =>
	lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

/** Uploads a file and waits until it is validated. */
async function validated(file: string | Buffer, validateOnly = false) {
	const { uploadId, uploadUrl } = await begin({ validateOnly });
	expect((await put(uploadUrl, file)).status).toBe(200);
	await control().advanceClock(minute);
	return look(uploadId);
}

beforeEach(async () => {
	await control().setClock(start);
	await control().setLimit({ endpoint: `POST ${path}`, perSecond: 1000 });
});

test('products that no upload brought', async () => {
	await control().addProducts([product('a'), product('b')]);
	expect(await control().catalog()).toMatchObject([
		{ id: 'a', name: 'Product a', uploadId: null, variants: [{ id: 'a-1' }] },
		{ id: 'b' },
	]);
	const invalid = { ...product('c'), name: '' };
	await expect(control().addProducts([invalid])).rejects.toThrow('0.name');
});

describe('the way of an upload', () => {
	it('initialized, validating, validated, completed, with a URL on another origin', async () => {
		const begun = await begin({ validateOnly: false });
		const { uploadId, uploadUrl } = begun;
		expect(begun).toEqual({
			uploadId: expect.any(String),
			status: 'initialized',
			errors: [],
			productsReceived: 0,
			productsProcessed: 0,
			lastUpdated: start,
			expires: '2026-07-01T11:00:00.000Z',
			uploadUrl: expect.stringContaining(`/catalog-uploads/${uploadId}?`),
			validateOnly: false,
		});
		expect(new URL(uploadUrl).origin).not.toBe(api().sandbox.url);
		expect((await look(uploadId)).uploadUrl).toBe(uploadUrl);

		await control().advanceClock(1000);
		const { status, headers } = await put(uploadUrl, fileOf(published, product('A')));
		expect([status, headers.etag]).toEqual([200, expect.stringMatching(/^"\w+"$/)]);
		const { uploadUrl: _url, ...validating } = begun;
		expect(await look(uploadId)).toEqual({
			...validating,
			status: 'validating',
			productsReceived: 2,
			lastUpdated: '2026-07-01T10:00:01.000Z',
		});
		await control().advanceClock(minute);
		expect(await look(uploadId)).toMatchObject({
			status: 'validated',
			productsProcessed: 2,
			lastUpdated: '2026-07-01T10:01:01.000Z',
		});
		expect(await control().catalog()).toEqual([]);
		await control().advanceClock(minute);
		expect(await look(uploadId)).toMatchObject({ status: 'completed', errors: [] });
		expect(await control().catalog()).toEqual([
			{
				id: 'PD-123',
				name: 'Nasa T-Shirt',
				uploadId,
				variants: [
					{
						id: 'VD-234',
						name: 'Variant VD-234',
						availableForPurchase: true,
						inventoryQuantity: 10,
						prices: [{ currencyCode: 'USD', amount: '10.00', compareAtPrice: '12' }],
					},
				],
			},
			expect.objectContaining({ id: 'A' }),
		]);
		expect(await control().catalogUploads()).toMatchObject([
			{
				uploadId,
				app: 'sandbox',
				file: { lines: 2, errorCount: 0, firstProducts: [published, product('A')] },
			},
		]);
		expect((await control().ledger()).map(({ endpoint }) => endpoint)).toEqual([`POST ${path}`, name]);
		expect(await control().ledger(name)).toMatchObject([{ params: { uploadId }, body: { lines: 2 } }]);
	});

	it('a body is not needed; the default of validateOnly can be set', async () => {
		const raw = await api().http.post(path);
		expect([raw.status, raw.data.validateOnly]).toEqual([200, false]);
		await control().setSettings({ validateOnlyDefault: true });
		expect((await begin({})).validateOnly).toBe(true);
		expect((await begin({ validateOnly: false })).validateOnly).toBe(false);
	});

	it.each([
		['validated', 'validated'],
		['completed', 'completed'],
	] as const)('validateOnly saves nothing and ends as %s', async (validateOnlyEnd, status) => {
		await control().setSettings({ validateOnlyEnd });
		const { uploadId } = await validated(fileOf(product('A')), true);
		await control().advanceClock(60 * minute);
		expect(await look(uploadId)).toMatchObject({ status, productsProcessed: 1, validateOnly: true });
		expect(await control().catalog()).toEqual([]);
	});

	it.each(['validated', 'failed'])('saving may end as %s', async (catalogEnd) => {
		await control().setSettings({ catalogEnd });
		const { uploadId } = await validated(fileOf(product('A')));
		await control().advanceClock(minute);
		expect((await look(uploadId)).status).toBe(catalogEnd);
		expect(await control().catalog()).toEqual([]);
	});

	it.each([
		['goodSaved', 'completed', 1],
		['nothingSaved', 'validated', 0],
	] as const)('of a file with errors: %s', async (catalogErrors, status, saved) => {
		await control().setSettings({ catalogErrors });
		const { uploadId, errors } = await validated(fileOf(product('A'), product('B', { name: 7 })));
		expect(errors).toHaveLength(1);
		await control().advanceClock(minute);
		expect(await look(uploadId)).toMatchObject({
			status,
			errors,
			productsReceived: 2,
			productsProcessed: 1,
		});
		expect(await control().catalog()).toHaveLength(saved);
	});

	it('an upload after another changes products and variants, and keeps those it does not name', async () => {
		await validated(fileOf(product('A', { variants: [variant('A-1'), variant('A-2')] }), product('B')));
		await control().advanceClock(minute);
		const change = product('A', { name: 'New', variants: [variant('A-2', { inventoryQuantity: 0 })] });
		await validated(fileOf(change));
		await control().advanceClock(minute);
		expect(await control().catalog()).toMatchObject([
			{
				id: 'A',
				name: 'New',
				variants: [
					{ id: 'A-1', inventoryQuantity: 10 },
					{ id: 'A-2', inventoryQuantity: 0 },
				],
			},
			{ id: 'B' },
		]);
	});

	it('lists all in order of creation', async () => {
		const first = await begin({ validateOnly: true });
		const second = await begin({ validateOnly: false });
		const { status, data } = await api().http.get(path);
		expect([status, data]).toEqual([200, [first, second]]);
	});
});

it.each<[string, unknown]>([
	['text as validateOnly', { validateOnly: 'true' }],
	['null as validateOnly', { validateOnly: null }],
	['an unknown field', { validate_only: true }],
	['a list', []],
])('400 for %s', async (_what, body) => {
	expect(refusal(await api().http.post(path, body))).toMatchObject({ status: 400 });
	expect(await control().catalogUploads()).toEqual([]);
});

it('takes one a second, has two permissions, knows its own uploads only', async () => {
	const { headers } = await api().http.get(path);
	expect(headers['x-ratelimit-limit']).toBe('150');
	const { uploadId } = await begin();
	const as = async (scope: 'product_catalogs:read' | 'product_catalogs:write') => ({
		headers: { Authorization: `Bearer ${await control().createToken({ label: scope, scopes: [scope] })}` },
	});
	const [reads, writes] = [await as('product_catalogs:read'), await as('product_catalogs:write')];
	const { http } = api();
	expect((await http.post(path, {}, reads)).status).toBe(403);
	expect((await http.post(path, {}, writes)).status).toBe(200);
	expect((await http.get(path, writes)).status).toBe(403);
	expect((await http.get(`${path}/${uploadId}`, writes)).status).toBe(403);
	expect((await http.get(path, reads)).data).toEqual([]);
	expect(refusal(await http.get(`${path}/${uploadId}`, reads)).status).toBe(404);
	expect(refusal(await http.get(`${path}/none`)).status).toBe(404);
	await control().reset();
	expect((await http.post(path, {})).headers['x-ratelimit-limit']).toBe('1');
});

describe('the storage', () => {
	const file = fileOf(product('A'));

	it('403 to an Authorization header, to a Content-Type, to another signature', async () => {
		const { uploadId, uploadUrl } = await begin();
		const { sandbox } = api();
		expect(await put(uploadUrl, file, { authorization: `Bearer ${sandbox.apiKey}` })).toMatchObject({
			status: 403,
			code: 'InvalidArgument',
		});
		expect(await put(uploadUrl, file, { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject(
			{
				status: 403,
				code: 'SignatureDoesNotMatch',
			},
		);
		expect(await put(`${uploadUrl}0`, file)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
		expect(await put(uploadUrl.split('?')[0], file)).toMatchObject({ status: 403, code: 'AccessDenied' });
		expect((await look(uploadId)).status).toBe('initialized');
		await control().setSettings({ uploadContentType: 'any' });
		expect((await put(uploadUrl, file, { 'content-type': 'application/x-ndjson' })).status).toBe(200);
	});

	it('a large body that is refused still gets its answer', async () => {
		const { uploadUrl } = await begin();
		const large = Buffer.alloc(20_000_000, 'x');
		expect((await put(uploadUrl, large, { 'content-type': 'text/plain' })).status).toBe(403);
	});

	it.each([
		[501, 'NotImplemented'],
		[411, 'MissingContentLength'],
	] as const)('%d to a body in chunks', async (chunkedUploads, code) => {
		await control().setSettings({ chunkedUploads });
		const { uploadUrl } = await begin();
		const { status, code: received } = await put(uploadUrl, file, { 'transfer-encoding': 'chunked' });
		expect([status, received]).toEqual([chunkedUploads, code]);
	});

	it('400 if less comes than was said, and the URL stays good', async () => {
		const { uploadId, uploadUrl } = await begin();
		const { hostname, port, pathname, search } = new URL(uploadUrl);
		const answer = await new Promise<string>((resolve, reject) => {
			const socket = connect(Number(port), hostname, () => {
				socket.end(
					`PUT ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000\r\n\r\n${file}`,
				);
			});
			let text = '';
			socket.on('data', (chunk) => (text += chunk.toString()));
			socket.on('close', () => resolve(text));
			socket.on('error', reject);
		});
		expect(answer).toMatch(/^HTTP\/1\.1 400 /);
		expect((await look(uploadId)).status).toBe('initialized');
		expect((await put(uploadUrl, file)).status).toBe(200);
	});

	it('each URL is good for one file and for its time; a reset ends it', async () => {
		const { uploadId, uploadUrl } = await begin();
		expect((await put(uploadUrl, file)).status).toBe(200);
		expect(await put(uploadUrl, file)).toMatchObject({ status: 403, code: 'AccessDenied' });
		expect(await control().catalogUploads()).toMatchObject([{ uploadId, status: 'validating' }]);

		const late = await begin();
		await control().advanceClock(60 * minute);
		expect(await put(late.uploadUrl, file)).toMatchObject({ status: 403, code: 'AccessDenied' });
		const expired = await look(late.uploadId);
		expect([expired.status, expired.uploadUrl]).toEqual(['initialized', undefined]);
		const { uploadUrl: lost } = await begin();
		await control().reset();
		expect((await put(lost, file)).status).toBe(403);
	});

	it('suffers faults before and after', async () => {
		const { uploadId, uploadUrl } = await begin();
		await control().addFault({ endpoint: name, kind: '503' });
		await control().addFault({
			endpoint: name,
			kind: 'redirect',
			location: 'http://127.0.0.1:9/',
			status: 307,
		});
		await control().addFault({ endpoint: name, kind: 'reset' });
		await control().addFault({ endpoint: name, kind: '500after' });
		expect(await put(uploadUrl, file)).toMatchObject({ status: 503, code: 'SlowDown' });
		expect((await put(uploadUrl, file)).headers.location).toBe('http://127.0.0.1:9/');
		await expect(put(uploadUrl, file)).rejects.toThrow();
		expect((await look(uploadId)).status).toBe('initialized');
		expect((await put(uploadUrl, file)).status).toBe(500);
		expect((await look(uploadId)).status).toBe('validating');
	});
});

describe('validation', () => {
	it('takes the published example and everything as long as it may be', async () => {
		const texts = (count: number, length: number) =>
			[...Array(count).keys()].map((n) => `${n}`.padEnd(length, 'x'));
		const pairs = texts(100, 64).map((each) => ({ name: each, value: 'v'.repeat(256) }));
		const long = product('L'.repeat(256), {
			name: 'n'.repeat(256),
			description: 'd'.repeat(1024),
			brand: '',
			link: `http://example.com/${'x'.repeat(2029)}`,
			lastUpdated: '2021-10-05T18:08Z',
			categories: texts(100, 750),
			tags: texts(250, 64),
			productOptions: texts(25, 256).map((each) => ({ name: each, position: 0, values: texts(200, 256) })),
			images: [...Array(250).keys()].map(() => ({ src: 'https://example.com/i', alt: 'a'.repeat(512) })),
			attributes: pairs,
			variants: [...Array(200).keys()].map((n) =>
				variant(`${n}`, { attributes: pairs.slice(0, 2), position: n }),
			),
			collections: texts(50, 1000),
		});
		const { errors, productsProcessed } = await validated(fileOf(published, long));
		expect([errors, productsProcessed]).toEqual([[], 2]);
	});

	it.each<[string, string, unknown]>([
		['INVALID_JSON', '', 'id,name'],
		['INVALID_JSON', '', ''],
		['INVALID_JSON', '', '{"id": "A",'],
		['INVALID_JSON', '', `\ufeff${JSON.stringify(product('A'))}`],
		['INVALID_TYPE', 'expected object', [product('A')]],
		['INVALID_TYPE', 'expected object', 'null'],
		...['name', 'id', 'link', 'lastUpdated', 'variants'].map((field): [string, string, unknown] => [
			'MISSING_FIELD',
			field,
			product('A', { [field]: undefined }),
		]),
		...['name', 'id', 'prices', 'availableForPurchase', 'inventoryQuantity', 'link', 'lastUpdated'].map(
			(field): [string, string, unknown] => [
				'MISSING_FIELD',
				`variants.0.${field}`,
				product('A', { variants: [variant('1', { [field]: undefined })] }),
			],
		),
		['UNKNOWN_FIELD', 'price', product('A', { price: 7 })],
		['UNKNOWN_FIELD', 'variants.0', product('A', { variants: [variant('1', { sku: 'x' })] })],
		['INVALID_TYPE', 'id', product('A', { id: 7 })],
		['INVALID_TYPE', 'brand', product('A', { brand: null })],
		['INVALID_TYPE', 'tags', product('A', { tags: 'a,b' })],
		['EMPTY_VALUE', 'id', product('A', { id: ' ' })],
		['TOO_LONG', 'id', product('A', { id: 'x'.repeat(257) })],
		['TOO_LONG', 'name', product('A', { name: 'x'.repeat(257) })],
		['TOO_LONG', 'description', product('A', { description: 'x'.repeat(1025) })],
		['TOO_LONG', 'brand', product('A', { brand: 'x'.repeat(257) })],
		['TOO_LONG', 'link', product('A', { link: `https://example.com/${'x'.repeat(2048)}` })],
		['INVALID_URL', 'link', product('A', { link: 'example.com/p' })],
		['INVALID_TIMESTAMP', 'lastUpdated', product('A', { lastUpdated: '2021-10-05T18:08:28' })],
		['INVALID_TIMESTAMP', 'lastUpdated', product('A', { lastUpdated: '2021-10-05' })],
		['INVALID_TIMESTAMP', 'lastUpdated', product('A', { lastUpdated: '2021-02-29T18:08:28Z' })],
		['INVALID_TIMESTAMP', 'lastUpdated', product('A', { lastUpdated: '2021-10-05T24:08:28Z' })],
		['TOO_MANY_ITEMS', 'categories', product('A', { categories: Array(101).fill('a') })],
		['TOO_LONG', 'categories.0', product('A', { categories: ['x'.repeat(751)] })],
		['TOO_MANY_ITEMS', 'tags', product('A', { tags: Array(251).fill('a') })],
		['TOO_LONG', 'tags.0', product('A', { tags: ['x'.repeat(65)] })],
		['TOO_MANY_ITEMS', 'collections', product('A', { collections: Array(51).fill('a') })],
		[
			'TOO_MANY_ITEMS',
			'attributes',
			product('A', { attributes: Array(101).fill({ name: 'a', value: 'b' }) }),
		],
		['TOO_LONG', 'attributes.0.name', product('A', { attributes: [{ name: 'x'.repeat(65), value: 'b' }] })],
		['TOO_LONG', 'attributes.0.value', product('A', { attributes: [{ name: 'a', value: 'x'.repeat(257) }] })],
		['INVALID_TYPE', 'attributes', product('A', { attributes: { Fabric: 'Cotton' } })],
		[
			'MISSING_FIELD',
			'productOptions.0.position',
			product('A', { productOptions: [{ name: 'C', values: ['a'] }] }),
		],
		[
			'OUT_OF_RANGE',
			'productOptions.0.position',
			product('A', { productOptions: [{ name: 'C', position: -1, values: ['a'] }] }),
		],
		[
			'TOO_FEW_ITEMS',
			'productOptions.0.values',
			product('A', { productOptions: [{ name: 'C', position: 0, values: [] }] }),
		],
		[
			'TOO_MANY_ITEMS',
			'productOptions.0.values',
			product('A', { productOptions: [{ name: 'C', position: 0, values: Array(201).fill('a') }] }),
		],
		[
			'TOO_MANY_ITEMS',
			'productOptions',
			product('A', { productOptions: Array(26).fill({ name: 'C', position: 0, values: ['a'] }) }),
		],
		['MISSING_FIELD', 'images.0.src', product('A', { images: [{ alt: 'a' }] })],
		['INVALID_URL', 'images.0.src', product('A', { images: [{ src: 'a.png' }] })],
		[
			'TOO_LONG',
			'images.0.alt',
			product('A', { images: [{ src: 'https://example.com', alt: 'x'.repeat(513) }] }),
		],
		[
			'INVALID_TYPE',
			'images.0.width',
			product('A', { images: [{ src: 'https://example.com', width: 1.5 }] }),
		],
		['TOO_MANY_ITEMS', 'images', product('A', { images: Array(251).fill({ src: 'https://example.com' }) })],
		[
			'UNKNOWN_VARIANT',
			'images.0.variantIds.0',
			product('A', { images: [{ src: 'https://example.com', variantIds: ['x'] }] }),
		],
		['TOO_FEW_ITEMS', 'variants', product('A', { variants: [] })],
		[
			'TOO_MANY_ITEMS',
			'variants',
			product('A', { variants: [...Array(201).keys()].map((n) => variant(`${n}`)) }),
		],
		['DUPLICATE_ID', 'variants.1.id', product('A', { variants: [variant('1'), variant('1')] })],
		['TOO_FEW_ITEMS', 'variants.0.prices', product('A', { variants: [variant('1', { prices: [] })] })],
		[
			'INVALID_TYPE',
			'variants.0.prices.0.amount',
			product('A', { variants: [variant('1', { prices: [{ currencyCode: 'USD', amount: 10 }] })] }),
		],
		[
			'INVALID_PRICE',
			'variants.0.prices.0.amount',
			product('A', { variants: [variant('1', { prices: [{ currencyCode: 'USD', amount: '$10' }] })] }),
		],
		[
			'INVALID_CURRENCY',
			'variants.0.prices.0.currencyCode',
			product('A', { variants: [variant('1', { prices: [{ currencyCode: 'usd', amount: '10' }] })] }),
		],
		[
			'INVALID_TYPE',
			'variants.0.availableForPurchase',
			product('A', { variants: [variant('1', { availableForPurchase: 'true' })] }),
		],
		[
			'INVALID_TYPE',
			'variants.0.inventoryQuantity',
			product('A', { variants: [variant('1', { inventoryQuantity: '3' })] }),
		],
		[
			'INVALID_TYPE',
			'variants.0.inventoryQuantity',
			product('A', { variants: [variant('1', { inventoryQuantity: 1.5 })] }),
		],
		['OUT_OF_RANGE', 'variants.0.position', product('A', { variants: [variant('1', { position: -1 })] })],
		[
			'UNKNOWN_OPTION',
			'variants.0.productOptionValues.0',
			product('A', {
				variants: [variant('1', { productOptionValues: [{ productOptionName: 'Color', value: 'Blue' }] })],
			}),
		],
		['DUPLICATE_ID', 'id', product('first', { variants: [variant('other')] })],
		['DUPLICATE_ID', 'variants.0.id', product('A', { variants: [variant('first-1')] })],
	])('%s %s', async (errorType, words, line) => {
		const { errors, productsReceived, productsProcessed, status } = await validated(
			fileOf(product('first'), line, product('last')),
			true,
		);
		expect(errors).toEqual([{ errorType, errorMessage: expect.stringContaining(words), lineNum: 2 }]);
		expect([productsReceived, productsProcessed, status]).toEqual([3, 2, 'validated']);
	});

	it('text that is not UTF-8', async () => {
		const line = Buffer.from(fileOf(product('A', { brand: 'Caf\u00e9' })), 'latin1');
		const { errors } = await validated(Buffer.concat([Buffer.from(fileOf(product('B'))), line]));
		expect(errors).toEqual([{ errorType: 'INVALID_ENCODING', errorMessage: expect.any(String), lineNum: 2 }]);
	});

	it('a last line without a newline, Windows line ends, an empty file', async () => {
		expect(await validated(fileOf(product('A')).trimEnd())).toMatchObject({ productsProcessed: 1 });
		expect(await validated(fileOf(product('A'), product('B')).replaceAll('\n', '\r\n'))).toMatchObject({
			productsProcessed: 2,
			errors: [],
		});
		expect(await validated('')).toMatchObject({ status: 'validated', productsReceived: 0, errors: [] });
	});

	it('shows ten errors of each type, with their lines', async () => {
		const lines = [...Array(15).keys()].flatMap((n) => [
			product(`A${n}`, { name: 1 }),
			'x',
			product(`B${n}`),
		]);
		const { errors, productsProcessed } = await validated(fileOf(...lines));
		const linesOf = (type: string) =>
			errors
				.filter(({ errorType }: { errorType: string }) => errorType === type)
				.map(({ lineNum }: { lineNum: number }) => lineNum);
		const firstTen = [...Array(10).keys()];
		expect(errors).toHaveLength(20);
		expect(linesOf('INVALID_TYPE')).toEqual(firstTen.map((n) => 3 * n + 1));
		expect(linesOf('INVALID_JSON')).toEqual(firstTen.map((n) => 3 * n + 2));
		expect(productsProcessed).toBe(15);
		expect(await control().catalogUploads()).toMatchObject([{ file: { errorCount: 30 } }]);
	});

	it('limits for a line, the lines and the file; beyond the last two nothing of it counts', async () => {
		const usual = { fileBytes: 100_000, lineBytes: 100_000, lines: 100 };
		const file = fileOf(product('A'), product('B', { description: 'd'.repeat(1000) }), product('C'));
		const outcome = async (limits: object) => {
			await control().setSettings({ catalogLimits: { ...usual, ...limits } });
			const { errors, productsProcessed } = await validated(file);
			return [
				errors.map((each: { errorType: string; lineNum: number }) => [each.errorType, each.lineNum]),
				productsProcessed,
			];
		};
		expect(await outcome({})).toEqual([[], 3]);
		expect(await outcome({ lineBytes: 1000 })).toEqual([[['LINE_TOO_LARGE', 2]], 2]);
		expect(await outcome({ lines: 2 })).toEqual([[['TOO_MANY_LINES', 3]], 0]);
		expect(await outcome({ fileBytes: 1000 })).toEqual([[['FILE_TOO_LARGE', 1]], 0]);
	});

	it('4 MB make a line', async () => {
		const line = (bytes: number) => {
			const empty = product('A', { images: [{ src: 'https://example.com/' }] });
			const length = bytes - JSON.stringify(empty).length;
			return product('A', { images: [{ src: `https://example.com/${'x'.repeat(length)}` }] });
		};
		expect((await validated(fileOf(line(4_000_000)))).errors).toEqual([]);
		expect((await validated(fileOf(line(4_000_001)))).errors).toMatchObject([
			{ errorType: 'LINE_TOO_LARGE' },
		]);
	});
});

it('finds lines wherever the pieces of a file are cut', () => {
	const file = Buffer.from(fileOf(product('Ä'), 'x', product('B'), ''));
	const limits = { fileBytes: 10_000, lineBytes: 10_000, lines: 10 };
	for (const size of [1, 2, 3, 7, 64, file.length]) {
		const lines: [string, number][] = [];
		const check = new CatalogFileCheck(limits, ({ id }, line) => lines.push([id, line]));
		for (let from = 0; from < file.length; from += size) check.take(file.subarray(from, from + size));
		check.end();
		expect(lines).toEqual([
			['Ä', 1],
			['B', 3],
		]);
		expect(check.errors.map(({ errorType, lineNum }) => [errorType, lineNum])).toEqual([
			['INVALID_JSON', 2],
			['INVALID_JSON', 4],
		]);
		expect([check.lines, check.good, check.bytes]).toEqual([4, 2, file.length]);
	}
});

it('30,000 lines, each a product', async () => {
	const lines = [...Array(30_000).keys()].map((n) => JSON.stringify(product(`P${n}`)));
	const { uploadId, productsProcessed } = await validated(lines.join('\n'));
	expect(productsProcessed).toBe(30_000);
	await control().advanceClock(minute);
	expect((await look(uploadId)).status).toBe('completed');
	expect(await control().catalog()).toHaveLength(30_000);
});
