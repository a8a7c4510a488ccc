import { randomBytes } from 'node:crypto';
import type { Clock } from './clock';
import type { Identifiers } from './users';

/** Whether an archived segment can still be looked up by its ID; OpenAPI says only that lists leave it out. */
export const archivedSegmentHandlings = ['gone', 'shown'] as const;
export type ArchivedSegmentHandling = (typeof archivedSegmentHandlings)[number];

/** OpenAPI's SegmentMember: at least one of them. */
export type SegmentMember = Pick<Identifiers, 'email' | 'phone' | 'clientUserId'>;

export interface SegmentRecord {
	externalId: string;
	name: string;
	description: string;
	/** ISO times, by the sandbox's clock. */
	created: string;
	updated: string;
	archived: boolean;
	memberCount: number;
}

export class Segment {
	private readonly byIdentifier = new Map<string, SegmentMember>();
	private readonly all = new Set<SegmentMember>();
	archived = false;
	/** Milliseconds since 1970. Members that come or go do not change it (assumed). */
	updated: number;

	constructor(
		/** In order of creation. */
		readonly number: number,
		readonly externalId: string,
		public name: string,
		public description: string,
		readonly created: number,
	) {
		this.updated = created;
	}

	get members(): ReadonlySet<SegmentMember> {
		return this.all;
	}

	/**
	 * Who is in already is not added again; several who turn out to be one are one from then on.
	 * @param identifiers everything by which this person is known
	 */
	add(member: SegmentMember, identifiers: Identifiers[]): void {
		const [present, ...others] = this.matching(identifiers);
		if (present === undefined) this.all.add(member);
		for (const other of others) this.all.delete(other);
		for (const one of [member, ...others]) {
			for (const key of keysOf(one)) this.byIdentifier.set(key, present ?? member);
		}
	}

	/** Takes out whoever is in by any of these. */
	remove(identifiers: Identifiers[]): void {
		for (const member of this.matching(identifiers)) this.all.delete(member);
		for (const key of identifiers.flatMap(keysOf)) this.byIdentifier.delete(key);
	}

	/** Somebody taken out may still stand under an identifier that was not named then: such a key counts for nothing. */
	private matching(identifiers: Identifiers[]): SegmentMember[] {
		const found = new Set<SegmentMember>();
		for (const key of identifiers.flatMap(keysOf)) {
			const member = this.byIdentifier.get(key);
			if (member !== undefined && this.all.has(member)) found.add(member);
		}
		return [...found];
	}

	record(): SegmentRecord {
		return {
			externalId: this.externalId,
			name: this.name,
			description: this.description,
			created: new Date(this.created).toISOString(),
			updated: new Date(this.updated).toISOString(),
			archived: this.archived,
			memberCount: this.all.size,
		};
	}
}

export class Segments {
	private readonly byId = new Map<string, Segment>();

	constructor(private readonly clock: Clock) {}

	/** Archived ones too: their IDs stay taken (assumed). */
	find(externalId: string): Segment | undefined {
		return this.byId.get(externalId);
	}

	create(segment: { externalId?: string | undefined; name: string; description: string }): Segment {
		// Of the same form as the published example.
		const { externalId = `SEG_${randomBytes(6).toString('hex')}`, name, description } = segment;
		const created = new Segment(this.byId.size + 1, externalId, name, description, this.clock.now());
		this.byId.set(externalId, created);
		return created;
	}

	/** In order of creation, archived ones too. */
	list(): Segment[] {
		return [...this.byId.values()];
	}
}

function keysOf({ phone, email, clientUserId }: Identifiers): string[] {
	return [
		...(phone === undefined ? [] : [`phone ${phone}`]),
		...(email === undefined ? [] : [`email ${email.toLowerCase()}`]),
		...(clientUserId === undefined ? [] : [`clientUserId ${clientUserId}`]),
	];
}
