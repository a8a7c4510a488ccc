import { operations } from '../../../nodes/Attentive/operations';
import type { Parameters } from '../../../nodes/parameters/parameters';
import { readSettings } from '../../../nodes/reading/settings';
import { endpoints } from '../../../sandbox/api';

// n8n fills in the default of Mode, which stands beside the options.
const untouched = {
	runWide: (name: string) => (name === 'mode' ? 'live' : undefined),
} as unknown as Parameters;

test('whoever adds no option has a minute for a request, ten for an outage, and no limits', () => {
	for (const operation of operations) {
		expect(readSettings(untouched, operation, false)).toMatchObject({
			mode: 'live',
			requestTimeout: 60_000,
			patience: 600_000,
			resultOnly: operation.resultOnly,
			stopAboveItems: undefined,
			stopAfterFailures: undefined,
		});
	}
});

test('every operation goes by the limit that Attentive documents', () => {
	// The names of a path's parts differ, and do not matter.
	const unnamed = (path: string) => path.replace(/\{[^}]*\}/g, '{}');
	const documented = new Map(
		endpoints.map(({ name, requestsPerSecond }) => [unnamed(name), requestsPerSecond]),
	);
	for (const {
		delivery: { endpoint },
	} of operations) {
		const name = unnamed(`${endpoint.method} ${endpoint.path}`);
		expect([name, endpoint.requestsPerSecond]).toEqual([name, documented.get(name)]);
	}
});
