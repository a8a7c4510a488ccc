import { z } from 'zod';
import { eventUserSchema } from './identifiers';

const text = z.string().min(1);

const priceSchema = z
	.object({ value: z.number().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) })
	.strict();

export const productSchema = z
	.object({
		productId: text,
		productVariantId: text,
		productImage: text.optional(),
		productUrl: text.optional(),
		name: text.optional(),
		price: z.array(priceSchema).min(1),
		quantity: z.number().int().positive().optional(),
	})
	.strict();

export type Product = z.infer<typeof productSchema>;

/** Body of POST /v1/events/ecommerce/product-view and add-to-cart. */
export const productsEventSchema = z
	.object({
		items: z.array(productSchema).min(1),
		user: eventUserSchema,
		occurredAt: z.string().datetime({ offset: true }).optional(),
	})
	.strict();

export type ProductsEvent = z.infer<typeof productsEventSchema>;

export const SALES_CHANNELS = ['WEB', 'IOS_APP', 'ANDROID_APP', 'IN_STORE', 'PHONE', 'OTHER'] as const;

/** Body of POST /v1/events/ecommerce/purchase. */
export const purchaseSchema = productsEventSchema
	.extend({
		orderId: text.optional(),
		salesChannel: z
			.object({ channelType: z.enum(SALES_CHANNELS) })
			.strict()
			.optional(),
	})
	.strict();

export type Purchase = z.infer<typeof purchaseSchema>;
