import { z } from 'zod';
import { entriesOf, recognized, toldEntries, toldId, toldText } from './answers';

const eventsSchema = z.array(z.string().min(1)).min(1, 'are empty: select at least one event');
const urlSchema = z.string().min(1);

/** Body of POST /v1/webhooks. */
export const newWebhookSchema = z.object({ url: urlSchema, events: eventsSchema }).strict();

export type NewWebhook = z.infer<typeof newWebhookSchema>;

/** What to change of a webhook; what is left out stays as it is. */
export const webhookChangesSchema = z
	.object({
		webhookId: z.string().min(1),
		url: urlSchema.optional(),
		events: eventsSchema.optional(),
		disabled: z.boolean().optional(),
	})
	.strict()
	.refine(
		({ url, events, disabled }) => url !== undefined || events !== undefined || disabled !== undefined,
		{
			message: 'changes nothing: enter a URL, events or a state',
		},
	);

export type WebhookChanges = z.infer<typeof webhookChangesSchema>;

export const webhookIdSchema = z.object({ webhookId: z.string().min(1) }).strict();

export type WebhookId = z.infer<typeof webhookIdSchema>;

/** A webhook as every answer shows it. Its type has other words in other answers, so any is taken. */
export const webhookSchema = z.object({
	id: toldId,
	url: toldText,
	events: toldEntries(z.string()),
	type: toldText,
	/** Only the list has it. */
	companyId: toldId,
	disabledAt: toldText,
});

export type Webhook = z.infer<typeof webhookSchema>;

/** Answer of GET /v1/webhooks. */
export const webhooksAnswerSchema = recognized(z.object({ webhooks: entriesOf(webhookSchema).nullish() }));
