import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { byId } from '../samples';
import { cell, LIVE, post, READ_LIMITS, rowsWith, type Operations } from './shared';

/** Rows with the IDs of two webhooks. */
async function webhookRows(sandbox: Sandbox): Promise<IDataObject[]> {
	for (const url of ['https://example.com/1', 'https://example.com/2'])
		await post(sandbox, '/v1/webhooks', { url, events: ['sms.sent'] });
	const { webhooks } = await sandbox.control.dashboard();
	return rowsWith([
		{
			hook: webhooks[0]?.id,
			to: 'https://example.com/3',
			on: 'disabled',
			what: ['email.opened'],
			more: 'email.subscribed',
		},
		{
			hook: webhooks[1]?.id,
			to: 'https://example.com/4',
			on: 'enabled',
			what: 'sms.sent, sms.subscribed',
			more: 'sms.sent',
		},
	]);
}

export const webhook: Operations = {
	create: [
		{
			parameters: {
				...LIVE,
				url: cell('to'),
				events: cell('what'),
				additionalFields: { otherEvents: cell('more') },
			},
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened', 'email.subscribed'] },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'] },
			],
		},
	],
	update: [
		{
			parameters: {
				...LIVE,
				webhookId: byId(cell('hook')),
				state: cell('on'),
				additionalFields: { url: cell('to'), events: cell('what'), otherEvents: cell('more') },
			},
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened', 'email.subscribed'], disabled: true },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'], disabled: false },
			],
		},
	],
	delete: [
		{
			parameters: { ...LIVE, webhookId: cell('hook') },
			rows: webhookRows,
			expected: [undefined, undefined],
		},
	],
	getAll: [
		{
			parameters: { options: READ_LIMITS },
			rows: webhookRows,
			read: true,
			expected: [1, 2, 1, 2].map((index) =>
				expect.objectContaining({ url: `https://example.com/${index}`, enabled: true }),
			),
		},
	],
};
