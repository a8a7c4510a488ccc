import { cart } from '../../../nodes/Attentive/actions/ecommerceEvent/cart';
import { SHOPS } from '../../../nodes/fields/listFormats';
import { mapping } from '../../../nodes/fields/mapping';
import { RunError } from '../../../nodes/errors/runError';
import { ValueError } from '../../../nodes/values/valueError';
import { source } from '../../unit/rows';
import { largeValues, longTexts, mutated, object, SAMPLES, text, value } from '../hostile';
import type { Random } from '../../random';
import { genuine } from './shops';
import { shown, subject, type Subject } from './subject';

type Row = Record<string, unknown>;

const isRow = (one: unknown): one is Row => typeof one === 'object' && one !== null && !Array.isArray(one);

const CUSTOM = {
	productList: 'items',
	productIdField: 'id',
	variantIdField: 'sku',
	nameField: 'name',
	priceField: 'price',
	quantityField: 'quantity',
	imageField: 'image.src',
	urlField: 'url',
	currency: 'USD',
};

/** Products that come of a list have an ID and a price that can be charged. */
function wrongCart(_input: Row, output: unknown): string | undefined {
	const items: unknown[] = Array.isArray(Object(output).items) ? Object(output).items : [];
	const isBad = (one: unknown) =>
		!isRow(one) ||
		typeof one.productId !== 'string' ||
		one.productId === '' ||
		!Array.isArray(one.price) ||
		!one.price.every(
			(price: unknown) => isRow(price) && Number.isFinite(price.value) && Number(price.value) >= 0,
		);
	return items.some(isBad) ? 'has a product without an ID or a price' : undefined;
}

function listOf(listFormat: string, parameters: Row): Subject {
	return subject<Row>({
		name: `product list, ${listFormat}`,
		make(random) {
			const row = mutated(random, random.of(genuine[listFormat] ?? [{}]));
			return isRow(row) ? row : { items: row };
		},
		large: (size) => [
			...largeValues(size).map((items) => ({ items, line_items: items, lines: items })),
			...longTexts(size / 4).map((long) => ({
				items: [{ id: long, price: long, name: long, quantity: long, sku: long }],
			})),
			...(genuine[listFormat] ?? []).map((one) => manyLines(one, size / 100)),
		],
		// Each line is looked at by its shop's form and by the panel's.
		steps: 400,
		parse: (row) =>
			cart.parse(source(row, { products: 'list', listFormat, productList: '', ...parameters }), 'cart'),
		wrong: wrongCart,
	});
}

/** The same with each list so often as long. */
function manyLines(one: Row, times: number): Row {
	const more = (inner: unknown): unknown => {
		if (Array.isArray(inner))
			return Array.from({ length: times }, () => inner)
				.flat()
				.map((entry: unknown) => entry);
		return isRow(inner)
			? Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, more(each)]))
			: inner;
	};
	const row = more(one);
	return isRow(row) ? row : {};
}

const PROPERTIES = mapping({
	one: 'Property',
	many: 'Properties',
	structured: true,
	required: false,
	example: '{}',
});

function mapped(
	name: string,
	parameters: (random: Random) => Row,
	makeRow: (random: Random) => Row,
	large: (size: number) => Array<[Row, Row]>,
): Subject {
	return subject<[row: Row, parameters: Row]>({
		name,
		make: (random) => [makeRow(random), parameters(random)],
		large,
		parse: ([row, all]) => PROPERTIES.parse(source(row, all), 'm'),
		isDeclared: (error) => error instanceof ValueError || error instanceof RunError,
		wrong(_input, output) {
			if (output === undefined) return undefined;
			return isRow(output) && !Object.hasOwn(output, '__proto__') && typeof shown(output) === 'string'
				? undefined
				: 'is no object';
		},
	});
}

const AUTOMATICALLY = { mapping: 'automatically' };
const rowsOf = (size: number) => [
	...largeValues(size).map((inner): Row => (isRow(inner) ? inner : { inner })),
	...longTexts(size / 2).map((long): Row => ({ [long]: long })),
];

export const lists: Subject[] = [
	...Object.keys(SHOPS).map((shop) => listOf(shop, {})),
	listOf('custom', CUSTOM),
	mapped(
		'Map Automatically',
		() => AUTOMATICALLY,
		(random) => object(random, () => value(random)),
		(size) => rowsOf(size).map((row) => [row, AUTOMATICALLY]),
	),
	mapped(
		'mapping as JSON',
		(random) => ({ mapping: 'json', mJson: random.chance(0.7) ? text(random, SAMPLES.json) : value(random) }),
		() => ({}),
		(size) => longTexts(size).map((mJson) => [{}, { mapping: 'json', mJson }]),
	),
	mapped(
		'Field Types',
		(random) => ({
			mapping: 'automatically',
			additionalFields: {
				fieldTypes: {
					types: [
						{
							field: 'price',
							type: random.of(['number', 'date', 'boolean', 'json', 'text', 'dateTime', 'x']),
						},
					],
				},
			},
		}),
		(random) => ({ price: value(random), ...object(random, () => value(random)) }),
		(size) => rowsOf(size).map((row) => [{ ...row, price: 'x' }, AUTOMATICALLY]),
	),
];
