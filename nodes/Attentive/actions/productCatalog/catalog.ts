import type { IDataObject } from 'n8n-workflow';
import type { UploadFile } from '../../../transport/storage';
import type { ItemFile } from '../../../parameters/itemSource';
import type { Warning } from '../../../values/warning';
import { partLabel, type CatalogColumns } from './catalogColumns';
import { checkedFile, type CheckedFile, type LeftOutProducts } from './catalogFile';
import { lineOfRows, type ProductLine } from './product';
import type { ProductRow } from './productRow';

/** What an item brings to an upload: rows of one product until they are one line, and a file until it is checked. */
export type Catalog = { validateOnly: boolean } & (
	| { kind: 'rows'; rows: ProductRow[]; columns: CatalogColumns }
	| { kind: 'line'; product: ProductLine }
	| { kind: 'file'; id: string; file: ItemFile; columns: CatalogColumns; now: string }
	| { kind: 'checkedFile'; id: string; checked: CheckedFile }
);

/** Makes one line of rows, and checks a file. Throws a ValueError for what Attentive would not take. */
export async function completeCatalog(catalog: Catalog): Promise<{ payload: Catalog; warnings: Warning[] }> {
	const { validateOnly } = catalog;
	if (catalog.kind === 'rows') {
		const product = lineOfRows(catalog.rows, catalog.columns);
		const warnings = product.remarks.map((remark) => warning(remark, 1));
		return { payload: { kind: 'line', validateOnly, product }, warnings };
	}
	if (catalog.kind !== 'file') return { payload: catalog, warnings: [] };
	const { id, file, columns, now } = catalog;
	const checked = await checkedFile(file, columns, now);
	const warnings = [...leftOutWarnings(checked.leftOut), ...remarkWarnings(checked.remarks)];
	return { payload: { kind: 'checkedFile', validateOnly, id, checked }, warnings };
}

/** How much it is, for results. */
export function countsOf(catalog: Catalog): IDataObject {
	if (catalog.kind === 'rows') return { productId: catalog.rows[0]?.productId };
	if (catalog.kind === 'line') {
		const { productId, variantIds } = catalog.product;
		return { productId, variants: variantIds.length };
	}
	if (catalog.kind !== 'checkedFile') return {};
	const { products, variants, file } = catalog.checked;
	return { products, variants, bytes: file.bytes };
}

/** A look at what would be uploaded: the line of an item, the first one of a file. */
export function beginningOf(catalog: Catalog): IDataObject {
	if (catalog.kind === 'line') return { line: catalog.product.line };
	return catalog.kind === 'checkedFile' ? { firstLine: catalog.checked.firstLine } : {};
}

/** What must not come twice in a run, with the words that an error names it by. */
export function idsOf(catalog: Catalog): Array<[field: string, kind: string, id: string]> {
	if (catalog.kind === 'rows') {
		const field = partLabel(catalog.columns, 'variantId');
		return catalog.rows.map(({ variant }) => [field, 'variant', variant.id]);
	}
	if (catalog.kind !== 'line') return [];
	const { productId, variantIds } = catalog.product;
	return [
		['id', 'product', productId],
		...variantIds.map((id): [string, string, string] => ['variants.id', 'variant', id]),
	];
}

/** One file is uploaded by itself; lines are made one file. */
export function fileOf(catalogs: Catalog[]): UploadFile {
	const [first] = catalogs;
	if (first?.kind === 'checkedFile') return first.checked.file;
	const lines = catalogs.flatMap((catalog) => (catalog.kind === 'line' ? [catalog.product.line] : []));
	return {
		bytes: lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0),
		open: async () => ({ body: Buffer.concat(lines.map((line) => Buffer.from(`${line}\n`))) }),
	};
}

function remarkWarnings(remarks: Map<string, number>): Warning[] {
	return [...remarks].map(([remark, count]) => warning(remark, count));
}

/** What was not uploaded since its stock is empty. */
function leftOutWarnings({ count, lines, column = '' }: LeftOutProducts): Warning[] {
	if (count === 0) return [];
	const more = count > lines.length ? ` and ${count - lines.length} more` : '';
	const named = `${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`;
	const products =
		count === 1 ? 'a product that is for sale but has' : `${count} products that are for sale but have`;
	const message = `was uploaded without ${products} an empty "${column}" (${named})`;
	return [{ code: 'stockMissing', message }];
}

function warning(remark: string, count: number): Warning {
	const message = count === 1 ? `is a product whose ${remark}` : `has ${count} products whose ${remark}`;
	return { code: remark, message };
}
