import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { cell, fixed, ONCE_LIMITS, rowsWith, type Operations } from './shared';

async function codeRows({ control }: Sandbox): Promise<IDataObject[]> {
	await control.addOffer({ id: 71, window: 'custom' });
	await control.addOffer({ id: 72, window: 'custom' });
	return rowsWith([
		{ offer: 71, codes: ['A-1', 'A-2'], until: '3/5/2026' },
		{ offer: 72, codes: 'B-1, B-2', until: '5/7/2026' },
	]);
}

export const offer: Operations = {
	addCodes: [
		{
			parameters: {
				mode: 'live',
				offerId: cell('offer'),
				codes: cell('codes'),
				additionalFields: {
					distributionStart: cell('when'),
					distributionStartFormat: fixed('M/d/yyyy'),
					distributionStop: cell('until'),
					distributionStopFormat: fixed('M/d/yyyy'),
					skipRepeatsBy: cell('event'),
				},
				options: ONCE_LIMITS,
			},
			rows: codeRows,
			expected: [
				{
					codes: ['A-1', 'A-2'],
					distributionStart: '2026-03-04T05:00:00Z',
					distributionStop: '2026-03-05T05:00:00Z',
				},
				{
					codes: ['B-1', 'B-2'],
					distributionStart: '2026-05-06T04:00:00Z',
					distributionStop: '2026-05-07T04:00:00Z',
				},
			],
		},
	],
};
