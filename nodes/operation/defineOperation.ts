import type { INodeProperties } from 'n8n-workflow';
import { Problems } from '../errors/problems';
import type { Field, Fields, Values } from '../fields/field';
import { REMEMBERED, skipRepeatsKey, skipRepeatsProperty } from '../fields/skipRepeats';
import { sharedIdsProperty } from '../fields/sharedIds';
import type { ItemSource } from '../parameters/itemSource';
import { together } from '../values/warning';
import { member } from '../values/member';
import type { Declaration, Operation } from './operation';
import { panelLabels, payloadError } from '../errors/payloadError';
import { payloadWords } from '../errors/payloadWords';

/** Where the endpoints of events begin. */
const EVENTS = '/v1/events/';

const IN_WORDS = { errorMap: payloadWords };

/** Builds an operation from its declaration. */
export function defineOperation<
	InSight extends Fields,
	Payload extends object,
	Additional extends Fields = Record<never, never>,
>(declaration: Declaration<InSight, Additional, Payload>): Operation<Payload> {
	const { fields, additionalFields, isIdempotent, skipRepeats, textsPeople, delivery } = declaration;
	const inSight = Object.entries(fields);
	const readInSight = reading(fields);
	const readAdditional = reading(additionalFields);
	const properties = propertiesOf(inSight);
	const additional = propertiesOf(Object.entries(additionalFields ?? {}));
	const labels = panelLabels([...properties, ...additional], declaration.labels);
	const userField = inSight.find(([, field]) => field.person);
	return {
		...declaration,
		resultOnly: declaration.resultOnly ?? false,
		hasPerson: userField !== undefined,
		panel: {
			properties: [...(declaration.notices ?? []), ...properties],
			additionalFields: [...additional, ...(skipRepeats ? [skipRepeatsProperty(skipRepeats)] : [])],
			options: [
				...(declaration.options ?? []),
				...inSight.flatMap(([, field]) => field.options?.() ?? []),
				...(declaration.joinsPeople ? [sharedIdsProperty] : []),
				...(skipRepeats ? [REMEMBERED] : []),
			],
		},
		isIdempotent: (options, runWide) =>
			typeof isIdempotent === 'function' ? isIdempotent(options, runWide) : isIdempotent,
		textsPeople: (runWide) => textsPeople?.(runWide) ?? delivery.endpoint.path.startsWith(EVENTS),
		read(source, facts) {
			// Those of an earlier reading of the item.
			source.takeWarnings();
			for (const [name, field] of inSight) {
				const skip = field.leavesOut?.(source, name);
				if (skip) return { skip };
			}
			const problems = new Problems();
			const values = Object.assign(
				readInSight(source, problems),
				readAdditional(source.within('additionalFields'), problems),
			);
			const once = problems.collect(() => skipRepeats && skipRepeatsKey(source.within('additionalFields')));
			problems.throwAny();
			const drafted = declaration.read(values, Object.assign(facts, { once }));
			if ('skip' in drafted) return drafted;
			const checked = declaration.schema.safeParse(drafted.payload, IN_WORDS);
			if (!checked.success) throw payloadError(checked.error, drafted.payload, labels);
			const { changes, details, warnings, question } = drafted;
			return {
				payload: checked.data,
				person: userField && personIn(userField, values),
				changes,
				details,
				warnings: together(source.takeWarnings(), warnings),
				question: question?.(checked.data),
				once,
			};
		},
	};
}

function propertiesOf(fields: Array<[string, Field<unknown>]>): INodeProperties[] {
	return fields.flatMap(([name, field]) => field.properties(name));
}

function personIn([name, field]: [string, Field<unknown>], values: object) {
	return field.person?.(member(values, name));
}

/** Reads the values of all fields; those that cannot be used are missing, and are among the problems. */
function reading<Set extends Fields>(
	fields: Set | undefined,
): (source: ItemSource, problems: Problems) => Values<Set>;
function reading(fields: Fields = {}) {
	const named = Object.entries(fields);
	return (source: ItemSource, problems: Problems) => {
		const values: Record<string, unknown> = {};
		for (const [name, field] of named) values[name] = problems.collect(() => field.parse(source, name));
		return values;
	};
}
