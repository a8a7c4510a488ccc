import { get as getAccount } from './account/get';
import { get as getCustomAttributes } from './customAttribute/get';
import { set as setCustomAttributes } from './customAttribute/set';
import { send as sendCustomEvent } from './customEvent/send';
import type { Operation } from './operation';

/** Every operation of the node: one that is not in this list does not exist. */
export const operations: Operation[] = [
	getAccount,
	getCustomAttributes,
	setCustomAttributes,
	sendCustomEvent,
];

/** How the resources are called in the panel, in the order of the list there. */
export const resources: Array<{ value: string; displayName: string }> = [
	{ value: 'account', displayName: 'Account' },
	{ value: 'customAttribute', displayName: 'Custom Attribute' },
	{ value: 'customEvent', displayName: 'Custom Event' },
];
