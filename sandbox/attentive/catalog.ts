import { randomUUID } from 'node:crypto';
import type { CatalogError, CatalogLimits } from '../catalog/fileCheck';
import type { Product } from '../catalog/product';
import type { Clock } from './clock';

/** What becomes of the good lines of a file that has bad ones; OpenAPI lets it be guessed. */
export const catalogErrorHandlings = ['goodSaved', 'nothingSaved'] as const;
export type CatalogErrorHandling = (typeof catalogErrorHandlings)[number];

/** How an upload ends that saves nothing, as it was asked to. */
export const validateOnlyEnds = ['validated', 'completed'] as const;
export type ValidateOnlyEnd = (typeof validateOnlyEnds)[number];

/** How states are written: as OpenAPI has them, in capitals, or as its edition of 2024 named them. */
export const catalogStateNames = ['lowerCase', 'capitals', 'of2024'] as const;
export type CatalogStateNames = (typeof catalogStateNames)[number];

export interface CatalogSettings {
	/** From the file to `validated`, and from there to `completed`, by the sandbox's clock. */
	catalogValidationMs: number;
	catalogSavingMs: number;
	/** How uploads end that are saved. With any other word than completed nothing is saved. */
	catalogEnd: string;
	catalogStates: CatalogStateNames;
	validateOnlyEnd: ValidateOnlyEnd;
	catalogErrors: CatalogErrorHandling;
	/** Without `validateOnly` in the request: false by OpenAPI's schema, true by its words. */
	validateOnlyDefault: boolean;
	catalogLimits: CatalogLimits;
	/** What the storage answers to a body that comes in chunks. */
	chunkedUploads: 411 | 501;
	/** Whether the storage takes a file with a Content-Type, for which the URL is not signed. */
	uploadContentType: 'none' | 'any';
}

export const usualCatalogSettings: CatalogSettings = {
	catalogValidationMs: 60_000,
	catalogSavingMs: 60_000,
	catalogEnd: 'completed',
	catalogStates: 'lowerCase',
	validateOnlyEnd: 'validated',
	catalogErrors: 'goodSaved',
	validateOnlyDefault: false,
	// The smaller reading of 2GB and 4mb (OpenAPI).
	catalogLimits: { fileBytes: 2_000_000_000, lineBytes: 4_000_000, lines: 500_000 },
	chunkedUploads: 501,
	uploadContentType: 'none',
};

/** As far as the sandbox keeps it. */
export interface CatalogProduct {
	id: string;
	name: string;
	/** The upload that last wrote it; null for one that the control API has added. */
	uploadId: string | null;
	variants: Pick<
		Product['variants'][number],
		'id' | 'name' | 'availableForPurchase' | 'inventoryQuantity' | 'prices'
	>[];
}

export interface CatalogFileRecord {
	bytes: number;
	lines: number;
	sha256: string;
	/** All errors, also those that no answer shows. */
	errorCount: number;
	/** The first hundred good lines, as parsed. */
	firstProducts: Product[];
}

export interface CatalogUploadRecord {
	uploadId: string;
	app: string;
	status: string;
	validateOnly: boolean;
	/** ISO times, by the sandbox's clock. */
	createdAt: string;
	expires: string;
	lastUpdated: string;
	productsReceived: number;
	productsProcessed: number;
	errors: CatalogError[];
	/** Null until it came. */
	file: CatalogFileRecord | null;
}

/** A file that came as a whole, with what is to be saved of it. */
export interface ReceivedFile extends CatalogFileRecord {
	good: number;
	errors: CatalogError[];
	products: CatalogProduct[];
}

export class CatalogUpload {
	readonly id = randomUUID();
	status = 'initialized';
	/** Milliseconds since 1970. */
	lastUpdated: number;
	file: ReceivedFile | undefined;
	/** When it enters its next state. */
	due = Infinity;

	constructor(
		readonly app: string,
		readonly validateOnly: boolean,
		readonly createdAt: number,
		readonly expires: number,
	) {
		this.lastUpdated = createdAt;
	}

	/** Counts and errors stand in the answer as soon as they are known: lines when the file came, the rest once it is validated. */
	get counts() {
		const { file } = this;
		const isValidated = file !== undefined && this.status !== 'validating';
		return {
			productsReceived: file?.lines ?? 0,
			productsProcessed: isValidated ? file.good : 0,
			errors: isValidated ? file.errors : [],
		};
	}

	record(): CatalogUploadRecord {
		const { file } = this;
		return {
			uploadId: this.id,
			app: this.app,
			status: this.status,
			validateOnly: this.validateOnly,
			createdAt: new Date(this.createdAt).toISOString(),
			expires: new Date(this.expires).toISOString(),
			lastUpdated: new Date(this.lastUpdated).toISOString(),
			...this.counts,
			file:
				file === undefined
					? null
					: {
							bytes: file.bytes,
							lines: file.lines,
							sha256: file.sha256,
							errorCount: file.errorCount,
							firstProducts: file.firstProducts,
						},
		};
	}
}

export class Catalog {
	private readonly uploads = new Map<string, CatalogUpload>();
	private readonly products = new Map<string, CatalogProduct>();

	constructor(
		private readonly clock: Clock,
		private readonly settings: () => CatalogSettings,
	) {}

	begin(app: string, validateOnly: boolean, lifetimeMs: number): CatalogUpload {
		const now = this.clock.now();
		const upload = new CatalogUpload(app, validateOnly, now, now + lifetimeMs);
		this.uploads.set(upload.id, upload);
		return upload;
	}

	find(id: string): CatalogUpload | undefined {
		return this.uploads.get(id);
	}

	/** In order of creation. */
	listUploads(): CatalogUpload[] {
		return [...this.uploads.values()];
	}

	/** In order of their first coming. */
	listProducts(): CatalogProduct[] {
		return [...this.products.values()];
	}

	/** The whole file has come: validating begins. */
	receive(upload: CatalogUpload, file: ReceivedFile): void {
		upload.file = file;
		upload.status = 'validating';
		upload.lastUpdated = this.clock.now();
		upload.due = this.clock.now() + this.settings().catalogValidationMs;
	}

	catchUp(now: number): void {
		for (const upload of this.uploads.values()) {
			while (upload.due <= now) this.advance(upload);
		}
	}

	private advance(upload: CatalogUpload): void {
		const { catalogErrors, catalogEnd, catalogSavingMs, validateOnlyEnd } = this.settings();
		upload.lastUpdated = upload.due;
		if (upload.status === 'validating') {
			upload.status = 'validated';
			const hasErrors = upload.file !== undefined && upload.file.errorCount > 0;
			const isEnd = upload.validateOnly
				? validateOnlyEnd === 'validated'
				: hasErrors && catalogErrors === 'nothingSaved';
			upload.due = isEnd ? Infinity : upload.due + catalogSavingMs;
			return;
		}
		upload.due = Infinity;
		upload.status = upload.validateOnly ? 'completed' : catalogEnd;
		if (upload.file === undefined) return;
		if (upload.status === 'completed') for (const product of upload.file.products) this.save(product);
		upload.file.products = [];
	}

	/** A product that no upload brought. */
	add(product: Product): void {
		this.save(keptOf(product, null));
	}

	/** A variant that an upload does not name stays: it may have sent changes only (OpenAPI: "delta uploads"). */
	private save(product: CatalogProduct): void {
		const variants = new Map(this.products.get(product.id)?.variants.map((each) => [each.id, each]));
		for (const variant of product.variants) variants.set(variant.id, variant);
		this.products.set(product.id, { ...product, variants: [...variants.values()] });
	}
}

/** What is kept of a line of a catalog file. */
export function keptOf({ id, name, variants }: Product, uploadId: string | null): CatalogProduct {
	return {
		id,
		name,
		uploadId,
		variants: variants.map((variant) => ({
			id: variant.id,
			name: variant.name,
			availableForPurchase: variant.availableForPurchase,
			inventoryQuantity: variant.inventoryQuantity,
			prices: variant.prices,
		})),
	};
}
