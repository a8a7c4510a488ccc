import { z } from 'zod';
import { eventUserSchema } from './identifiers';
import { entriesOf, toldId } from './answers';
import { named } from './named';

const LONGEST_NAME = 200;

const attributeValueSchema = z.union([z.string().min(1), z.number().finite(), z.boolean()]);

/** Body of POST /v1/attributes/custom. */
export const setCustomAttributesSchema = z
	.object({
		properties: named(attributeValueSchema, (name) =>
			name.length > LONGEST_NAME
				? `has a name of more than ${LONGEST_NAME} characters, Attentive's limit`
				: undefined,
		),
		user: eventUserSchema,
	})
	.strict();

export type SetCustomAttributes = z.infer<typeof setCustomAttributesSchema>;

/** Answer of GET /v1/attributes/custom. The specification calls the name `name` in one place and `attribute` in another. */
export const customAttributesAnswerSchema = entriesOf(
	z.object({ name: toldId, attribute: toldId, value: z.unknown() }),
);
