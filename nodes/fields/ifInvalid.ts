import type { INodeProperties } from 'n8n-workflow';
import { whatIsWrong } from '../errors/itemError';
import type { ItemSource } from '../parameters/itemSource';
import { excerpt, type Problem } from '../values/valueError';
import type { Warning } from '../values/warning';
import { requiredChoice } from './choice';

const NAME = 'ifOneIdentifierIsInvalid';

const ifInvalid = requiredChoice({
	displayName: 'If One Identifier Is Invalid',
	options: [
		{ name: 'Refuse the Item', value: 'refuse' },
		{
			name: 'Send by the Others',
			value: 'useOthers',
			description: 'Leave the invalid one out, with a warning',
		},
	],
	default: 'refuse',
	description:
		'What to do with an item that has a valid identifier beside an invalid one, such as a good email and a bad phone',
});

/** The option for items that have a bad identifier beside a good one. */
export const ifInvalidProperties: INodeProperties[] = ifInvalid.properties(NAME);

/** Whether an item with a bad identifier is sent by the others that it has. */
export function usesOthers(source: ItemSource): boolean {
	const options = source.within('options');
	if (!options.isGiven(NAME)) return false;
	options.runWide(NAME);
	return ifInvalid.parse(options, NAME) === 'useOthers';
}

export function leftOutIdentifier({ field, value, reason, reasonCode }: Problem): Warning {
	const wrong = whatIsWrong({ field, reason, ...(value === undefined ? {} : { value: excerpt(value) }) });
	return {
		code: `invalidIdentifier ${field ?? ''} ${reasonCode}`,
		message: `was sent by its other identifiers: ${wrong}`,
	};
}
