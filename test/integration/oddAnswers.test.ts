import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, errors, useBench, useStandIn } from './setup';

/** Answers that Attentive's documents do not rule out, or that something else gives in its place. */
const bench = useBench();
const server = useStandIn();

const asked = () => server.received.map(({ method, url }) => `${method} ${url}`);

describe('an answer that cannot be understood leaves the outcome unknown, and is not sent again', () => {
	const SUBSCRIBING: INodeParameters = {
		resource: 'user',
		operation: 'upsertMany',
		email: '={{ $json.email }}',
		subscribeToo: true,
		consent: 'confirmed',
		signUpSourceId: '11',
		subscriptionType: 'MARKETING',
		additionalFields: { ifSubscribed: 'again' },
	};
	test.each<[string, INodeParameters, number]>([
		['users that are subscribed too', SUBSCRIBING, 202],
		['a new segment', { resource: 'segment', operation: 'create', name: 'Gold' }, 200],
	])('%s', async (_what, parameters, status) => {
		server.answer = () => ({ status, body: ['taken'] });
		const run = await bench.run(parameters, [{ email: 'ann@example.com' }], {
			baseUrl: server.url,
			retryOnFail: true,
			maxTries: 3,
		});
		expect(run.error?.description).toContain('1 with an unknown outcome');
		expect(asked()).toHaveLength(1);
	});
});

test.each<[string, INodeParameters, string]>([
	['a segment', { resource: 'segment', operation: 'get' }, 'GET /v2/segments/external/a%2F..%2Fb%3Fc'],
	['a job', { resource: 'bulkJob', operation: 'get' }, 'GET /v2/bulk/job/a%2F..%2Fb%3Fc'],
])('an ID leads to %s only, whatever it holds', async (_what, parameters, path) => {
	server.answer = () => ({ status: 404, body: { error: { message: 'No' } } });
	await bench.run({ ...parameters, externalId: '={{ "a/../b?c" }}', jobId: 'a/../b?c' }, [{}], {
		...CONTINUE,
		baseUrl: server.url,
	});
	expect(asked()).toEqual([path]);
});

describe('pages of segments', () => {
	const page = (from: number, count: number, more: object = {}) => ({
		status: 200,
		body: {
			segments: Array.from({ length: count }, (_one, index) => ({
				externalId: `s${from + index}`,
				name: `Segment ${from + index}`,
			})),
			...more,
		},
	});
	const cursorOf = ({ url }: { url: string }) => new URL(url, server.url).searchParams.get('cursor');
	const getAll = async (more: INodeParameters = { returnAll: true }, rows: IDataObject[] = [{}]) =>
		await bench.output({ resource: 'segment', operation: 'getAll', ...more }, rows, {
			...CONTINUE,
			baseUrl: server.url,
		});

	test('a page without segments does not end the list', async () => {
		server.answer = (request) => {
			const cursor = cursorOf(request);
			if (cursor === null) return page(0, 2, { cursor: 'a', hasMore: true });
			return cursor === 'a' ? page(0, 0, { cursor: 'b', hasMore: true }) : page(2, 1, { hasMore: false });
		};
		expect((await getAll()).map(({ externalId }) => externalId)).toEqual(['s0', 's1', 's2']);
	});

	test.each([
		[{ cursor: null, hasMore: true }, 1],
		[{ cursor: 'a', hasMore: false }, 1],
		[{ cursor: '', hasMore: null }, 1],
		[{ cursor: 'a' }, 2],
		[{}, 1],
	])('%j', async (more, pages) => {
		server.answer = (request) => (cursorOf(request) === null ? page(0, 1, more) : page(1, 1));
		expect(await getAll()).toHaveLength(pages);
	});

	test('a cursor that comes again is an error, not a list without an end', async () => {
		server.answer = (request) => page(0, 2, { cursor: cursorOf(request) === 'a' ? 'b' : 'a', hasMore: true });
		const [item] = await getAll();
		expect(item?.error).toMatchObject({ reasonCode: 'answerNotUnderstood' });
		expect(asked().length).toBeLessThan(5);
	});

	test('a page that is larger than was asked for is cut', async () => {
		server.answer = () => page(0, 20, { cursor: 'a', hasMore: true });
		expect(await getAll({ limit: 3 })).toHaveLength(3);
		expect(asked()).toEqual(['GET /v2/segments?limit=3']);
	});

	test('only what is left is asked for', async () => {
		server.answer = (request) =>
			cursorOf(request) === null
				? page(0, 1_000, { cursor: 'a', hasMore: true })
				: page(1_000, 100, { cursor: 'b' });
		expect(await getAll({ limit: 1_100 })).toHaveLength(1_100);
		expect(asked()).toEqual(['GET /v2/segments?limit=1000', 'GET /v2/segments?limit=100&cursor=a']);
	});

	test('each item has its own filter, limit and pages', async () => {
		server.answer = (request) => {
			const name = Number(new URL(request.url, server.url).searchParams.get('name'));
			return cursorOf(request) === null
				? page(name, 1, { cursor: 'a', hasMore: true })
				: page(name + 1, 1, { hasMore: false });
		};
		const items = await getAll(
			{ limit: '={{ $json.most }}', additionalFields: { name: '={{ $json.name }}' } },
			[
				{ name: 10, most: 2 },
				{ name: 20, most: 1 },
				{ name: 30, most: 0 },
				{ name: 40, most: 5 },
			],
		);
		expect(items.map(({ externalId }) => externalId)).toEqual(['s10', 's11', 's20', undefined, 's40', 's41']);
		expect(errors(items)[3]?.reasonCode).toBe('notALimit');
		expect(asked()).toHaveLength(5);
	});

	test('a fault on the second page: asked again, or an error without half a list', async () => {
		let faults = 1;
		server.answer = (request) => {
			if (cursorOf(request) === null) return page(0, 1, { cursor: 'a', hasMore: true });
			return faults-- > 0 ? { status: 503, body: {} } : page(1, 1);
		};
		expect(await getAll()).toHaveLength(2);
		server.answer = (request) =>
			cursorOf(request) === null
				? page(0, 1, { cursor: 'a', hasMore: true })
				: { status: 400, body: { error: { message: 'The cursor is too old' } } };
		const items = await getAll();
		expect(items).toHaveLength(1);
		expect(items[0]?.error).toMatchObject({ status: 'refused', reason: expect.stringContaining('too old') });
	});

	test('a page that is none of a list', async () => {
		server.answer = (request) =>
			cursorOf(request) === null ? page(0, 1, { cursor: 'a' }) : { status: 200, body: { items: [] } };
		expect((await getAll())[0]?.error).toMatchObject({ reasonCode: 'answerNotUnderstood' });
	});
});
