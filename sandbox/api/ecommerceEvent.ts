import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Account } from '../attentive/account';
import type { EcommerceKind, Item } from '../attentive/ecommerceEvents';
import type { User } from '../attentive/users';
import { currencies } from './currencies';
import { eventUser, identifiersOf } from './eventUser';
import { fields, follow, notEmpty, text, type Rule } from './rules';

const instant: Rule<string> = {
	expected:
		'a time with its offset from UTC, as in 2026-03-30T14:38:29Z, 2026-03-30T14:38:29+02:00 or 2026-03-30T14:38:29+0200',
	source: 'OpenAPI',
	// The published example has an offset without a colon, the page that its description links to one with it.
	holds: (text) =>
		/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/.test(text) &&
		DateTime.fromISO(text).isValid,
};

const currency: Rule<string> = {
	expected: 'the code of a currency as ISO 4217 has it, as in USD',
	source: 'OpenAPI',
	holds: (code) => currencies.has(code),
};

const notNegative: Rule<number> = {
	expected: 'a price of 0 or more',
	source: 'assumed',
	holds: (value) => Number.isFinite(value) && value >= 0,
};

const somePrice: Rule<unknown[]> = {
	expected: 'at least one price',
	source: 'OpenAPI',
	holds: (prices) => prices.length > 0,
};

const onePerCurrency: Rule<{ currency: string }[]> = {
	expected: 'one price for each currency (USD where none is named)',
	source: 'assumed',
	holds: (prices) => new Set(prices.map((each) => each.currency)).size === prices.length,
};

const wholeCount: Rule<number> = {
	expected: 'a whole number',
	source: 'OpenAPI',
	holds: (count) => Number.isSafeInteger(count),
};

const atLeastOne: Rule<number> = {
	expected: 'a quantity of 1 or more',
	source: 'assumed',
	holds: (count) => count >= 1,
};

const link: Rule<string> = {
	expected: 'a URL that begins with https:// or http://',
	source: 'assumed',
	holds: (url) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url),
};

const someItem: Rule<unknown[]> = {
	expected: 'at least one item',
	source: 'assumed',
	holds: (items) => items.length > 0,
};

const price = fields(
	{
		value: z.number().superRefine(follow(notNegative)),
		currency: text(currency).default('USD'),
	},
	'assumed',
);

const item = fields(
	{
		productId: text(notEmpty),
		productVariantId: text(notEmpty),
		productImage: text(link).optional(),
		productUrl: text(link).optional(),
		name: text(notEmpty).optional(),
		price: z.array(price).superRefine(follow<{ currency: string }[]>(somePrice, onePerCurrency)),
		quantity: z.number().superRefine(follow(wholeCount, atLeastOne)).optional(),
	},
	'assumed',
);

/** What the three bodies have in common: for `fields`. */
export const eventFields = {
	items: z.array(item).superRefine(follow<unknown[]>(someItem)),
	occurredAt: text(instant).optional(),
	user: eventUser,
};

interface Event {
	items: Item[];
	occurredAt?: string | undefined;
	user: z.infer<typeof eventUser>;
	orderId?: string | undefined;
	salesChannel?: string | undefined;
}

/** Stores an accepted event and answers it. */
export function stored(
	{ account, write }: { account: Account; write(user: User): void },
	kind: EcommerceKind,
	{ items, occurredAt, user: named, orderId, salesChannel }: Event,
): { status: 200 } {
	const user = account.users.identify(identifiersOf(named));
	const now = account.clock.now();
	const at = occurredAt === undefined ? now : DateTime.fromISO(occurredAt).toMillis();
	write(user);
	account.ecommerceEvents.record(user, { kind, items, orderId, salesChannel, occurredAt: at });
	account.journeys.eventStored(
		{ api: 'ecommerce', type: kind, orderId, phone: named.phone, user, occurredAt: at, dropped: false },
		now,
	);
	return { status: 200 };
}
