import { recordIdOf, RecordOutcomes, jobIdOf } from '../../../nodes/delivery/recordOutcomes';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Answer } from '../../../nodes/engine/types';
import { retryAfter } from '../../../nodes/engine/retry';
import { attentivesWords } from '../../../nodes/errors/attentivesWords';
import { itemError } from '../../../nodes/errors/itemError';
import { panelLabels, payloadError } from '../../../nodes/errors/payloadError';
import { payloadWords } from '../../../nodes/errors/payloadWords';
import { isAttentives404 } from '../../../nodes/errors/outcomeWords';
import { failureReason, multiStatus } from '../../../nodes/errors/reasons';
import { rejected } from '../../../nodes/errors/rejected';
import { accountSchema } from '../../../nodes/schemas/account';
import { saysNo } from '../../../nodes/schemas/answers';
import { bulkJobSchema } from '../../../nodes/schemas/bulkJobs';
import { catalogProductSchema } from '../../../nodes/schemas/catalogProducts';
import { catalogUploadsSchema } from '../../../nodes/schemas/catalogUploads';
import { setCustomAttributesSchema } from '../../../nodes/schemas/customAttributes';
import { customEventSchema } from '../../../nodes/schemas/customEvents';
import { purchaseSchema } from '../../../nodes/schemas/ecommerceEvents';
import { readResultLine } from '../../../nodes/schemas/resultLine';
import { uploadFile } from '../../../nodes/transport/storage';
import { largeValues, longTexts, mutated, object, SAMPLES, text, value } from '../hostile';
import type { Random } from '../../random';
import { jsonOf } from './paths';
import { shown, subject, type Subject } from './subject';

const throwsNothing = () => false;

/** A body as Attentive, a proxy or nobody sends it. */
const body = (random: Random): unknown =>
	random.chance(0.3)
		? text(random, SAMPLES.json)
		: mutated(random, parsed(random.of(SAMPLES.json)) ?? object(random, () => value(random)), 0.15);

function parsed(json: string): unknown {
	try {
		const value: unknown = JSON.parse(json);
		return value;
	} catch {
		return undefined;
	}
}

const bodies = (size: number): unknown[] => [
	...longTexts(size),
	...longTexts(size / 2).map((message) => ({ error: { id: message, message } })),
	...largeValues(size),
];

const answer = (body: unknown, status = 400, headers: Record<string, unknown> = {}): Answer => ({
	kind: 'answer',
	status,
	headers,
	body,
});

/** An error of an item must be of a size that a million items can have. */
const most = (characters: number) => (_input: unknown, output: unknown) =>
	lengthOf(output) <= characters ? undefined : `has ${lengthOf(output)} characters`;
/** Half a character is one, although JSON writes it as six. */
const lengthOf = (output: unknown) => shown(output).replace(/\\u[0-9a-f]{4}/g, ' ').length;

const PAYLOADS = [customEventSchema, purchaseSchema, setCustomAttributesSchema, catalogProductSchema];
const PAYLOAD = {
	type: 'Points Awarded',
	properties: { points: 1 },
	user: { phone: '+12063996576', email: 'ann@example.com', externalIdentifiers: { clientUserId: 'C-1' } },
	items: [{ productId: '1', productVariantId: '2', price: [{ value: 1, currency: 'USD' }], quantity: 1 }],
	occurredAt: '2026-03-04T09:30:00Z',
	id: '1',
	name: 'Shirt',
	variants: [{ id: '2', name: 'M', prices: [{ currencyCode: 'USD', amount: '5.00' }] }],
};

export const answers: Subject[] = [
	subject({
		name: "Attentive's error message",
		make: body,
		large: bodies,
		parse: attentivesWords,
		isDeclared: throwsNothing,
		wrong(input, output) {
			const { message = '', id = '' } = attentivesWords(input);
			if (/[\n\r\t]|Bearer \w/.test(message)) return 'has a token or is no line';
			return message.length > 300 || id.length > 100 ? 'is too long' : most(2_000)(input, output);
		},
	}),
	subject({
		name: 'reason of a failed item',
		make: (random): Answer =>
			answer(body(random), random.of([200, 204, 207, 303, 400, 401, 403, 404, 407, 413, 429, 500])),
		large: (size): Answer[] => bodies(size).map((one) => answer(one)),
		parse: (outcome: Answer) => [
			isAttentives404(outcome),
			multiStatus(outcome.body),
			saysNo(outcome.body),
			itemError(0, failureReason({ kind: 'refused', denied: false }, outcome, undefined)),
		],
		isDeclared: throwsNothing,
		wrong: most(6_000),
	}),
	subject({
		name: 'response schemas',
		make: body,
		large: bodies,
		parse: (one) =>
			[accountSchema, bulkJobSchema, catalogUploadsSchema].map((schema) => schema.safeParse(one).success),
		isDeclared: throwsNothing,
	}),
	subject({
		name: 'job ID',
		make: body,
		large: bodies,
		parse: jobIdOf,
		isDeclared: (error) => error instanceof Error && error.name === 'ZodError',
	}),
	subject({
		name: 'schema errors of a payload',
		make: (random) => mutated(random, PAYLOAD, 0.2),
		large: largeValues,
		parse: (payload) =>
			PAYLOADS.map((schema) => {
				const checked = schema.safeParse(payload, { errorMap: payloadWords });
				if (checked.success || typeof payload !== 'object' || payload === null) return undefined;
				return rejected(0, payloadError(checked.error, payload, panelLabels([])));
			}),
		isDeclared: throwsNothing,
		wrong: most(100_000),
	}),
	subject({
		name: 'rate limit and Retry-After headers',
		make: (random) =>
			answer('', 429, {
				'retry-after': random.of<unknown>([
					text(random, [...SAMPLES.numbers, ...SAMPLES.dates]),
					3,
					undefined,
					['1'],
				]),
				'x-ratelimit-limit': random.chance(0.8) ? text(random, SAMPLES.numbers) : undefined,
				'x-ratelimit-remaining': random.chance(0.8) ? text(random, SAMPLES.numbers) : undefined,
			}),
		large: (size) =>
			longTexts(size).map((long) =>
				answer('', 429, { 'retry-after': long, 'x-ratelimit-limit': long, 'x-ratelimit-remaining': long }),
			),
		parse(one) {
			const limiter = new Limiter(10);
			limiter.report(one, 1_000, 900);
			return { pause: retryAfter(one), rate: limiter.rate, next: limiter.reserve(2_000) };
		},
		isDeclared: throwsNothing,
		wrong(_one, output) {
			const told: Record<string, unknown> = { ...Object(output) };
			const isPace = Object.values(told).every(
				(each) => typeof each === 'number' && Number.isFinite(each) && each >= 0,
			);
			return isPace && Number(told.rate) > 0 ? undefined : 'is no pace';
		},
	}),
	subject({
		name: 'line of a result file',
		make: (random) => (random.chance(0.4) ? text(random, SAMPLES.json) : shown(body(random))),
		large: (size) => [...longTexts(size), ...bodies(size / 2).flatMap(jsonOf)],
		parse: readResultLine,
		isDeclared: throwsNothing,
		wrong(input, output) {
			const { status, reason = '' } = readResultLine(input) ?? { status: 'unknown' };
			if (!['accepted', 'refused', 'unknown'].includes(status)) return 'has no status';
			return reason.length > 400 ? 'has a long reason' : most(2 * input.length + 2_000)(input, output);
		},
	}),
	subject({
		name: 'result file',
		make: (random) => Array.from({ length: random.below(6) }, () => shown(body(random))),
		large: (size) => [
			Array.from({ length: size / 40 }, (_line, place) => `{"email":"a${place}@example.com","status":200}`),
			Array.from({ length: size / 40 }, () => '{"email":"a@example.com","status":400}'),
			Array.from({ length: size / 40 }, () => '{"status":200}'),
			longTexts(size / 100),
		],
		parse(lines) {
			const recordIds = lines.map((_line, place) => recordIdOf(place, { email: 'a@example.com' }));
			const outcomes = new RecordOutcomes(lines.length, recordIds);
			for (const line of lines) outcomes.add(line);
			return recordIds.map((recordId) => outcomes.of(recordId));
		},
		isDeclared: throwsNothing,
		wrong: (lines, output) =>
			Array.isArray(output) && output.length === lines.length
				? undefined
				: 'has not one outcome for each record',
	}),
	subject({
		name: "file storage's error message",
		make: (random) => text(random, SAMPLES.json),
		large: longTexts,
		parse: async (said) =>
			await uploadFile(
				{ helpers: { httpRequest: async () => ({ statusCode: 403, body: said }) } } as never,
				{ baseUrl: 'https://api.example.com' } as never,
				'https://files.example.com/1',
				{ bytes: 1, open: async () => ({ body: new Uint8Array(1) }) },
				1_000,
			),
		isDeclared: throwsNothing,
		wrong: most(500),
	}),
];
