import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { z } from 'zod';
import { segmentMemberSchema } from '../../nodes/schemas/segments';
import { userSchema } from '../../nodes/schemas/users';
import { eachField } from '../mappedFields';

/** Rows of one kind, the parameters that send them in bulk, and the least that sending them can cost. */
export interface BulkRows {
	row(index: number): IDataObject;
	parameters: INodeParameters;
	/** What a script would do with a row: the phone by libphonenumber-js, the payload by zod, its JSON. */
	byHand(row: IDataObject): string;
}

const users = {
	resource: 'user',
	operation: 'upsertMany',
	defaultCountry: 'US',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	attributes: eachField([
		{ column: 'tier', type: 'string' },
		{ column: 'points', type: 'number' },
	]),
};
const members = {
	resource: 'segment',
	operation: 'addMembers',
	externalId: { __rl: true, mode: 'id', value: 'gold' },
};

export const BULK = {
	users: {
		row: (index) => ({
			phone: phone(index),
			email: `user${index}@example.com`,
			tier: index % 2 === 0 ? 'Gold' : 'Silver',
			points: index,
		}),
		parameters: users,
		byHand: ({ phone: written, email, tier, points }) =>
			checked(userSchema, {
				identifiers: { phone: e164(written), email },
				attributes: { custom: { tier, points } },
			}),
	},
	phones: {
		row: (index) => ({ phone: phone(index) }),
		parameters: { ...members, phone: '={{ $json.phone }}' },
		byHand: ({ phone: written }) => member({ phone: e164(written) }),
	},
	ids: {
		row: (index) => ({ customer: `customer-${index}` }),
		parameters: { ...members, otherIdentifiers: { clientUserId: '={{ $json.customer }}' } },
		byHand: ({ customer }) => member({ clientUserId: customer }),
	},
} satisfies Record<string, BulkRows>;

function phone(index: number): string {
	return `+1206${String(2_000_000 + index)}`;
}

function e164(written: unknown): string | undefined {
	const parsed = parsePhoneNumberFromString(String(written));
	return parsed?.isValid() ? parsed.number : undefined;
}

function member(identifiers: object): string {
	return checked(segmentMemberSchema, { externalId: 'gold', member: identifiers });
}

function checked(schema: z.ZodTypeAny, payload: object): string {
	return JSON.stringify(schema.parse(payload));
}

export function rowsOf({ row }: BulkRows, count: number): IDataObject[] {
	return Array.from({ length: count }, (_row, index) => row(index));
}
