import { getCustomAttributes } from './getCustomAttributes';
import { getMe } from './getMe';
import type { Endpoint } from './endpoint';
import { postCustomAttributes } from './postCustomAttributes';
import { postCustomEvents } from './postCustomEvents';

/** Every endpoint that the sandbox has. */
export const endpoints: readonly Endpoint[] = [
	getMe,
	getCustomAttributes,
	postCustomAttributes,
	postCustomEvents,
];
