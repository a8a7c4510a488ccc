import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Question } from '../delivery/question';
import type { Delivery } from '../delivery/delivery';
import type { Ready } from '../delivery/preparedItem';
import type { Skip } from '../errors/itemResult';
import type { Permission } from '../errors/permission';
import type { Fields, Values } from '../fields/field';
import type { ItemSource } from '../parameters/itemSource';
import type { Warning } from '../values/warning';

/** A parameter that is the same for all items of a run. */
export type RunWide = (name: string) => unknown;

/** What an operation may know of the item beside its fields. */
export interface ItemFacts {
	/** A UUID that stays the same whenever n8n runs this item again in this run. */
	uniqueId(): string;
	/** A UUID that is the same for the same texts in every run of this node, and another in any other node. */
	nodesIdFor(texts: string[]): string;
	/** ISO time, with an offset, at which the run began. */
	now: string;
	/** Values that items of the run have brought so far, as the operation names them. */
	seen: Seen;
}

/** What an operation may know of the item once its fields are read. */
export interface ReadFacts extends ItemFacts {
	/** The value of Skip Repeats By. */
	once?: string;
}

export interface Seen {
	has(value: string): boolean;
	/** Counts only if the item can be sent. */
	add(value: string): void;
	/** The items that were the first with any of these values. */
	itemsWith(values: string[]): number[];
}

/** An item as it was read: ready to be sent, or left out because of earlier items or for a reason of its own. */
export type Read<Payload extends object> = Ready<Payload> | LeftOut;

export interface LeftOut {
	skip: Skip;
	/** Earlier items that make this one a duplicate. */
	because?: number[];
}

/** What an AI agent may do only if a switch in the panel allows it. */
export interface Guard {
	/** Completes "Allow the AI agent to ...". */
	deed: string;
	/** Whether a run with these parameters needs it; unless given, all do. */
	isNeeded?(runWide: RunWide): boolean;
}

/** What an operation says about itself beside its fields. */
interface Facts {
	resource: string;
	operation: string;
	name: string;
	/** In plain words, as n8n's node panel lists it. */
	action: string;
	description: string;
	kind: 'read' | 'write';
	permission?: Permission;
	guard?: Guard;
	/** Whether it links identifiers for good: an ID that people share would make them one. */
	joinsPeople?: true;
}

/** How rows become one thing to send, whose outcome is that of each. */
export type Merge<Payload extends object> =
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
	/** They are about one person, known by any identifier that they share. */
	| {
			kind: 'person';
			/** Undefined where the two cannot be one: then they are sent apart. */
			merge(first: Payload, next: Payload): Payload | undefined;
	  };

/** A payload after the slow part of reading, such as a whole file. */
export interface Completed<Payload> {
	payload: Payload;
	warnings: readonly Warning[];
}

/** An operation as a run sees it. */
export interface Operation<Payload extends object = object> extends Facts {
	/** Whether its output never holds the item's own fields. */
	resultOnly: boolean;
	/** Whether it is about a person: such writes can be limited to test recipients. */
	hasPerson: boolean;
	/** Its parameters, without show-rules for resource and operation. Options are the same for all items of a run. */
	panel: { properties: INodeProperties[]; additionalFields: INodeProperties[]; options: INodeProperties[] };
	/** Whether a second request changes nothing (RFC 9110), in a run with these options and parameters. */
	isIdempotent(options: Record<string, unknown>, runWide: RunWide): boolean;
	/** Whether a run with these parameters can text the people that its items are about. */
	textsPeople(runWide: RunWide): boolean;
	/** Throws a ValueError that says everything that is wrong with the item. */
	read(source: ItemSource, facts: ItemFacts): Read<Payload>;
	merge?: Merge<Payload>;
	/** The slow part of reading, once rows are merged. Throws a ValueError that says what is wrong with the item. */
	complete?(payload: Payload): Promise<Completed<Payload>>;
	delivery: Delivery<Payload>;
}

/** What an operation makes of the values of its fields. The payload is checked by its schema. */
export type Drafted<Payload> =
	| LeftOut
	| {
			payload: object;
			changes?: string;
			details?: Ready<object>['details'];
			warnings?: readonly Warning[];
			question?(payload: Payload): Question<Payload> | undefined;
	  };

/** What one operation declares; all else is derived from it. */
export interface Declaration<
	InSight extends Fields,
	Additional extends Fields,
	Payload extends object,
> extends Facts {
	resultOnly?: boolean;
	isIdempotent: boolean | ((options: Record<string, unknown>, runWide: RunWide) => boolean);
	/** Unless given, events do: any event can start a journey. */
	textsPeople?(runWide: RunWide): boolean;
	notices?: INodeProperties[];
	fields: InSight;
	additionalFields?: Additional;
	options?: INodeProperties[];
	/** For what must not be sent twice, not in a later run either: offers Skip Repeats By, with such a field as the example, and a note in its help. */
	skipRepeats?: { example: string; note?: string };
	/** What the panel calls parts of the payload whose names are not those of its parameters. */
	labels?: Record<string, string>;
	/** The one description of what is sent. */
	schema: z.ZodType<Payload>;
	/** Throws a ValueError where the values do not fit together. */
	read(values: Values<InSight> & Values<Additional>, facts: ReadFacts): Drafted<NoInfer<Payload>>;
	merge?: Merge<NoInfer<Payload>>;
	complete?(payload: NoInfer<Payload>): Promise<Completed<NoInfer<Payload>>>;
	delivery: Delivery<NoInfer<Payload>>;
}
