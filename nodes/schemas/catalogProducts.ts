import { z } from 'zod';
import { iso4217 } from '../values/iso4217';

/** Most lines of a catalog file: one product each. */
export const MOST_PRODUCTS = 500_000;
/** Bytes of one line and of a whole file: the smaller reading of the documented 4 MB and 2 GB. */
export const LARGEST_LINE = 4_000_000;
export const LARGEST_FILE = 2_000_000_000;
export const MOST_VARIANTS = 200;

/** @param most characters; what counts as one for people may be two in JavaScript */
function upTo(most: number) {
	return z
		.string()
		.refine((text) => text.length <= most || [...text].length <= most, `has more than ${most} characters`);
}

function text(most = Number.POSITIVE_INFINITY) {
	return upTo(most).refine((written) => written.trim() !== '', 'is empty');
}

function listOf<Item extends z.ZodTypeAny>(item: Item, most: number, things: string) {
	return z.array(item).max(most, `has more than ${most} ${things}`);
}

function link(most = Number.POSITIVE_INFINITY) {
	return upTo(most).refine(
		(url) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url),
		'is not a link (https://...)',
	);
}
const moment = z
	.string()
	.datetime({ offset: true, message: 'is not a time such as 2026-03-04T09:30:00+00:00' });
const whole = z.number().int('is not a whole number');
const position = whole.nonnegative('is negative');
const amount = z.string().regex(/^\d+(\.\d+)?$/, 'is not an amount such as "19.99", as text');
const currency = z
	.string()
	.refine(
		(code) => /^[A-Z]{3}$/.test(code) && iso4217(code) !== undefined,
		'is not a currency code of ISO 4217',
	);

const attributes = listOf(z.object({ name: text(64), value: text(256) }), 100, 'attributes');

export const catalogVariantSchema = z.object({
	name: text(256),
	id: text(256),
	position: position.optional(),
	prices: z
		.array(z.object({ currencyCode: currency, amount, compareAtPrice: amount.optional() }), {
			required_error: 'is missing: a variant needs a price',
		})
		.min(1, 'is empty: a variant needs a price'),
	availableForPurchase: z.boolean(),
	inventoryQuantity: whole,
	productOptionValues: z.array(z.object({ productOptionName: text(), value: text() })).optional(),
	link: link(2048),
	lastUpdated: moment,
	attributes: attributes.optional(),
});

/** One line of a catalog file: a product with its variants. Unknown fields are left to Attentive. */
export const catalogProductSchema = z.object({
	name: text(256),
	id: text(256),
	description: upTo(1024).optional(),
	brand: upTo(256).optional(),
	link: link(2048),
	lastUpdated: moment,
	categories: listOf(text(750), 100, 'categories').optional(),
	tags: listOf(text(64), 250, 'tags').optional(),
	productOptions: listOf(
		z.object({ name: text(256), position, values: listOf(text(256), 200, 'values') }),
		25,
		'options',
	).optional(),
	images: listOf(
		z.object({
			position: whole.optional(),
			alt: upTo(512).optional(),
			src: link(),
			width: whole.optional(),
			height: whole.optional(),
			variantIds: z.array(text()).optional(),
		}),
		250,
		'images',
	).optional(),
	attributes: attributes.optional(),
	variants: listOf(catalogVariantSchema, MOST_VARIANTS, 'variants').min(
		1,
		'is empty: a product needs a variant',
	),
	collections: listOf(text(), 50, 'collections').optional(),
});

export type CatalogProduct = z.infer<typeof catalogProductSchema>;
export type CatalogVariant = z.infer<typeof catalogVariantSchema>;
