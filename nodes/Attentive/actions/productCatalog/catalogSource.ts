import { parseText } from '../../../values/text';
import { ValueError } from '../../../values/valueError';
import { formulaWarning, shownFor, parseField, type Field } from '../../../fields/field';
import { withoutInnerErrors } from '../../../fields/innerErrors';
import { formulaErrorIn } from '../../../values/formulaError';
import { member } from '../../../values/member';
import { checkDepth, isNested } from '../../../values/nested';
import { parsedJson } from '../../../fields/mappedTypes';
import type { ItemFile, ItemSource } from '../../../parameters/itemSource';
import { RunError } from '../../../errors/runError';
import { catalogColumns, type CatalogColumns } from './catalogColumns';
import { productIdOf, productRow, type CellOf, type ProductRow } from './productRow';

/** What an item gives for a catalog. */
export type GivenCatalog =
	| { kind: 'row'; columns: CatalogColumns; read: (now: string) => ProductRow }
	| { kind: 'product'; product: unknown }
	| { kind: 'file'; columns: CatalogColumns; file: ItemFile };

const FROM = 'catalogFrom';
const PRODUCT = 'product';
const BINARY_FIELD = 'binaryField';

const FROM_ITEMS = {
	name: 'Items',
	value: 'items',
	description:
		'Each item is one variant, as in a spreadsheet; items with one product ID become one product. All products of the run go in one upload.',
};
const FROM_JSON = {
	name: 'JSON',
	value: 'json',
	description: "Each item is one product with its variants, in the format of Attentive's catalog file",
};
const FROM_FILE = {
	name: 'File',
	value: 'file',
	description: 'Each item has a CSV or NDJSON file, which becomes one upload',
};
const catalogFrom = {
	displayName: 'Catalog From',
	name: FROM,
	type: 'options' as const,
	description: 'Where the products come from',
};

export const catalogSource: Field<GivenCatalog> = {
	properties: () => [
		{
			...catalogFrom,
			options: [FROM_ITEMS, FROM_JSON, FROM_FILE],
			default: 'items',
			displayOptions: { hide: { '@tool': [true] } },
		},
		{
			...catalogFrom,
			options: [FROM_JSON],
			default: 'json',
			displayOptions: { show: { '@tool': [true] } },
		},
		shownFor(
			{ [FROM]: ['json'] },
			{
				displayName: 'Product',
				name: PRODUCT,
				type: 'json',
				default: '',
				placeholder: 'e.g. {{ $json.product }}',
				description:
					"One product in the format of a line of Attentive's catalog file, with its variants, prices and availability",
			},
		),
		shownFor(
			{ [FROM]: ['file'] },
			{
				displayName: 'Input Binary Field',
				name: BINARY_FIELD,
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data',
				hint: 'The name of the input field containing the file',
				description:
					'A CSV file with the columns below, in which the rows of each product are next to each other. Or an NDJSON file with one product per line, which is sent as it is. Up to 2 GB, or as much as fits in memory if n8n keeps binary data there (N8N_DEFAULT_BINARY_DATA_MODE is "default").',
			},
		),
		...catalogColumns.properties('').map((property) => shownFor({ [FROM]: ['items', 'file'] }, property)),
	],
	parse(source) {
		switch (chosenWay(source)) {
			case 'items': {
				const columns = catalogColumns.parse(source, '');
				return { kind: 'row', columns, read: (now) => productRow(columns, cellsOf(source), now) };
			}
			case 'json':
				return { kind: 'product', product: givenProduct(source) };
			default:
				return { kind: 'file', columns: catalogColumns.parse(source, ''), file: givenFile(source) };
		}
	},
};

/** The product to which an item belongs, where each item is a row of one; read before all else of it. */
export function productOfItem(source: ItemSource): string | undefined {
	if (chosenWay(source) !== 'items') return undefined;
	return productIdOf(catalogColumns.parse(source, ''), cellsOf(source));
}

function chosenWay(source: ItemSource): 'items' | 'json' | 'file' {
	const way = source.runWide(FROM);
	if (way === 'json') return way;
	if (!source.isTool && (way === 'items' || way === 'file')) return way;
	const notForAgents = way === 'items' || way === 'file';
	throw new RunError({
		reasonCode: 'unknownChoice',
		field: catalogFrom.displayName,
		value: way ?? 'nothing',
		reason: notForAgents ? 'is not available to an AI agent' : 'is not one of the choices',
		wayOut: `Use ${source.isTool ? 'json' : 'items, json or file'}`,
	});
}

function cellsOf(source: ItemSource): CellOf {
	return (column, optional) => (optional && !source.hasColumn(column) ? undefined : source.cell(column));
}

function givenProduct(source: ItemSource): unknown {
	const given = source.parameter(PRODUCT);
	const product =
		typeof given === 'string' ? parseField('Product', given, (text) => parsedJson(String(text))) : given;
	if (typeof product === 'object' && product !== null && !Array.isArray(product)) {
		parseField('The product', product, checkDepth);
		return withoutInnerErrors(source, 'Product', withoutHollowEntries(source, 'Product', product)) ?? {};
	}
	throw new ValueError({
		reasonCode: 'notAnObject',
		field: 'Product',
		value: given,
		reason: 'is not a JSON object',
		wayOut: 'Give one product for each item',
	});
}

/** Lists whose entries are nothing without this part. */
const MAIN_PARTS: Record<string, string> = {
	attributes: 'value',
	productOptionValues: 'value',
	images: 'src',
};

/** A product or a variant without the attributes and pictures whose value or link is the error of a formula. */
function withoutHollowEntries(source: ItemSource, path: string, object: object): object {
	return Object.fromEntries(
		Object.entries(object).map(([name, list]: [string, unknown]) => {
			if (!Array.isArray(list)) return [name, list];
			const entries: unknown[] = list;
			if (name === 'variants') {
				const variants = entries.map((one, index) =>
					isNested(one) ? withoutHollowEntries(source, `${path}.variants[${index}]`, one) : one,
				);
				return [name, variants];
			}
			const part = Object.hasOwn(MAIN_PARTS, name) ? MAIN_PARTS[name] : undefined;
			const whole = entries.filter((one, index) => {
				const error = part === undefined ? undefined : formulaErrorIn(member(one, part));
				if (error === undefined) return true;
				source.warn(formulaWarning(`${path}.${name}[${index}].${part}`, error));
				return false;
			});
			return whole.length === 0 && entries.length > 0 ? [name, undefined] : [name, whole];
		}),
	);
}

function givenFile(source: ItemSource): ItemFile {
	const name = parseField('Input Binary Field', source.parameter(BINARY_FIELD), parseText);
	const file = name === undefined ? undefined : source.binary(name);
	if (file) return file;
	throw new ValueError({
		reasonCode: 'noFile',
		field: 'Input Binary Field',
		...(name === undefined ? {} : { value: name }),
		reason: name === undefined ? 'is empty' : 'has no file in this item',
		wayOut: 'Enter the name of the field that holds the file, such as data',
	});
}
