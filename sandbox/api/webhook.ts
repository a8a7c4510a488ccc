import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Account } from '../attentive/account';
import { company } from '../attentive/company';
import { isLoopback } from '../attentive/loopback';
import { Refusal } from '../attentive/refusal';
import type { Token } from '../attentive/tokens';
import { allEvents, apiEvents, handOnlyEvents, type EventName } from '../attentive/webhookEvents';
import type { Webhook } from '../attentive/webhook';
import { fields, follow, report, text, type Rule, type Source } from './rules';

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

/** Names from `allowed`, at least one, none twice. */
export function eventNames(allowed: readonly EventName[], expected: string, source: Source) {
	const rule: Rule<string> = {
		expected,
		source,
		holds: (name) => allowed.some((each) => each === name),
	};
	const some: Rule<string[]> = {
		expected: 'at least one event, and none twice',
		source: 'assumed',
		holds: (names) => names.length > 0 && new Set(names).size === names.length,
	};
	const name = z.custom<EventName>().superRefine((received: unknown, context) => {
		if (typeof received !== 'string' || !rule.holds(received)) report(context, [], rule, received);
	});
	return z.array(name).superRefine(follow(some));
}

export const webhookEvents = eventNames(
	apiEvents,
	`one of ${apiEvents.join(', ')}, in just this spelling (${handOnlyEvents.join(', ')} only where a webhook is made by hand)`,
	'OpenAPI',
);

export const anyWebhookEvents = eventNames(allEvents, `one of ${allEvents.join(', ')}`, 'notes');

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
