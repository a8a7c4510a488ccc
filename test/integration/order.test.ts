import { ATTRIBUTES, EVENTS, rows, SEND_EVENT, SET_ATTRIBUTES, useBench } from './setup';

const bench = useBench();

const BY_BOTH = { ...SEND_EVENT, email: '={{ $json.email }}' };

async function pointsInOrder(endpoint = EVENTS): Promise<number[]> {
	const bodies = await bench.bodies<{ properties: { points: number } }>(endpoint);
	return bodies.map(({ properties }) => properties.points);
}

describe('promise 4: order where it matters', () => {
	test('one person’s rows arrive in input order, also where the first is held up', async () => {
		await bench.sandbox.control.addFault({
			endpoint: EVENTS,
			kind: '429',
			match: '"points":1}',
			retryAfter: 1,
		});
		const person = { phone: '+12065551000' };
		const run = await bench.run(
			SEND_EVENT,
			[1, 2, 3, 4].map((points) => ({ ...person, points })),
		);
		expect(run.status).toBe('success');
		expect(await pointsInOrder()).toEqual([1, 2, 3, 4]);
	});

	test('one person’s attributes are set in input order: the last row counts', async () => {
		await bench.sandbox.control.addFault({
			endpoint: ATTRIBUTES,
			kind: '503',
			match: '"points":1}',
		});
		const person = { phone: '+12065551000' };
		const run = await bench.run(
			SET_ATTRIBUTES,
			[1, 2, 3].map((points) => ({ ...person, points })),
		);
		expect(run.status).toBe('success');
		expect(await pointsInOrder(ATTRIBUTES)).toEqual([1, 2, 3]);
	});

	test('people are joined through other rows of the run', async () => {
		// Row 1 has only the phone, row 3 only the email; row 2 says that they are one person.
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'slow', ms: 400, match: '"points":1}' });
		await bench.run(BY_BOTH, [
			{ phone: '+12065551000', email: '', points: 1 },
			{ phone: '', email: 'ann@example.com', points: 3 },
			{ phone: '(206) 555-1000', email: 'Ann@Example.com', points: 2 },
		]);
		expect(await pointsInOrder()).toEqual([1, 3, 2]);
	});

	test.each([
		['Client User ID', { id: 'M1' }],
		['custom identifier', { card: 'C1' }],
	])('people are known by a %s, too', async (_what, shared) => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'slow', ms: 400, match: '"points":1}' });
		const nobody = { phone: '', id: '', card: '' };
		const run = await bench.run(
			{
				...SEND_EVENT,
				otherIdentifiers: {
					clientUserId: '={{ $json.id }}',
					customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.card }}' }] },
				},
			},
			[
				{ ...nobody, ...shared, points: 1 },
				{ ...nobody, ...shared, phone: '+12065551000', points: 2 },
				{ ...nobody, phone: '+12065551000', points: 3 },
			],
		);
		expect(run.status).toBe('success');
		expect(await pointsInOrder()).toEqual([1, 2, 3]);
	});

	test('a person who is held up does not hold up the others', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'slow', ms: 4_000, match: '"points":1}' });
		await bench.run(SEND_EVENT, rows(20));
		const order = await pointsInOrder();
		expect(order).toHaveLength(20);
		expect(order.at(-1)).toBe(1);
	});
});
