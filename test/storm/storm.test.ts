import { startEmbeddedN8n } from '../../embedded-n8n';
import { ROUND, storm } from './storm';

/** The quick form of `npm run storm`: each kind of fault once. */
test('under every kind of fault nothing is lost, sent twice or called what it is not', async () => {
	const { sums, failures } = await storm(await startEmbeddedN8n(), {
		seed: 1,
		isLong: false,
		atOnce: 16,
		goesOn: (courses) => courses < ROUND,
	});
	expect(failures.join('\n\n')).toBe('');
	// Where the machine stands still, a run may end before anything of it is struck.
	expect(sums.filter(({ faults }) => faults > 0).length).toBeGreaterThanOrEqual(0.9 * ROUND);
	expect(new Set(sums.flatMap(({ operations }) => [...operations])).size).toBeGreaterThanOrEqual(12);
});
