import { webhookChangesSchema, webhookSchema, webhooksAnswerSchema } from '../../../schemas/webhooks';
import { ValueError } from '../../../values/valueError';
import { choice } from '../../../fields/choice';
import { parseField } from '../../../fields/field';
import { text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import {
	events,
	listEndpoint,
	parseWebhookUrl,
	shownWebhook,
	webhook,
	webhooksPermission,
} from './webhookEndpoint';

export const update = defineOperation({
	resource: 'webhook',
	operation: 'update',
	name: 'Update',
	action: 'Update a webhook',
	description: 'Changes the URL or the events of a webhook, or disables and enables it',
	kind: 'write',
	endpoint: { method: 'PUT', path: '/v1/webhooks/{webhookId}', requestsPerSecond: 150 },
	permission: webhooksPermission,
	repeat: 'repeatable',
	fields: {
		webhookId: webhook,
		state: choice({
			displayName: 'State',
			options: [
				{ name: 'As It Is', value: '' },
				{
					name: 'Disabled',
					value: 'disabled',
					description: 'Attentive delivers nothing, and may drop what happens meanwhile',
				},
				{ name: 'Enabled', value: 'enabled' },
			],
			default: '',
			description: 'Whether Attentive delivers to it',
		}),
	},
	additionalFields: {
		url: text({
			displayName: 'URL',
			placeholder: 'https://example.com/attentive',
			description: 'Where Attentive delivers to; https only. If empty, it stays as it is.',
		}),
		events: events(
			'All that is delivered from now on: what you do not choose here is delivered no more. If none is chosen, they stay as they are.',
		),
	},
	labels: { disabled: 'State' },
	schema: webhookChangesSchema,
	payload: ({ webhookId, state, url, events: types }) => ({
		webhookId,
		...(url === undefined ? {} : { url: parseField('URL', url, parseWebhookUrl) }),
		...(types.length > 0 ? { events: types } : {}),
		...(state === undefined ? {} : { disabled: state === 'disabled' }),
	}),
	send: ({ webhookId, ...changes }) => ({
		path: `/v1/webhooks/${encodeURIComponent(webhookId)}`,
		body: changes,
	}),
	check: {
		endpoint: listEndpoint,
		// It is not documented that what a PUT leaves out stays as it is: so it says all that is known.
		of: (_values, payload) => ({
			queries: [{}],
			claims: [],
			settle([answer]) {
				const known = webhooksAnswerSchema.parse(answer).webhooks.find(({ id }) => id === payload.webhookId);
				if (known) {
					const { url, events: types, disabledAt } = known;
					return { payload: { url, events: types, disabled: Boolean(disabledAt), ...payload }, claims: [] };
				}
				throw new ValueError({
					reasonCode: 'noSuchWebhook',
					field: 'Webhook',
					value: payload.webhookId,
					reason: 'is not among the webhooks of your app',
					wayOut: 'Choose one from the list',
				});
			},
		}),
	},
	changes: ({ webhookId }) => webhookId,
	details: ({ webhookId }) => ({ webhookId }),
	answerDetails: (body) => shownWebhook(webhookSchema.parse(body)),
});
