import { bodies } from './bodies';
import { connections } from './connections';
import { floods } from './floods';
import { headers } from './headers';
import { protocol } from './protocol';
import { redirects } from './redirects';
import { statuses } from './statuses';
import type { Kind } from './kind';

export type { Kind } from './kind';

export const KINDS: readonly Kind[] = [
	...statuses,
	...redirects,
	...connections,
	...floods,
	...protocol,
	...bodies,
	...headers,
];
