import type { IncomingMessage } from 'node:http';
import { CatalogFileCheck } from '../catalog/fileCheck';
import type { Product } from '../catalog/product';
import { keptOf, type CatalogProduct } from '../attentive/catalog';
import { realTime } from '../attentive/clock';
import type { StorageAnswer, StorageCall } from './call';
import { StorageRefusal } from './refusal';

const keptProducts = 100;

/** Takes the file of a catalog upload, as S3 takes one: of known length, for the headers that the URL was signed for, once. */
export async function putCatalogFile({ account, id, request }: StorageCall): Promise<StorageAnswer> {
	const receivedAt = realTime();
	const { catalog, settings } = account;
	const upload = catalog.find(id);
	if (upload === undefined) throw new StorageRefusal(404, 'NoSuchKey', 'The specified key does not exist.');
	checkHeaders(request, settings.chunkedUploads, settings.uploadContentType);
	const used = new StorageRefusal(403, 'AccessDenied', 'The URL has been used; each is good for one file.');
	if (upload.status !== 'initialized') throw used;

	const products: CatalogProduct[] = [];
	const firstProducts: Product[] = [];
	const check = new CatalogFileCheck(settings.catalogLimits, (product) => {
		if (firstProducts.length < keptProducts) firstProducts.push(product);
		if (!upload.validateOnly) products.push(keptOf(product, id));
	});
	await read(request, check);
	check.end();
	// Another request may have been faster.
	if (upload.status !== 'initialized') throw used;
	const { bytes, lines, errors, errorCount, tooLarge } = check;
	const sha256 = check.sha256();
	catalog.receive(upload, {
		bytes,
		lines,
		sha256,
		errorCount,
		firstProducts,
		errors,
		good: tooLarge ? 0 : check.good,
		products: tooLarge ? [] : products,
	});
	account.ledger.append({
		at: account.clock.iso(),
		receivedAt,
		endpoint: 'PUT /catalog-uploads/{uploadId}',
		token: 'none',
		body: { bytes, lines, sha256 },
		params: { uploadId: id },
	});
	return { status: 200, headers: { etag: `"${sha256.slice(0, 32)}"` } };
}

function checkHeaders({ headers }: IncomingMessage, chunked: 411 | 501, contentType: 'none' | 'any'): void {
	if (headers['transfer-encoding'] !== undefined && chunked === 501) {
		throw new StorageRefusal(
			501,
			'NotImplemented',
			'A header you provided implies functionality that is not implemented: Transfer-Encoding.',
		);
	}
	if (headers['content-length'] === undefined) {
		throw new StorageRefusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
	}
	if (contentType === 'none' && (headers['content-type'] ?? '') !== '') {
		throw new StorageRefusal(
			403,
			'SignatureDoesNotMatch',
			`The URL is signed for no Content-Type, and ${headers['content-type']} came.`,
		);
	}
}

async function read(request: IncomingMessage, check: CatalogFileCheck): Promise<void> {
	try {
		for await (const chunk of request) check.take(chunk);
	} catch {
		throw new StorageRefusal(
			400,
			'IncompleteBody',
			'You did not provide the number of bytes specified by the Content-Length HTTP header.',
		);
	}
}
