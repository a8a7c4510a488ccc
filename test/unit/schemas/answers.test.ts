import { z } from 'zod';
import { accountSchema } from '../../../nodes/schemas/account';
import {
	entriesOf,
	recognized,
	toldFlag,
	toldId,
	toldNumber,
	toldText,
} from '../../../nodes/schemas/answers';
import { catalogUploadSchema } from '../../../nodes/schemas/catalogUploads';
import { customAttributesAnswerSchema } from '../../../nodes/schemas/customAttributes';
import { segmentsPageSchema } from '../../../nodes/schemas/segments';
import { subscriptionAnswerSchema } from '../../../nodes/schemas/subscriptions';
import { webhooksAnswerSchema } from '../../../nodes/schemas/webhooks';

/** erikbrinkman/rmapi-js#96: null where a field may be missing; getsentry/sentry-mcp#708: null as a name. */
test.each<[unknown, string | undefined]>([
	['a', 'a'],
	['', ''],
	[7, '7'],
	[null, undefined],
	[undefined, undefined],
	[{}, undefined],
	[true, undefined],
])('text %j', (value, read) => {
	expect(toldText.parse(value)).toBe(read);
	expect(toldId.parse(value)).toBe(read === '' ? undefined : read);
});

test.each<[unknown, boolean | undefined]>([
	[true, true],
	['FALSE', false],
	['maybe', undefined],
	[null, undefined],
])('flag %j', (value, read) => {
	expect(toldFlag.parse(value)).toBe(read);
});

test.each<[unknown, number | undefined]>([
	[3, 3],
	['3', 3],
	['', undefined],
	['many', undefined],
	[Number.NaN, undefined],
	[null, undefined],
])('number %j', (value, read) => {
	expect(toldNumber.parse(value)).toBe(read);
});

test('a field that is missing does not appear', () => {
	expect(Object.keys(z.object({ a: toldText, b: toldText }).parse({ b: 1 }))).toEqual(['b']);
});

/** MP-Tool/komodo-mcp-server#158 and LukasParke/Coolify-TypeScript-SDK#2: one entry costs the list; novasamatech/nova-spektr#5789: a null in an entry costs it. */
test.each<[string, z.ZodTypeAny, unknown, unknown]>([
	[
		'segments',
		segmentsPageSchema,
		{ segments: [null, 'x', 7, [], {}, { name: null, externalId: 's' }] },
		{ segments: [{}, { externalId: 's', name: undefined }] },
	],
	[
		'webhooks',
		webhooksAnswerSchema,
		{ webhooks: [null, { id: 'w', events: null }, { id: 8, events: ['a', null] }] },
		{
			webhooks: [
				{ id: 'w', events: undefined },
				{ id: '8', events: ['a'] },
			],
		},
	],
	[
		'attributes',
		customAttributesAnswerSchema,
		[null, 'x', { name: 'a', value: 1 }, { attribute: 'b' }],
		[{ name: 'a', value: 1 }, { attribute: 'b' }],
	],
	[
		'errors of an upload',
		catalogUploadSchema,
		{ errors: [null, { lineNum: '3', errorType: 7 }] },
		{ errors: [{ lineNum: 3, errorType: '7' }] },
	],
	[
		'subscriptions',
		subscriptionAnswerSchema,
		{ subscriptionResponses: [null, { subscription: null, subscriptionCreationStatus: 'NEW' }, {}] },
		{
			subscriptionResponses: [{ subscription: {}, subscriptionCreationStatus: 'NEW' }, { subscription: {} }],
		},
	],
	[
		'no subscriptions',
		subscriptionAnswerSchema,
		{ subscriptionResponses: 'none' },
		{ subscriptionResponses: undefined },
	],
])('odd entries: %s', (_name, schema, answer, read) => {
	expect(schema.parse(answer)).toEqual(read);
});

test.each<[unknown, boolean]>([
	[{}, true],
	[{ companyId: null }, true],
	[{ companyName: 'A', more: 1 }, true],
	[{ hello: 1 }, false],
	[[], false],
	[null, false],
	['', false],
	['OK', false],
])('%j as an account: %p', (body, isOne) => {
	expect(accountSchema.safeParse(body).success).toBe(isOne);
});

test('a list of something else is not a list without entries', () => {
	expect(segmentsPageSchema.safeParse({ segments: { a: 1 } }).success).toBe(false);
	expect(segmentsPageSchema.parse({ cursor: 'a' })).toEqual({ cursor: 'a' });
	expect(entriesOf(z.string()).safeParse(undefined).success).toBe(false);
	expect(recognized(z.object({ a: toldText })).safeParse({ constructor: 1 }).success).toBe(false);
});
