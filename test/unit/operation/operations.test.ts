import { z } from 'zod';
import { operations } from '../../../nodes/Attentive/operations';
import { labelOf, panelLabels } from '../../../nodes/errors/payloadError';

describe('what every operation says of itself', () => {
	const named = (chosen: typeof operations) =>
		chosen.map(({ resource, operation }) => `${resource} ${operation}`).sort();

	test('whether it can text people: events, Subscribe, and upserts that subscribe', () => {
		const always = ['customEvent send', 'subscriber subscribe'];
		const events = ['addToCart', 'productView', 'purchase'].map((name) => `ecommerceEvent ${name}`);
		expect(named(operations.filter((one) => one.textsPeople(() => undefined)))).toEqual(
			[...always, ...events].sort(),
		);
		const subscribing = (name: string) => (name === 'subscribeToo' ? true : undefined);
		expect(named(operations.filter((one) => one.textsPeople(subscribing)))).toEqual(
			[...always, ...events, 'user upsert', 'user upsertMany'].sort(),
		);
	});
});

/** Names of the payload of products: their parameters are those of the list formats. */
const OF_PRODUCTS = new Set(['items']);

describe('an error of a schema speaks of the panel', () => {
	test.each(
		operations.map((operation) => [`${operation.resource} ${operation.operation}`, operation] as const),
	)('%s', (_name, operation) => {
		const { schema, labels } = operation as unknown as {
			schema: z.ZodTypeAny;
			labels?: Record<string, string>;
		};
		const { properties: inSight, additionalFields } = operation.panel;
		const properties = [...inSight, ...additionalFields];
		const known = panelLabels(properties, labels);
		const unnamed = pathsOf(schema)
			.filter(([first]) => first !== undefined && !OF_PRODUCTS.has(first))
			.map((path) => [path.join('.'), labelOf(path, known)])
			.filter(([, label]) => ![...known.values()].includes(label ?? ''));
		expect(unnamed).toEqual([]);
	});
});

/** The paths of all values that a schema takes. */
function pathsOf(schema: z.ZodTypeAny): string[][] {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return pathsOf(schema.unwrap());
	if (schema instanceof z.ZodEffects) return pathsOf(schema.innerType());
	if (schema instanceof z.ZodArray) return pathsOf(schema.element);
	if (schema instanceof z.ZodUnion) return schema.options.flatMap(pathsOf);
	if (!(schema instanceof z.ZodObject)) return [[]];
	return Object.entries<z.ZodTypeAny>(schema.shape).flatMap(([name, inner]) =>
		pathsOf(inner).map((path) => [name, ...path]),
	);
}
