import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Answer, Endpoint, ItemResult, RetryClass } from '../engine/types';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { Person } from './fields/person';
import type { Fields, Values } from './fields/field';
import type { ItemSource } from './parameters/itemSource';
import { payloadError } from './payloadError';
import type { Warning } from './warnings';

/** What an operation may know of the item beside its fields. */
export interface ItemFacts {
	/** A UUID that stays the same whenever n8n runs this item again in this run. */
	uniqueId: string;
	/** ISO time, with an offset, at which the run began. */
	now: string;
}

/** A permission as Attentive's screen for an app names it, with the level that the call wants. */
export interface Permission {
	name: string;
	level: 'Read' | 'Write' | 'All';
}

/** What an item became: ready to be sent, or with nothing to send. */
export type Prepared<Payload> =
	| { payload: Payload; person?: Person; warnings: Warning[]; details: IDataObject }
	| { skip: { reasonCode: string; reason: string } };

/** An operation as the runner sees it. */
export interface Operation<Payload extends object = object> {
	resource: string;
	operation: string;
	name: string;
	action: string;
	description: string;
	kind: 'read' | 'write';
	/** Whether it is about a person: such writes can be limited to test recipients. */
	hasPerson: boolean;
	endpoint: Endpoint;
	permission?: Permission;
	/** How many items one request may hold. */
	itemsPerRequest: number;
	/** Without show-rules for resource and operation. */
	properties: INodeProperties[];
	additionalFields: INodeProperties[];
	/** Options of this operation alone; they are the same for all items of a run. */
	ownOptions: INodeProperties[];
	retryClass(options: Record<string, unknown>): RetryClass;
	/** Throws a ValueError that tells what is wrong with the item. */
	prepare(source: ItemSource, facts: ItemFacts): Prepared<Payload>;
	request(payloads: Payload[]): AttentiveRequest;
	/** Names and values that the payload brings to Attentive, where their types matter. */
	mapped(payload: Payload): Record<string, unknown>;
	/** One result for each payload. Throws where the answer cannot be understood. */
	results(answer: Answer, payloads: Payload[], details: IDataObject[]): ItemResult[];
}

/** What one operation says about itself; all else is derived from it. */
export interface Declaration<InSight extends Fields, Additional extends Fields, Payload extends object> {
	resource: string;
	operation: string;
	name: string;
	/** In plain words, as n8n's node panel lists it. */
	action: string;
	description: string;
	kind: 'read' | 'write';
	endpoint: Endpoint;
	permission?: Permission;
	/** The class, or how it follows from the options of the run. */
	repeat: RetryClass | ((options: Record<string, unknown>) => RetryClass);
	notices?: INodeProperties[];
	fields: InSight;
	additionalFields: Additional;
	ownOptions?: INodeProperties[];
	/** The one description of what is sent. */
	schema: z.ZodType<Payload>;
	payload(values: Values<InSight> & Values<Additional>, facts: ItemFacts): object;
	person?(values: Values<InSight> & Values<Additional>): Person;
	/** Says why there is nothing to send, where there is not. */
	nothingToSend?(values: Values<InSight> & Values<Additional>): string | undefined;
	warnings?(payload: Payload, facts: ItemFacts): Warning[];
	/** Names and values that the payload brings to Attentive, where their types matter. */
	mapped?(payload: Payload): Record<string, unknown>;
	/** What the result says about the item, known before it is sent. */
	details?(payload: Payload): IDataObject;
	/** How the payload travels; as JSON body by default. */
	send?(payload: Payload): Omit<AttentiveRequest, 'method' | 'path'>;
	/** For reads: the records of the answer. */
	records?(body: unknown, payload: Payload): IDataObject[];
	/** For operations whose requests hold several items. */
	gather?: { itemsPerRequest: number; body(payloads: Payload[]): object };
}

/** Builds an operation from its declaration. */
export function defineOperation<InSight extends Fields, Additional extends Fields, Payload extends object>(
	declaration: Declaration<InSight, Additional, Payload>,
): Operation<Payload> {
	const { fields, additionalFields, repeat, gather, records } = declaration;
	return {
		...declaration,
		hasPerson: declaration.person !== undefined,
		itemsPerRequest: gather?.itemsPerRequest ?? 1,
		properties: [...(declaration.notices ?? []), ...propertiesOf(fields)],
		additionalFields: propertiesOf(additionalFields),
		ownOptions: declaration.ownOptions ?? [],
		retryClass: (options) => (typeof repeat === 'function' ? repeat(options) : repeat),
		prepare(source, facts) {
			const values = {
				...valuesOf(fields, source),
				...valuesOf(additionalFields, source.within('additionalFields')),
			};
			const reason = declaration.nothingToSend?.(values);
			if (reason !== undefined) return { skip: { reasonCode: 'nothingToSend', reason } };
			const built = declaration.payload(values, facts);
			const checked = declaration.schema.safeParse(built);
			if (!checked.success) throw payloadError(checked.error, built);
			return {
				payload: checked.data,
				person: declaration.person?.(values),
				warnings: declaration.warnings?.(checked.data, facts) ?? [],
				details: declaration.details?.(checked.data) ?? {},
			};
		},
		mapped: (payload) => declaration.mapped?.(payload) ?? {},
		request(payloads) {
			const { method, path } = declaration.endpoint;
			const [first] = payloads;
			if (gather) return { method, path, body: gather.body(payloads) };
			if (!first) return { method, path };
			return { method, path, ...(declaration.send?.(first) ?? { body: first }) };
		},
		results(answer, payloads, details) {
			return payloads.map((payload, index) =>
				records
					? { status: 'read', records: records(answer.body, payload) }
					: { status: 'accepted', details: details[index] ?? {} },
			);
		},
	};
}

function propertiesOf(fields: Fields): INodeProperties[] {
	return Object.entries(fields).flatMap(([name, field]) => field.properties(name));
}

function valuesOf<Set extends Fields>(fields: Set, source: ItemSource): Values<Set>;
function valuesOf(fields: Fields, source: ItemSource): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.parse(source, name)]));
}
