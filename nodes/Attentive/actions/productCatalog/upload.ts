import { z } from 'zod';
import { writes } from '../../../delivery/writes';
import type { ItemFacts } from '../../../operation/operation';
import { MOST_PRODUCTS } from '../../../schemas/catalogProducts';
import { catalogUploadSchema } from '../../../schemas/catalogUploads';
import { toggle } from '../../../fields/choice';
import { waitingOptions } from '../../../fields/waiting';
import { defineOperation } from '../../../operation/defineOperation';
import { beginningOf, completeCatalog, countsOf, fileOf, idsOf, type Catalog } from './catalog';
import { catalogPermission, uploadEndpoint } from './catalogEndpoint';
import { catalogSource, productOfItem, type GivenCatalog } from './catalogSource';
import { idTwice, lineOf } from './product';
import { UploadProcess } from './uploadProcess';

/** The products were checked where they were read, in words that name their columns. */
const catalogSchema = z.custom<Catalog>();

export const upload = defineOperation({
	resource: 'productCatalog',
	operation: 'upload',
	name: 'Upload',
	action: 'Upload product catalog',
	description:
		'Upload all products or only changed ones, for back-in-stock, low-inventory and price-drop journeys and for segments. Upload everything at most every few hours.',
	kind: 'write',
	permission: catalogPermission('Write'),
	isIdempotent: true,
	fields: {
		catalog: catalogSource,
		validateOnly: toggle({
			displayName: 'Validate in Attentive Without Saving',
			description:
				'Whether Attentive only validates the catalog, without saving it. In the mode Validate Only, nothing is sent at all.',
		}),
	},
	options: waitingOptions,
	schema: catalogSchema,
	read({ catalog, validateOnly }, facts) {
		const payload = catalogOf(catalog, validateOnly, facts);
		for (const [field, kind, id] of idsOf(payload)) {
			const named = `${kind} ${id}`;
			if (facts.seen.has(named)) throw idTwice(field, id);
			facts.seen.add(named);
		}
		return { payload };
	},
	merge: {
		kind: 'whole',
		by: productOfItem,
		merge: (first, next) =>
			first.kind === 'rows' && next.kind === 'rows'
				? { ...first, rows: [...first.rows, ...next.rows] }
				: first,
	},
	complete: completeCatalog,
	delivery: writes<Catalog>({
		endpoint: uploadEndpoint,
		batch: {
			most: MOST_PRODUCTS,
			by: (catalog) => `${catalog.validateOnly} ${'id' in catalog ? catalog.id : ''}`,
		},
		request: ([{ validateOnly }]) => ({ body: { validateOnly } }),
		afterwards(body, catalogs) {
			const { uploadUrl = '' } = catalogUploadSchema.parse(body);
			return async ({ transport }) => await transport.store(uploadUrl, fileOf(catalogs));
		},
		process: ({ transport }) => new UploadProcess(transport),
		details: countsOf,
		needed: {
			uploadId: 'Attentive did not return an upload ID, so the result of this upload cannot be looked up',
		},
		more: (catalog) => ({ ...countsOf(catalog), ...beginningOf(catalog) }),
		refusal: (status) =>
			status === 400
				? { reason: 'Nothing was uploaded', wayOut: 'Run it again. If it fails again, contact Attentive' }
				: undefined,
	}),
});

function catalogOf(catalog: GivenCatalog, validateOnly: boolean, { now, uniqueId }: ItemFacts): Catalog {
	switch (catalog.kind) {
		case 'row':
			return { kind: 'rows', validateOnly, rows: [catalog.read(now)], columns: catalog.columns };
		case 'product':
			return { kind: 'line', validateOnly, product: lineOf(catalog.product) };
		case 'file':
			return { ...catalog, validateOnly, now, id: uniqueId() };
	}
}
