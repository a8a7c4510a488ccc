import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { flood, trickle } from './endless';
import { CONTINUE, errors, until, useBench, useStandIn } from './setup';

/** What a storage does with files: slow, and without an end. */
const bench = useBench();
const server = useStandIn();

const A_SECOND = { requestTimeoutSeconds: 1, retryMinutes: 0.01 };

describe('a result file that trickles', () => {
	const getJob = (options: INodeParameters): INodeParameters => ({
		resource: 'bulkJob',
		operation: 'get',
		jobId: '1',
		options,
	});
	const answerWith = (body: AsyncGenerator<string>) => {
		server.answer = ({ url }) =>
			url.endsWith('.jsonl')
				? { body }
				: { body: { bulkJobId: '1', status: 'COMPLETED', totalRecords: 1, url: `${server.url}/1.jsonl` } };
	};

	test('is given up, and the job is told of', async () => {
		const file = trickle();
		answerWith(file.body());
		const [job] = await bench.output(getJob(A_SECOND), [{}], { baseUrl: server.url });
		expect(job).toMatchObject({ jobStatus: 'COMPLETED', problem: 'the file did not arrive in time' });
		await until(() => file.hasEnded);
	});

	test('a cancel ends it', async () => {
		const file = trickle();
		answerWith(file.body());
		const workflow = bench.workflow(getJob({ requestTimeoutSeconds: 600 }), { baseUrl: server.url });
		const started = bench.n8n.start(workflow, { input: [{ json: {} }] });
		await until(() => file.pieces > 3);
		started.cancel();
		expect((await started.finished).status).toBe('canceled');
		await until(() => file.hasEnded);
	});
});

describe('the answer of the storage to an upload', () => {
	const upload: INodeParameters = {
		resource: 'productCatalog',
		operation: 'upload',
		catalogFrom: 'json',
		product: '={{ $json.product }}',
		options: A_SECOND,
	};
	const dated = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00+00:00' };
	const variant = {
		id: 'V1',
		name: 'One',
		prices: [{ currencyCode: 'USD', amount: '5.00' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
		...dated,
	};
	const product: IDataObject = { id: 'P1', name: 'Shirt', ...dated, variants: [variant] };
	const send = async () => await bench.output(upload, [{ product }], { ...CONTINUE, baseUrl: server.url });

	test.each([
		['trickles', trickle],
		['floods', flood],
	])(
		'%s: a success is unknown, since a storage says nothing then; a refusal is one',
		async (_what, endless) => {
			const answers = [endless(), endless()];
			let status = 200;
			server.answer = ({ method }) =>
				method === 'PUT'
					? { status, body: answers[status === 200 ? 0 : 1]?.body() }
					: { body: { uploadId: 'u', uploadUrl: `${server.url}/file` } };
			expect(errors(await send())).toMatchObject([{ status: 'unknown' }]);
			status = 403;
			expect(errors(await send())).toMatchObject([
				{ status: 'refused', reason: expect.stringContaining('the storage for the file answered 403') },
			]);
			await until(() => answers.every(({ hasEnded }) => hasEnded));
		},
	);
});
