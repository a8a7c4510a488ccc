import type { IDataObject } from 'n8n-workflow';
import type { LaterResult, Process } from '../../../delivery/follow';
import type { Outcome } from '../../../engine/types';
import { recognized } from '../../../schemas/answers';
import { catalogUploadSchema, type CatalogUpload } from '../../../schemas/catalogUploads';
import type { Transport } from '../../../transport/transport';
import type { Catalog } from './catalog';
import { lookUpEndpoint, uploadPath } from './catalogEndpoint';

/** Attentive's errors of a file that one item's error repeats. */
const MOST_NAMED = 10;
/** Attentive tells of no more errors of one kind. */
const MOST_OF_ONE_KIND = 10;

/** An upload on its way through Attentive: its lines are validated, then saved. */
export class UploadProcess implements Process<Catalog, CatalogUpload> {
	readonly endpoint = lookUpEndpoint;
	/** By upload ID: where the lines that were uploaded stand in the file of the item. */
	private readonly lineNumbers = new Map<string, Uint32Array>();

	constructor(private readonly transport: Transport) {}

	accepted(body: unknown, catalog: Catalog, position: number): IDataObject {
		const { uploadId } = catalogUploadSchema.parse(body);
		if (uploadId === undefined) return {};
		if (catalog.kind === 'checkedFile') this.lineNumbers.set(uploadId, catalog.checked.lineNumbers);
		return { uploadId, ...(catalog.kind === 'line' ? { line: position + 1 } : {}) };
	}

	idOf({ uploadId }: IDataObject): string | undefined {
		return typeof uploadId === 'string' ? uploadId : undefined;
	}

	async look(uploadId: string): Promise<{ outcome: Outcome; found?: CatalogUpload }> {
		const outcome = await this.transport.request({ method: 'GET', path: uploadPath(uploadId) });
		const isAnswered = outcome.kind === 'answer' && outcome.status < 300;
		const { data } = recognized(catalogUploadSchema).safeParse(isAnswered ? outcome.body : undefined);
		return { outcome, found: data && { ...data, uploadId } };
	}

	stateOf(upload: CatalogUpload): 'underWay' | 'incomplete' | 'ended' {
		if (upload.status === undefined) return 'incomplete';
		return hasEnded(upload) ? 'ended' : 'underWay';
	}

	resultOf(upload: CatalogUpload, details: IDataObject): LaterResult | undefined {
		return resultOf(upload, details, this.lineNumbers.get(this.idOf(details) ?? ''));
	}
}

/** Where an upload is on its way; "" where Attentive does not say it. */
type State = 'underWay' | 'validated' | 'completed' | 'failed' | 'unknown' | '';

/** Whatever the case: the OpenAPI file of 2024 has other names than today's. */
const STATES: Array<[RegExp, State]> = [
	[/^(initialized|validating|saving|uploading|uploaded|pending|queued|processing|in_progress)$/, 'underWay'],
	[/^validated$/, 'validated'],
	[/^(completed|saved)$/, 'completed'],
	[/fail|error|cancel|expire|reject|invalid|abort/, 'failed'],
];

function placeOf({ status = '' }: CatalogUpload): State {
	const name = status.trim().toLowerCase();
	return name === '' ? '' : (STATES.find(([names]) => names.test(name))?.[1] ?? 'unknown');
}

/** Saving is the end, unless nothing is to be saved. A status of another name is an end as well: nobody knows what follows it. */
function hasEnded(upload: CatalogUpload): boolean {
	const state = placeOf(upload);
	if (state === 'validated') return upload.validateOnly === true;
	return state !== 'underWay';
}

function resultOf(
	upload: CatalogUpload,
	details: IDataObject,
	lineNumbers: Uint32Array | undefined,
): LaterResult | undefined {
	const { status: uploadStatus = 'unknown', validateOnly } = upload;
	const state = placeOf(upload);
	const errors = upload.errors ?? [];
	const doubt = doubtOf(upload);
	if (state === 'failed') {
		const reason = `Upload ${upload.uploadId} ended with the status ${uploadStatus}`;
		return {
			status: 'failed',
			reason: { status: 'unknown', reasonCode: 'uploadEnded', reason, wayOut: LOOK },
		};
	}
	const isFile = details.line === undefined;
	const refused = isFile
		? errors.map(({ errorMessage, errorType, lineNum }) => {
				const line = typeof lineNum === 'number' ? (lineNumbers?.[lineNum - 1] ?? lineNum) : undefined;
				return `${line === undefined ? '' : `line ${line}: `}${errorMessage ?? errorType ?? 'refused'}`;
			})
		: errors
				.filter(({ lineNum }) => lineNum === details.line)
				.map(({ errorMessage, errorType }) => errorMessage ?? errorType ?? 'refused');
	const isOver = hasEnded(upload);
	// Errors are complete only once all lines were looked at; what is done with the good lines is known at the end.
	if (refused.length > 0 && (isOver || state === 'validated')) {
		const named = refused.slice(0, MOST_NAMED).join('; ');
		const reason = isFile
			? `Attentive refused lines of the file: ${named}.${doubt}`
			: `Attentive refused it: ${named}`;
		return {
			status: 'failed',
			reason: { status: 'refused', reasonCode: 'refused', reason, wayOut: WAY_OUT },
		};
	}
	if (!isOver || state === '') return undefined;
	// Of a product that is not named it is not known whether it is among those that Attentive refused without naming them.
	if (doubt !== '') {
		const reason = `Attentive does not name all products that it refused.${doubt}`;
		return {
			status: 'failed',
			reason: { status: 'unknown', reasonCode: 'outcomeUnknown', reason, wayOut: CORRECT_FIRST },
		};
	}
	const told = { ...details, uploadStatus };
	if (state === 'unknown') {
		const reason = `Upload ${upload.uploadId} has the status ${uploadStatus}, which Attentive does not document`;
		return {
			status: 'failed',
			reason: { status: 'unknown', reasonCode: 'unknownState', reason, wayOut: LOOK },
		};
	}
	if (state === 'completed' && validateOnly !== true) return { status: 'accepted', details: told };
	return { status: 'validated', details: told };
}

const LOOK = 'Check the upload in Attentive';
const WAY_OUT = 'Correct what Attentive names, then upload it again';

const CORRECT_FIRST =
	'Correct the products that it names, then upload everything again. The others stay as they are';

/** What must be said where not all refused lines are named. */
function doubtOf({ errors, productsReceived, productsProcessed }: CatalogUpload): string {
	const kinds = new Map<string, number>();
	for (const { errorType } of errors ?? []) kinds.set(errorType ?? '', (kinds.get(errorType ?? '') ?? 0) + 1);
	const lines = new Set((errors ?? []).map(({ lineNum }) => lineNum)).size;
	const isCounted = typeof productsReceived === 'number' && typeof productsProcessed === 'number';
	const refused = isCounted ? productsReceived - productsProcessed : undefined;
	const isCut = [...kinds.values()].some((count) => count >= MOST_OF_ONE_KIND);
	if (refused === undefined ? !isCut : refused <= lines) return '';
	const counted =
		refused === undefined ? '' : ` It accepted ${productsProcessed} of ${productsReceived} products.`;
	return ` Attentive names at most ${MOST_OF_ONE_KIND} errors of each kind, so others may be wrong too.${counted}`;
}
