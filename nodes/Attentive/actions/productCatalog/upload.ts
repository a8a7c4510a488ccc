import { z } from 'zod';
import { MOST_PRODUCTS } from '../../../schemas/catalogProducts';
import { catalogUploadSchema } from '../../../schemas/catalogUploads';
import { toggle } from '../../../fields/choice';
import { waitingOptions } from '../../../fields/waiting';
import { defineOperation } from '../../../operation/operation';
import { beginningOf, countsOf, fileOf, idsOf, inspectedCatalog, type Catalog } from './catalog';
import { catalogPermission, uploadEndpoint, uploadPath } from './catalogEndpoint';
import { catalogSource, productOfItem } from './catalogSource';
import { idTwice, lineOf } from './product';
import { lookedUp } from './uploadOutcome';

/** The products were checked where they were read, in words that name their columns. */
const catalogSchema = z.custom<Catalog>();

const addressSchema = catalogUploadSchema.extend({ uploadUrl: z.string().min(1) });

export const upload = defineOperation({
	resource: 'productCatalog',
	operation: 'upload',
	name: 'Upload',
	action: 'Upload product catalog',
	description:
		'Upload all products or only changed ones, for back-in-stock, low-inventory and price-drop journeys and for segments. Upload everything at most every few hours.',
	kind: 'write',
	endpoint: uploadEndpoint,
	permission: catalogPermission('Write'),
	repeat: 'repeatable',
	fields: {
		catalog: catalogSource,
		validateOnly: toggle({
			displayName: 'Validate in Attentive Without Saving',
			description:
				'Whether Attentive only validates the catalog, without saving it. In the mode Validate Only, nothing is sent at all.',
		}),
	},
	additionalFields: {},
	ownOptions: waitingOptions,
	schema: catalogSchema,
	payload({ catalog, validateOnly }, facts): Catalog {
		const { now } = facts;
		switch (catalog.kind) {
			case 'row':
				return { kind: 'rows', validateOnly, rows: [catalog.read(now)], columns: catalog.columns };
			case 'product':
				return { kind: 'line', validateOnly, product: lineOf(catalog.product) };
			case 'file':
				return { ...catalog, validateOnly, now, id: facts.uniqueId() };
		}
	},
	withoutSeen(catalog, seen) {
		for (const [field, kind, id] of idsOf(catalog)) {
			const key = `${kind} ${id}`;
			if (seen.has(key)) throw idTwice(field, id);
			seen.add(key);
		}
		return { payload: catalog };
	},
	join: {
		kind: 'whole',
		by: productOfItem,
		merge: (first, next) =>
			first.kind === 'rows' && next.kind === 'rows'
				? { ...first, rows: [...first.rows, ...next.rows] }
				: first,
	},
	inspect: inspectedCatalog,
	details: countsOf,
	preview: (catalog) => ({ ...countsOf(catalog), ...beginningOf(catalog) }),
	gather: {
		sizePerRequest: MOST_PRODUCTS,
		by: (catalog) => `${catalog.validateOnly} ${'id' in catalog ? catalog.id : ''}`,
		send: ([first]) => ({ body: { validateOnly: first?.validateOnly ?? false } }),
	},
	refusal: (status) =>
		status === 400
			? { reason: 'Nothing was uploaded', wayOut: 'Run it again. If it fails again, contact Attentive.' }
			: undefined,
	upload: {
		to: (body) => addressSchema.parse(body).uploadUrl,
		file: fileOf,
		details: (body, catalog, position) => ({
			uploadId: addressSchema.parse(body).uploadId,
			...(catalog.kind === 'line' ? { line: position + 1 } : {}),
		}),
		idOf: ({ uploadId }) => (typeof uploadId === 'string' ? uploadId : undefined),
		lookUp: (uploadId) => ({ method: 'GET', path: uploadPath(uploadId) }),
		lookedUp: (body) => {
			const { hasEnded, resultOf } = lookedUp(body);
			return {
				hasEnded,
				resultOf: (details, catalog) =>
					resultOf(details, catalog?.kind === 'checkedFile' ? catalog.checked.lineNumbers : undefined),
			};
		},
	},
});
