import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { byId } from '../samples';
import {
	cell,
	fixed,
	LIMITS,
	LIVE,
	MODE,
	PHONE_AND_EMAIL,
	post,
	READ_LIMITS,
	rowsWith,
	users,
	WAITING,
	type Operations,
	type Variant,
	IF_INVALID,
} from './shared';

/** Rows with the IDs of two segments. */
async function segmentRows(sandbox: Sandbox): Promise<IDataObject[]> {
	for (const [index, name] of ['Gold', 'Silver'].entries()) {
		await post(sandbox, '/v2/segments', { name, externalId: `seg-${index}` });
	}
	return rowsWith([
		{
			segment: 'seg-0',
			title: 'Gold 2',
			words: 'The best',
			own: 'new-0',
			most: 1,
			since: '1/1/2026',
			all: false,
		},
		{
			segment: 'seg-1',
			title: 'Silver 2',
			words: 'The next',
			own: 'new-1',
			most: 2,
			since: '1/2/2026',
			all: false,
		},
	]);
}

/** Both rows name a segment of their own, so each is a request. */
const MEMBERS: Variant = {
	parameters: {
		...MODE,
		...PHONE_AND_EMAIL,
		externalId: byId(cell('segment')),
		otherIdentifiers: { clientUserId: cell('id') },
		options: { ...LIMITS, ...IF_INVALID, ...WAITING },
	},
	rows: segmentRows,
	expected: users.map(({ phone, email, externalIdentifiers: { clientUserId } }, index) => ({
		externalId: `seg-${index}`,
		members: [{ phone, email, clientUserId }],
	})),
};

export const segment: Operations = {
	addMembers: [MEMBERS],
	removeMembers: [MEMBERS],
	create: [
		{
			parameters: {
				...LIVE,
				name: cell('title'),
				additionalFields: { description: cell('words'), externalId: cell('own') },
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best', externalId: 'new-0' },
				{ name: 'Silver 2', description: 'The next', externalId: 'new-1' },
			],
		},
	],
	update: [
		{
			parameters: {
				...LIVE,
				externalId: byId(cell('segment')),
				name: cell('title'),
				description: cell('words'),
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best' },
				{ name: 'Silver 2', description: 'The next' },
			],
		},
	],
	delete: [
		{
			parameters: { ...LIVE, externalId: byId(cell('segment')) },
			rows: segmentRows,
			expected: [undefined, undefined],
		},
	],
	get: [
		{
			parameters: { externalId: byId(cell('segment')), options: READ_LIMITS },
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
	getAll: [
		{
			parameters: {
				returnAll: cell('all'),
				limit: cell('most'),
				additionalFields: {
					name: fixed('l'),
					updatedSince: cell('since'),
					updatedSinceFormat: fixed('M/d/yyyy'),
				},
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
		{
			parameters: {
				returnAll: fixed('true'),
				additionalFields: { externalId: cell('segment') },
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
};
