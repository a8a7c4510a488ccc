import { z } from 'zod';
import {
	currencyCode,
	imageUrl,
	link,
	listOf,
	position,
	price,
	reportLine,
	textOf,
	timestamp,
	whole,
	type LineRule,
} from './lineRules';

const attributes = listOf(z.object({ name: textOf(64), value: textOf(256) }).strict(), 100).optional();

const productOption = z.object({ name: textOf(256), position, values: listOf(textOf(256), 200, 1) }).strict();

const image = z
	.object({
		position: whole.optional(),
		alt: z.string().max(512).optional(),
		src: imageUrl,
		width: whole.optional(),
		height: whole.optional(),
		variantIds: z.array(textOf()).optional(),
	})
	.strict();

/** That there is a price is published where the fields are explained, not where they are listed. */
const variant = z
	.object({
		name: textOf(256),
		id: textOf(256),
		position: position.optional(),
		prices: listOf(
			z.object({ currencyCode, amount: price, compareAtPrice: price.optional() }).strict(),
			Infinity,
			1,
		),
		availableForPurchase: z.boolean(),
		inventoryQuantity: whole,
		productOptionValues: z
			.array(z.object({ productOptionName: textOf(), value: textOf() }).strict())
			.optional(),
		link,
		lastUpdated: timestamp,
		attributes,
	})
	.strict();

const knownVariant: LineRule<unknown> = {
	errorType: 'UNKNOWN_VARIANT',
	expected: "the ID of one of the product's variants",
	holds: () => false,
};

/** That the values of a variant are among those of its product's options is assumed. */
const knownOption: LineRule<unknown> = {
	errorType: 'UNKNOWN_OPTION',
	expected: "one of the product's options with one of its values",
	holds: () => false,
};

const once: LineRule<unknown> = {
	errorType: 'DUPLICATE_ID',
	expected: 'an ID that no other variant of the product has',
	holds: () => false,
};

/** One line of a catalog file, as the Product Catalog tag of the OpenAPI file describes it. */
export const product = z
	.object({
		name: textOf(256),
		id: textOf(256),
		description: z.string().max(1024).optional(),
		brand: z.string().max(256).optional(),
		link,
		lastUpdated: timestamp,
		categories: listOf(textOf(750), 100).optional(),
		tags: listOf(textOf(64), 250).optional(),
		productOptions: listOf(productOption, 25).optional(),
		images: listOf(image, 250).optional(),
		attributes,
		variants: listOf(variant, 200, 1),
		collections: listOf(textOf(), 50).optional(),
	})
	.strict()
	.superRefine(({ variants, images = [], productOptions = [] }, context) => {
		const ids = new Set<string>();
		variants.forEach(({ id, productOptionValues = [] }, index) => {
			if (ids.has(id)) reportLine(context, ['variants', index, 'id'], once);
			ids.add(id);
			productOptionValues.forEach(({ productOptionName, value }, place) => {
				const known = productOptions.some(
					({ name, values }) => name === productOptionName && values.includes(value),
				);
				if (!known) reportLine(context, ['variants', index, 'productOptionValues', place], knownOption);
			});
		});
		images.forEach(({ variantIds = [] }, index) => {
			variantIds.forEach((id, place) => {
				if (!ids.has(id)) reportLine(context, ['images', index, 'variantIds', place], knownVariant);
			});
		});
	});

export type Product = z.infer<typeof product>;
