import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSigned } from '../../../nodes/AttentiveTrigger/signature';
import { splitKeys } from '../../../nodes/AttentiveTrigger/signingKeys';
import { webhookVectorsFile, type WebhookVector } from '../../../tools/webhookVectors';

const file = readFileSync(resolve(__dirname, '../../../docs/webhook-test-vectors.json'), 'utf8');
const { tests, flags }: { tests: WebhookVector[]; flags: Record<string, string> } = JSON.parse(file);

test('the file is what npm run docs writes', () => {
	expect(file).toBe(webhookVectorsFile());
});

test.each(tests)('$id: $comment: $expected', ({ keys, signatures, body, expected }) => {
	const bytes = 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
	// Node joins the lines of a header that it does not know.
	const header = signatures.length > 0 ? signatures.join(', ') : undefined;
	expect(isSigned(bytes, header, splitKeys(keys.join('\n')))).toBe(expected === 'valid');
});

test('each has a flag that the file explains, no comment is there twice, and both kinds are many', () => {
	expect(new Set(tests.flatMap((one) => one.flags))).toEqual(new Set(Object.keys(flags)));
	expect(tests.filter((one) => one.flags.length === 0)).toEqual([]);
	expect(new Set(tests.map(({ comment }) => comment)).size).toBe(tests.length);
	const valid = tests.filter(({ expected }) => expected === 'valid').length;
	expect([valid, tests.length - valid].every((count) => count >= 25)).toBe(true);
});
