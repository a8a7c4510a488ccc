import { askFirst } from '../../../delivery/askFirst';
import type { Question } from '../../../delivery/question';
import { writes } from '../../../delivery/writes';
import {
	webhookChangesSchema,
	webhookSchema,
	webhooksAnswerSchema,
	type WebhookChanges,
} from '../../../schemas/webhooks';
import { ValueError } from '../../../values/valueError';
import { choice } from '../../../fields/choice';
import { parseField } from '../../../fields/field';
import { text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import {
	chosenEvents,
	events,
	listEndpoint,
	otherEvents,
	parseWebhookUrl,
	shownWebhook,
	webhook,
	webhooksPermission,
} from './webhookEndpoint';

export const update = defineOperation({
	resource: 'webhook',
	operation: 'update',
	name: 'Update',
	action: 'Update webhook',
	description: 'Update the URL or the events of a webhook, or enable or disable it',
	kind: 'write',
	permission: webhooksPermission,
	isIdempotent: true,
	fields: {
		webhookId: webhook,
		state: choice({
			displayName: 'State',
			options: [
				{ name: 'Unchanged', value: '' },
				{
					name: 'Disabled',
					value: 'disabled',
					description: 'Attentive delivers nothing and may drop events in the meantime',
				},
				{ name: 'Enabled', value: 'enabled' },
			],
			default: '',
			description: 'Whether Attentive delivers events to the webhook',
		}),
	},
	additionalFields: {
		url: text({
			displayName: 'URL',
			placeholder: 'e.g. https://example.com/attentive',
			description: 'New address (https only). If empty, it stays as it is.',
		}),
		events: events('All events to deliver from now on. If none is selected, they stay as they are.'),
		otherEvents: otherEvents(
			'Names of events to deliver that are not in the list of Events. From now on, these and the selected events are delivered.',
		),
	},
	labels: { disabled: 'State' },
	schema: webhookChangesSchema,
	read({ webhookId, state, url, ...given }) {
		const types = chosenEvents(given);
		return {
			payload: {
				webhookId,
				...(url === undefined ? {} : { url: parseField('URL', url, parseWebhookUrl) }),
				...(types.length > 0 ? { events: types } : {}),
				...(state === undefined ? {} : { disabled: state === 'disabled' }),
			},
			changes: webhookId,
			question: askForTheRest,
		};
	},
	delivery: askFirst(
		{ endpoint: listEndpoint },
		writes<WebhookChanges>({
			endpoint: { method: 'PUT', path: '/v1/webhooks/{webhookId}', requestsPerSecond: 150 },
			request: ([{ webhookId, ...changes }]) => ({
				path: `/v1/webhooks/${encodeURIComponent(webhookId)}`,
				body: changes,
			}),
			details: ({ webhookId }) => ({ webhookId }),
			answer(body, { disabled = false }) {
				const answered = shownWebhook(webhookSchema.parse(body));
				return disabled ? { ...answered, enabled: false } : answered;
			},
		}),
	),
});

/** It is not documented that what a PUT leaves out stays as it is: so it says all that is known. */
function askForTheRest(changes: WebhookChanges): Question<WebhookChanges> {
	return {
		queries: [{}],
		claims: [],
		settle([answer]) {
			const known = webhooksAnswerSchema.parse(answer).webhooks?.find(({ id }) => id === changes.webhookId);
			if (known) {
				const { url, events: types, disabledAt } = known;
				const all = {
					...(url === undefined ? {} : { url }),
					...(types === undefined ? {} : { events: types }),
					disabled: Boolean(disabledAt),
				};
				return { payload: { ...all, ...changes }, claims: [] };
			}
			throw new ValueError({
				reasonCode: 'noSuchWebhook',
				field: 'Webhook',
				value: changes.webhookId,
				reason: 'is not a webhook of your app',
				wayOut: 'Select one from the list',
			});
		},
	};
}
