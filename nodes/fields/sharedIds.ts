import type { INodeProperties } from 'n8n-workflow';
import { RunError } from '../errors/runError';
import { notAChoice } from './choice';
import { IDENTIFIERS } from './identifiers';
import type { Person } from './person';

const NAME = 'sharedIds';
const LABEL = 'If an ID Has Two Phones or Emails';
const CHOICES = ['warn', 'refuse'];

/** The option for IDs that people of a run share. */
export const sharedIdsProperty: INodeProperties = {
	displayName: LABEL,
	name: NAME,
	type: 'options',
	options: [
		{ name: 'Send With a Warning', value: 'warn' },
		{ name: 'Refuse the Items', value: 'refuse', description: 'Send none of the items that have this ID' },
	],
	default: 'warn',
	description:
		'What to do if items of one run have the same ID with different phones or emails. A person can have two emails, but two people with one ID become one in Attentive.',
};

/** Whether items that share an ID are refused. Throws a RunError for what is none of the choices. */
export function refusesSharedIds(options: Record<string, unknown>): boolean {
	const chosen = NAME in options ? options[NAME] : 'warn';
	if (CHOICES.some((choice) => choice === chosen)) return chosen === 'refuse';
	throw new RunError(notAChoice(LABEL, chosen, CHOICES));
}

/** The IDs of a person that should be no one else's, each with its label. */
export function idsOf({ clientUserId, shopifyId, klaviyoId, customIdentifiers = [] }: Person): Array<{
	label: string;
	value: string;
}> {
	const single = [
		{ label: IDENTIFIERS.clientUserId.displayName, value: clientUserId },
		{ label: IDENTIFIERS.shopifyId.displayName, value: shopifyId },
		{ label: IDENTIFIERS.klaviyoId.displayName, value: klaviyoId },
	].flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
	return [...single, ...customIdentifiers.map(({ name, value }) => ({ label: name, value }))];
}
