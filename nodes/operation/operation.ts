import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Answer, Endpoint, ItemError, ItemResult, RetryClass, Skip } from '../engine/types';
import type { Permission } from '../errors/permission';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { UploadFile } from '../transport/storage';
import type { Fields, Values } from '../fields/field';
import { REMEMBERED, skipRepeatsKey, skipRepeatsProperty } from '../fields/skipRepeats';
import type { Person } from '../fields/person';
import { waitingOptions } from '../fields/waiting';
import type { ItemSource } from '../parameters/itemSource';
import { Problems } from '../errors/problems';
import { jobIdOf, recordIdOf } from './jobRecords';
import { panelLabels, payloadError } from './payloadError';
import { payloadWords } from './payloadWords';
import type { Warning } from './warnings';

/** What an operation may know of the item beside its fields. */
export interface ItemFacts {
	/** A UUID that stays the same whenever n8n runs this item again in this run. */
	uniqueId(): string;
	/** ISO time, with an offset, at which the run began. */
	now: string;
}

/** Whether what an item claims has come about, or may have: its outcome is unknown. */
export type Claim = 'taken' | 'inDoubt';

/** Values that items of the run have brought so far. */
export interface Seen {
	has(value: string): boolean;
	add(value: string): void;
}

/** Questions that must be answered before an item is sent, at the operation's check endpoint. */
export interface Check<Payload> {
	queries: Array<Record<string, string>>;
	/** All that sending the whole payload claims. */
	claims: string[];
	/**
	 * What the answers make of the item: left out, or a payload to send, what sending it claims so that a later item of the run need not, and
	 * what its result is to say of that.
	 * Throws where an answer cannot be understood.
	 * @param answers in the order of the queries
	 * @param claimed by earlier items of the run
	 */
	settle(
		answers: unknown[],
		claimed: ReadonlyMap<string, Claim>,
	): { payload: Payload; claims: string[]; told?: IDataObject } | { skip: Skip };
}

/** What is left of a payload; where nothing is, the values by which it was seen. */
export type Unseen<Payload> = { payload: Payload; warnings?: Warning[] } | { skip: Skip; seenAs: string[] };

/** An item that is ready to be sent. */
export interface Ready<Payload> {
	payload: Payload;
	person?: Person;
	warnings: Warning[];
	details: IDataObject;
	/** What must be asked before it is sent. */
	check?: Check<Payload>;
	/** Items with equal keys may share a request. */
	gatherBy?: string;
	/** How much of a request the item fills. */
	size?: number;
	/** What it changes, beside a person: items that change the same go in input order. */
	changes?: string;
	/** What is sent only once, also in later runs; undefined where that does not matter. */
	once?: string;
}

/** What an item became: ready to be sent, or with nothing to send. */
export type Prepared<Payload> = Ready<Payload> | { skip: Skip };

/** What became of an item after Attentive had taken it in. */
export type LaterResult =
	| Extract<ItemResult, { status: 'accepted' | 'validated' | 'pending' }>
	| { status: 'failed'; reason: Omit<ItemError, 'message'> };

/** What a look at something that Attentive works on has told. */
export interface LookedUp<Payload> {
	/** Whether another look would tell nothing new. */
	hasEnded: boolean;
	/**
	 * What became of an item with these details; undefined as long as that is not known.
	 * @param payload undefined for an item that was sent in an earlier try
	 */
	resultOf(details: IDataObject, payload: Payload | undefined): LaterResult | undefined;
}

/** For what goes as a file to an address that the answer gives, and is worked on later. */
export interface Upload<Payload> {
	/** The address. Throws where the answer has none. */
	to(body: unknown): string;
	file(payloads: Payload[]): UploadFile;
	/**
	 * What names the upload and the item in it. Throws where the answer cannot be understood.
	 * @param position of the payload among those of the request
	 */
	details(body: unknown, payload: Payload, position: number): IDataObject;
	/** What the details say of the upload. */
	idOf(details: IDataObject): string | undefined;
	/** The request that tells what became of an upload. */
	lookUp(id: string): AttentiveRequest;
	/** Throws where the answer cannot be understood. */
	lookedUp(body: unknown): LookedUp<Payload>;
}

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
	/** Where checks go. */
	checkEndpoint?: Endpoint;
	/** Whether its output never holds the item's own fields. */
	resultOnly: boolean;
	/** What an AI agent may do with it only if a switch allows it: completes "Allow the AI agent to ...". */
	guarded?: string;
	/** Whether a request that is refused as a whole may be bad in a few of its items only. */
	halves: boolean;
	/** How much one request may hold: items, or what else the operation measures them by. */
	sizePerRequest: number;
	/** Without show-rules for resource and operation. */
	properties: INodeProperties[];
	additionalFields: INodeProperties[];
	/** Options of this operation alone; they are the same for all items of a run. */
	ownOptions: INodeProperties[];
	/** @param runWide a parameter that is the same for all items */
	retryClass(options: Record<string, unknown>, runWide: (name: string) => unknown): RetryClass;
	/** Whether the switch for AI agents is needed in a run with these parameters. */
	needsGuard(runWide: (name: string) => unknown): boolean;
	/** Whether a run with these parameters can text the people that its items are about. */
	textsPeople(runWide: (name: string) => unknown): boolean;
	/** How items become one thing to send. */
	join?: Join<Payload>;
	/** What the result says about a payload, known before it is sent. */
	details(payload: Payload): IDataObject;
	/** What Validate Only shows besides the request. */
	preview(payload: Payload): IDataObject;
	/** The payload as Validate Only may show it. */
	shown(payload: Payload): Payload;
	/**
	 * Makes of a payload, once items are joined, what can be sent: what takes longer, such as reading a file.
	 * Throws a ValueError that tells what is wrong with the item.
	 */
	inspect?(payload: Payload): Promise<{ payload: Payload; warnings: Warning[] }>;
	upload?: Upload<Payload>;
	/** Throws a ValueError that says everything that is wrong with the item. */
	prepare(source: ItemSource, facts: ItemFacts): Prepared<Payload>;
	request(payloads: Payload[]): AttentiveRequest;
	/** Names and values that the payload brings to Attentive, where their types matter. */
	mapped(payload: Payload): Record<string, unknown>;
	/** Takes out of a payload what earlier items of the run have brought already, and adds its own to `seen`. */
	withoutSeen(payload: Payload, seen: Seen): Unseen<Payload>;
	/** How many records are wanted at most; undefined for all. */
	most(payload: Payload): number | undefined;
	/** What a refusal with this status means for this operation in particular. */
	refusal(status: number, payload: Payload | undefined): { reason: string; wayOut: string } | undefined;
	/** Whether a 404 says that what was to be done is done: what should go is gone. */
	goneIsDone: boolean;
	/** For reads: the records where Attentive has nothing about the payload and answers 404. */
	notFoundRecords?(payload: Payload): IDataObject[];
	/** What a 404 to a check counts as. */
	notFoundAnswer?: unknown;
	/** Whether Attentive takes the items in now and works on them for hours, as a job. */
	isJob: boolean;
	/** Whether its answers tell of jobs, whose results stand in files. */
	looksUpJobs: boolean;
	/** The request for the next page of an answer, where there is one that is wanted. */
	nextPage(pages: unknown[], payload: Payload): Partial<AttentiveRequest> | undefined;
	/** One result for each payload. Throws where the answer cannot be understood. */
	results(answer: Answer, payloads: Payload[], details: IDataObject[]): ItemResult[];
}

/** How several items become one thing to send, whose outcome is that of each. */
export type Join<Payload> =
	/** They are parts of a whole, such as the lines of an order, and go together or not at all. */
	| {
			kind: 'whole';
			/** Names the whole. Read before all else of the item, so that a bad part is known to belong to it. */
			by(source: ItemSource): string | undefined;
			/** Throws a ValueError where the parts do not fit together. */
			merge(first: Payload, next: Payload): Payload;
	  }
	/** They say the same again, such as a member that comes twice. A bad one takes nothing from the others. */
	| { kind: 'same'; by(payload: Payload): string }
	/** They are about one person, told by any identifier that they share. */
	| {
			kind: 'person';
			/** Undefined where the two cannot be one: then they are sent apart. */
			merge(first: Payload, next: Payload): Payload | undefined;
	  };

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
	repeat: RetryClass | ((options: Record<string, unknown>, runWide: (name: string) => unknown) => RetryClass);
	notices?: INodeProperties[];
	fields: InSight;
	additionalFields: Additional;
	ownOptions?: INodeProperties[];
	resultOnly?: boolean;
	guarded?: string;
	/** Where only some runs are guarded: whether one with these parameters is. */
	guardedIf?(runWide: (name: string) => unknown): boolean;
	/** Whether a run with these parameters can text people; unless given, events do, since any event can start a journey. */
	textsPeople?(runWide: (name: string) => unknown): boolean;
	/** What the panel calls parts of the payload whose names are not those of its parameters. */
	labels?: Record<string, string>;
	/** The one description of what is sent. */
	schema: z.ZodType<Payload>;
	payload(values: Values<InSight> & Values<Additional>, facts: ItemFacts): object;
	person?(values: Values<InSight> & Values<Additional>): Person;
	/** Says why an item is left out, before its other fields are looked at. */
	skipFirst?(source: ItemSource): Skip | undefined;
	/** Says why there is nothing to send, where there is not. */
	skip?(values: Values<InSight> & Values<Additional>): Skip | undefined;
	warnings?(payload: Payload, facts: ItemFacts, values: Values<InSight> & Values<Additional>): Warning[];
	/** Names and values that the payload brings to Attentive, where their types matter. */
	mapped?(payload: Payload): Record<string, unknown>;
	/**
	 * What the result says about the item, known before it is sent.
	 * @param values undefined where several items have become one payload
	 */
	details?(payload: Payload, values?: Values<InSight> & Values<Additional>): IDataObject;
	/** What Validate Only shows besides the request, where what is sent does not stand in that. */
	preview?(payload: Payload): IDataObject;
	/** The payload as Validate Only may show it, where not all of it is to be seen. */
	shown?(payload: NoInfer<Payload>): NoInfer<Payload>;
	/** Makes of a payload, once items are joined, what can be sent: what takes longer, such as reading a file. */
	inspect?(payload: Payload): Promise<{ payload: Payload; warnings: Warning[] }>;
	upload?: Upload<NoInfer<Payload>>;
	/** What the answer adds to the details. Throws where it cannot be understood. */
	answerDetails?(body: unknown, payload: Payload): IDataObject;
	/** How the payload travels; as JSON body to the endpoint's path by default. */
	send?(payload: Payload): Partial<AttentiveRequest>;
	/** For reads: the records of the answer. */
	records?(body: unknown, payload: Payload): IDataObject[];
	/** For reads: the records where Attentive has nothing about the payload and answers 404; an error unless given. */
	notFoundRecords?(payload: NoInfer<Payload>): IDataObject[];
	/** For operations whose requests hold several items. */
	gather?: {
		sizePerRequest: number;
		/** Items with equal keys may share a request. */
		by?(payload: Payload): string;
		size?(payload: Payload): number;
		send(payloads: Payload[]): Partial<AttentiveRequest>;
		/** Whether a request that is refused as a whole may be bad in a few of its items only. */
		halves?: boolean;
	};
	join?: Join<NoInfer<Payload>>;
	/** For what must not be sent twice, not in a later run either: offers Skip Repeats By, with such a field as the example. */
	skipRepeats?: { example: string };
	goneIsDone?: boolean;
	/** Names what is changed, where the order of changes matters and it is no person. */
	changes?(payload: Payload): string;
	/** For what Attentive works on for hours: what tells a record of the job from others, as its result file repeats it. */
	job?: {
		recordOf(payload: Payload): unknown;
		/** All of the record, where records about the same may be several. */
		wholeOf?(payload: Payload): unknown;
	};
	looksUpJobs?: boolean;
	/** For reads: how many records are wanted at most; undefined for all. */
	most?(payload: Payload): number | undefined;
	/** For reads whose answers come in pages. */
	nextPage?(pages: unknown[], payload: Payload): Partial<AttentiveRequest> | undefined;
	withoutSeen?(payload: Payload, seen: Seen): Unseen<Payload>;
	/** For operations that ask before they send. */
	check?: {
		endpoint: Endpoint;
		/** The answer that a 404 counts as; an error unless given. */
		notFoundAnswer?: unknown;
		of(
			values: Values<InSight> & Values<Additional>,
			payload: NoInfer<Payload>,
		): Check<NoInfer<Payload>> | undefined;
	};
	refusal?(status: number, payload: Payload): { reason: string; wayOut: string } | undefined;
}

/** Where the endpoints of events begin. */
const EVENTS = '/v1/events/';

/** Builds an operation from its declaration. */
export function defineOperation<InSight extends Fields, Additional extends Fields, Payload extends object>(
	declaration: Declaration<InSight, Additional, Payload>,
): Operation<Payload> {
	const { fields, additionalFields, repeat, gather, check, records, skipRepeats, job, upload } = declaration;
	const { method, path } = declaration.endpoint;
	const labels = panelLabels(
		[...propertiesOf(fields), ...propertiesOf(additionalFields)],
		declaration.labels,
	);
	return {
		...declaration,
		hasPerson: declaration.person !== undefined,
		checkEndpoint: check?.endpoint,
		resultOnly: declaration.resultOnly ?? false,
		sizePerRequest: gather?.sizePerRequest ?? 1,
		halves: gather?.halves ?? false,
		properties: [...(declaration.notices ?? []), ...propertiesOf(fields)],
		additionalFields: [
			...propertiesOf(additionalFields),
			...(skipRepeats ? [skipRepeatsProperty(skipRepeats.example)] : []),
		],
		ownOptions: [
			...(declaration.ownOptions ?? []),
			...(skipRepeats ? [REMEMBERED] : []),
			...(job ? waitingOptions : []),
		],
		goneIsDone: declaration.goneIsDone ?? false,
		notFoundAnswer: check?.notFoundAnswer,
		isJob: job !== undefined,
		looksUpJobs: declaration.looksUpJobs ?? false,
		nextPage: (pages, payload) => declaration.nextPage?.(pages, payload),
		details: (payload) => declaration.details?.(payload) ?? {},
		preview: (payload) => declaration.preview?.(payload) ?? {},
		shown: (payload) => declaration.shown?.(payload) ?? payload,
		retryClass: (options, runWide) => (typeof repeat === 'function' ? repeat(options, runWide) : repeat),
		needsGuard: (runWide) => declaration.guarded !== undefined && (declaration.guardedIf?.(runWide) ?? true),
		textsPeople: (runWide) => declaration.textsPeople?.(runWide) ?? path.startsWith(EVENTS),
		prepare(source, facts) {
			const left = declaration.skipFirst?.(source);
			if (left) return { skip: left };
			const problems = new Problems();
			const values = {
				...valuesOf(fields, source, problems),
				...valuesOf(additionalFields, source.within('additionalFields'), problems),
			};
			const once = problems.collect(() => skipRepeats && skipRepeatsKey(source.within('additionalFields')));
			problems.throwAny();
			const skip = declaration.skip?.(values);
			if (skip) return { skip };
			const built = declaration.payload(values, facts);
			const checked = declaration.schema.safeParse(built, { errorMap: payloadWords });
			if (!checked.success) throw payloadError(checked.error, built, labels);
			return {
				payload: checked.data,
				person: declaration.person?.(values),
				warnings: declaration.warnings?.(checked.data, facts, values) ?? [],
				details: declaration.details?.(checked.data, values) ?? {},
				check: check?.of(values, checked.data),
				gatherBy: gather?.by?.(checked.data),
				size: gather?.size?.(checked.data),
				changes: declaration.changes?.(checked.data),
				once,
			};
		},
		mapped: (payload) => declaration.mapped?.(payload) ?? {},
		request(payloads) {
			const [first] = payloads;
			if (gather) return { method, path, ...gather.send(payloads) };
			if (!first) return { method, path };
			return { method, path, ...(declaration.send?.(first) ?? { body: first }) };
		},
		withoutSeen: (payload, seen) => declaration.withoutSeen?.(payload, seen) ?? { payload },
		most: (payload) => declaration.most?.(payload),
		refusal: (status, payload) => payload && declaration.refusal?.(status, payload),
		results(answer, payloads, details) {
			return payloads.map((payload, index) => {
				if (records) return { status: 'read', records: records(answer.body, payload) };
				const known = { ...details[index], ...declaration.answerDetails?.(answer.body, payload) };
				if (upload) {
					const place = upload.details(answer.body, payload, index);
					return { status: 'pending', details: { ...known, ...place } };
				}
				if (!job) return { status: 'accepted', details: known };
				const recordId = recordIdOf(index, job.recordOf(payload), job.wholeOf?.(payload));
				return { status: 'pending', details: { ...known, jobId: jobIdOf(answer.body), recordId } };
			});
		},
	};
}

function propertiesOf(fields: Fields): INodeProperties[] {
	return Object.entries(fields).flatMap(([name, field]) => field.properties(name));
}

/** The values of all fields; those that cannot be used are missing, and told in `problems`. */
function valuesOf<Set extends Fields>(fields: Set, source: ItemSource, problems: Problems): Values<Set>;
function valuesOf(fields: Fields, source: ItemSource, problems: Problems): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => [name, problems.collect(() => field.parse(source, name))]),
	);
}
