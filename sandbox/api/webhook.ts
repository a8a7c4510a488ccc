import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Account } from '../attentive/account';
import { company } from '../attentive/company';
import { isLoopback } from '../attentive/loopback';
import { Refusal } from '../attentive/refusal';
import type { Token } from '../attentive/tokens';
import { allEvents, apiEvents, handOnlyEvents, type EventName } from '../attentive/webhookEvents';
import type { Webhook } from '../attentive/webhook';
import { fields, follow, notEmpty, report, text, type Rule } from './rules';

const address: Rule<string> = {
	expected: 'a URL, as in https://example.com/webhooks',
	source: 'OpenAPI',
	holds: (url) => URL.canParse(url),
};

/** Attentive takes https only (notes); without http on loopback nothing could be tried out (assumed). */
const secure: Rule<string> = {
	expected: 'a URL that begins with https:// (or with http:// on loopback, in this sandbox only)',
	source: 'notes',
	holds: (url) => url.startsWith('https://') || (url.startsWith('http://') && isLoopback(url)),
};

export const webhookUrl = text(address, secure);

const someEvents: Rule<string[]> = {
	expected: 'at least one event, and none twice',
	source: 'assumed',
	holds: (names) => names.length > 0 && new Set(names).size === names.length,
};

/** Texts, at least one, none twice. Which names there are is a matter of the account. */
export const webhookEvents = z.array(text(notEmpty)).superRefine(follow(someEvents));

/** The names if a webhook that the API makes may have them: those of OpenAPI, and what the account has beside. */
export function offeredEvents(names: string[], { settings }: Account): string[] {
	const offered = [...apiEvents, ...settings.moreWebhookEvents];
	const index = names.findIndex((name) => !offered.includes(name));
	if (index < 0) return names;
	throw new Refusal(
		400,
		`body.events.${index}: expected one of ${offered.join(', ')}, in just this spelling (${handOnlyEvents.join(', ')} only where a webhook is made by hand), received ${JSON.stringify(names[index])} [OpenAPI]`,
	);
}

const anyEvent: Rule<string> = {
	expected: `one of ${allEvents.join(', ')}`,
	source: 'notes',
	holds: (name) => allEvents.some((each) => each === name),
};
export const anyWebhookEvents = z
	.array(
		z.custom<EventName>().superRefine((received: unknown, context) => {
			if (typeof received !== 'string' || !anyEvent.holds(received)) report(context, [], anyEvent, received);
		}),
	)
	.superRefine(follow<string[]>(someEvents));

export const webhookParams = fields({ webhookId: text() }, 'OpenAPI');

/** A webhook that this app made. Those of other apps are unknown to it, those made by hand cannot be changed (both assumed). */
export function ownWebhook({ webhooks }: Account, { label }: Token, id: string): Webhook {
	const webhook = webhooks.find(id);
	if (webhook === undefined || webhook.app !== label) {
		throw new Refusal(
			404,
			`path.webhookId: expected the ID of a webhook, received ${JSON.stringify(id)} [OpenAPI]`,
		);
	}
	if (webhook.byHand) {
		throw new Refusal(
			400,
			`path.webhookId: expected a webhook made by the API, received one made by hand [assumed]`,
		);
	}
	return webhook;
}

/** What the list shows: other words for `type` than elsewhere, and the company (OpenAPI). */
export function listed(webhook: Webhook) {
	return {
		id: webhook.id,
		url: webhook.url,
		type: webhook.byHand ? 'STATIC' : 'SUBSCRIPTION',
		events: webhook.events,
		companyId: company.id,
		disabledAt: disabledAt(webhook),
	};
}

/** What creating and updating answer. */
export function answered(webhook: Webhook) {
	return {
		id: webhook.id,
		url: webhook.url,
		events: webhook.events,
		type: 'INSTALLED',
		disabledAt: disabledAt(webhook),
	};
}

/** A form of its own among Attentive's times: YYYY-MM-DD hh:mm:ss (OpenAPI), in UTC (assumed). */
function disabledAt({ disabledAt }: Webhook): string | undefined {
	if (disabledAt === undefined) return undefined;
	return DateTime.fromMillis(disabledAt, { zone: 'utc' }).toFormat('yyyy-MM-dd HH:mm:ss');
}
