import type { INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	errors,
	outcomes,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	useBench,
	useStandIn,
} from './setup';

/** Statuses that Attentive does not document, and redirects: what they say of a write, and whether the run goes on. */
const bench = useBench();
const server = useStandIn();

const MANY = rows(200);
const PAGE = '<html><body>Not here</body></html>';
const OWN = { error: { id: 1, message: 'Not here' } };
const ONCE: INodeParameters = { ...SEND_EVENT, options: { retryMinutes: 0 } };
const READ: INodeParameters = {
	resource: 'customAttribute',
	operation: 'get',
	lookUpBy: 'phone',
	phone: '={{ $json.phone }}',
	options: { retryMinutes: 0 },
};

const run = async (parameters: INodeParameters = ONCE) =>
	await bench.run(parameters, MANY, { ...CONTINUE, baseUrl: server.url });

test.each([301, 302, 303, 307, 308])(
	'a redirect (%i) after a write leaves it unknown, and ends the run',
	async (status) => {
		server.answer = () => ({ status, headers: { location: `${server.url}/elsewhere` } });
		const all = outcomes(await run());
		expect(counted(all)).toEqual({
			'unknown redirected': server.received.length,
			'notTried redirected': MANY.length - server.received.length,
		});
		expect(server.received.length).toBeLessThan(40);
		expect(server.received.every(({ url }) => url === '/v1/events/custom')).toBe(true);
	},
);

test.each([301, 303, 307])(
	'a redirect (%i) of a read is an error, and nothing was changed',
	async (status) => {
		server.answer = () => ({ status, headers: { location: '/elsewhere' } });
		const [error] = errors(await run(READ));
		expect(error).toMatchObject({
			status: 'notTried',
			reasonCode: 'redirected',
			reason: expect.stringMatching(/^Not read, and nothing was changed: the address answered 30/),
		});
	},
);

test.each<[number, string]>([
	[402, 'refused paymentRequired'],
	[405, 'refused methodNotAllowed'],
	[406, 'refused foreignAnswer'],
	[407, 'notTried proxyRefused'],
	[410, 'refused foreignAnswer'],
	[418, 'refused foreignAnswer'],
	[451, 'refused foreignAnswer'],
])('a %i of something else ends the run with its reason', async (status, outcome) => {
	for (const body of [PAGE, '', { portal: 'x' }]) {
		const before = server.received.length;
		server.answer = () => ({ status, body });
		for (const parameters of [ONCE, READ]) {
			const all = errors(await run(parameters));
			expect(`${String(all[0]?.status)} ${String(all[0]?.reasonCode)}`).toBe(outcome);
			const [, code] = outcome.split(' ');
			expect(all.map((error) => error?.reasonCode)).toEqual(MANY.map(() => code));
			expect(all.at(-1)).toMatchObject({
				status: 'notTried',
				reason: expect.stringMatching(new RegExp(`^Not sent: .* answered ${status}`)),
			});
		}
		expect(server.received.length - before).toBeLessThan(80);
	}
});

test.each<[number, string]>([
	[400, 'refused'],
	[401, 'unauthorized'],
	[403, 'forbidden'],
	[404, 'notFound'],
	[405, 'methodNotAllowed'],
	[407, 'proxyRefused'],
	[410, 'foreignAnswer'],
	[413, 'refused'],
])('a %i says nothing of the request before it, which may have been processed', async (status, code) => {
	server.answer = () => (server.received.length === 1 ? { status: 502 } : { status, body: PAGE });
	const parameters = { ...SET_ATTRIBUTES, options: { retryMinutes: 1 } };
	const one = await bench.run(parameters, rows(1), { ...CONTINUE, baseUrl: server.url });
	expect(outcomes(one)).toEqual([`unknown ${code}`]);
	expect(server.received).toHaveLength(2);
});

test('once something was accepted, too', async () => {
	server.answer = ({ body }) => (body.includes(':6}') ? { status: 410, body: PAGE } : { status: 200 });
	// One after the other, since they are about one person.
	const ofOne = rows(20).map((row) => ({ ...row, phone: '+12065551000' }));
	const all = outcomes(await bench.run(ONCE, ofOne, { ...CONTINUE, baseUrl: server.url }));
	expect(counted(all)).toEqual({ accepted: 5, 'refused foreignAnswer': 1, 'notTried foreignAnswer': 14 });
	expect(server.received).toHaveLength(6);
});

test.each([405, 410, 422])(
	'a %i in the form of Attentive is about its item: the others are sent',
	async (status) => {
		server.answer = ({ body }) => (body.includes(':2}') ? { status, body: OWN } : { status: 200 });
		const all = outcomes(await run());
		expect(counted(all.map((outcome) => outcome.split(' ')[0]))).toEqual({ accepted: 199, refused: 1 });
		expect(all[1]).toMatch(/^refused/);
	},
);

test.each([400, 413, 414, 422, 431])('a %i is about its item, whoever wrote it', async (status) => {
	server.answer = ({ body }) => (body.includes(':2}') ? { status, body: PAGE } : { status: 200 });
	expect(counted((await run()).json('Attentive').map((item) => 'error' in item))).toEqual({
		false: 199,
		true: 1,
	});
});
