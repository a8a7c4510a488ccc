import { UploadProcess } from '../../../nodes/Attentive/actions/productCatalog/uploadProcess';
import type { Catalog } from '../../../nodes/Attentive/actions/productCatalog/catalog';
import { catalogUploadSchema } from '../../../nodes/schemas/catalogUploads';
import type { Transport } from '../../../nodes/transport/transport';

/** Attentive answers every request with this. */
const transportTo = (body: unknown): Transport => ({
	request: async () => ({ kind: 'answer', status: 200, headers: {}, body }),
	store: async () => ({ kind: 'answer', status: 200, headers: {}, body: undefined }),
	readLines: async () => {},
});
const uploads = new UploadProcess(transportTo(undefined));
/** An item whose file had its products in these lines. */
const FILE: Catalog = {
	kind: 'checkedFile',
	validateOnly: false,
	id: '1',
	checked: {
		file: { bytes: 0, open: async () => ({ body: new Uint8Array() }) },
		products: 3,
		variants: 3,
		firstLine: '',
		lineNumbers: Uint32Array.from([3, 7, 9]),
		remarks: new Map(),
		leftOut: { count: 0, lines: [] },
	},
};

const upload = (more: object) =>
	catalogUploadSchema.parse({ uploadId: 'u', status: 'completed', validateOnly: false, ...more });
const error = (lineNum: number, errorType = 'TOO_LONG') => ({ errorType, errorMessage: 'too long', lineNum });
const atLine = (line: number, answer: ReturnType<typeof upload>) =>
	uploads.resultOf(answer, { uploadId: 'u', line });
function ofFile(answer: ReturnType<typeof upload>) {
	const withFile = new UploadProcess(transportTo(undefined));
	const details = withFile.accepted({ ...answer, uploadUrl: 'https://storage.example.com/u' }, FILE, 0);
	return withFile.resultOf(answer, details);
}

test.each<[string, object, boolean, object | undefined]>([
	['initialized', {}, false, undefined],
	['validating', {}, false, undefined],
	['validated', {}, false, undefined],
	['validated', { validateOnly: true }, true, { status: 'validated' }],
	['completed', { validateOnly: true }, true, { status: 'validated' }],
	[
		'completed',
		{},
		true,
		{ status: 'accepted', details: { uploadId: 'u', line: 1, uploadStatus: 'completed' } },
	],
	// A status that is not documented is neither pending nor an end that anybody knows.
	[
		'REVIEW',
		{},
		true,
		{
			status: 'failed',
			reason: {
				status: 'unknown',
				reasonCode: 'unknownState',
				reason: 'Upload u has the status REVIEW, which Attentive does not document',
			},
		},
	],
	['ARCHIVED', {}, true, { status: 'failed', reason: { reasonCode: 'unknownState' } }],
	// The OpenAPI file of 2024 wrote capitals and named the end SAVED.
	['INITIALIZED', {}, false, undefined],
	['Validating', {}, false, undefined],
	['VALIDATED', {}, false, undefined],
	['VALIDATED', { validateOnly: true }, true, { status: 'validated' }],
	['COMPLETED', {}, true, { status: 'accepted', details: { uploadStatus: 'COMPLETED' } }],
	['SAVED', {}, true, { status: 'accepted', details: { uploadStatus: 'SAVED' } }],
	['saved', { validateOnly: true }, true, { status: 'validated' }],
	['IN_PROGRESS', {}, false, undefined],
	['FAILED', {}, true, { status: 'failed', reason: { reasonCode: 'uploadEnded' } }],
	['CANCELLED', {}, true, { status: 'failed', reason: { reasonCode: 'uploadEnded' } }],
	['failed', {}, true, { status: 'failed', reason: { status: 'unknown', reasonCode: 'uploadEnded' } }],
	['expired', {}, true, { status: 'failed', reason: { status: 'unknown' } }],
])('%s %j', (status, more, hasEnded, result) => {
	const answer = upload({ status, ...more });
	expect(uploads.stateOf(answer)).toBe(hasEnded ? 'ended' : 'underWay');
	const found = atLine(1, answer);
	if (result) expect(found).toMatchObject(result);
	else expect(found).toBeUndefined();
});

test('a line is refused as soon as all were validated; what becomes of the others is not known yet', () => {
	const answer = upload({ status: 'validated', errors: [error(2), error(2, 'OTHER')] });
	expect(atLine(2, answer)).toMatchObject({
		status: 'failed',
		reason: { status: 'refused', reason: 'Attentive refused it: too long; too long' },
	});
	expect(atLine(1, answer)).toBeUndefined();
	expect(atLine(2, { ...answer, status: 'validating' })).toBeUndefined();
});

test('a product that is not named is accepted only where all that were refused are named', () => {
	const counts = { productsReceived: 30, productsProcessed: 28 };
	expect(atLine(1, upload({ errors: [error(2), error(5)], ...counts }))).toMatchObject({
		status: 'accepted',
	});
	const one = upload({ errors: [error(2)], ...counts });
	expect(atLine(1, one)).toMatchObject({
		status: 'failed',
		reason: {
			status: 'unknown',
			reasonCode: 'outcomeUnknown',
			reason: expect.stringMatching(/others may be wrong too\. It accepted 28 of 30 products\.$/),
		},
	});
	expect(atLine(2, one)).toMatchObject({ status: 'failed', reason: { status: 'refused' } });
	expect(atLine(1, upload(counts))).toMatchObject({ status: 'failed', reason: { status: 'unknown' } });
	expect(ofFile(upload(counts))).toMatchObject({ status: 'failed', reason: { status: 'unknown' } });
});

test('ten errors of a kind may not be all, unless Attentive counts as many', () => {
	const errors = Array.from({ length: 10 }, (_one, index) => error(index + 2));
	expect(atLine(1, upload({ errors }))).toMatchObject({ status: 'failed', reason: { status: 'unknown' } });
	const counts = { productsReceived: 30, productsProcessed: 20 };
	expect(atLine(1, upload({ errors, ...counts }))).toMatchObject({ status: 'accepted' });
});

test('lines of a file are told as the file has them', () => {
	expect(ofFile(upload({ errors: [error(2), { errorType: 'NO_FILE' }] }))).toMatchObject({
		status: 'failed',
		reason: { reason: 'Attentive refused lines of the file: line 7: too long; NO_FILE.' },
	});
	expect(ofFile(upload({}))).toMatchObject({ status: 'accepted' });
	// Of a file that was uploaded in an earlier try nobody knows its lines any more.
	expect(uploads.resultOf(upload({ errors: [error(2)] }), { uploadId: 'u' })).toMatchObject({
		reason: { reason: 'Attentive refused lines of the file: line 2: too long.' },
	});
});

test('an answer of another form is no answer', async () => {
	for (const body of [{ hello: 1 }, [], null, '', 'completed']) {
		const { found } = await new UploadProcess(transportTo(body)).look('u');
		expect(found).toBeUndefined();
	}
});

test('an answer without an ID is about the upload that was asked for; one without a status tells nothing', async () => {
	const look = async (body: object) => (await new UploadProcess(transportTo(body)).look('u')).found;
	expect(await look({ status: 'completed' })).toMatchObject({ uploadId: 'u', status: 'completed' });
	for (const body of [{}, { status: null }, { uploadId: 'u', status: '' }]) {
		const found = await look(body);
		if (!found) throw new Error('It was not understood');
		expect(uploads.stateOf(found)).toBe('incomplete');
		expect(uploads.resultOf(found, { uploadId: 'u', line: 1 })).toBeUndefined();
	}
});

test('an upload without an ID was made all the same', () => {
	expect(uploads.accepted({ uploadUrl: 'https://storage.example.com/u' }, FILE, 0)).toEqual({});
});
