import type { Bench } from '../bench';
import { codes, errorOutput, members, users } from './bulk';
import { credential } from './credential';
import { event } from './event';
import { footprint } from './footprint';
import { growth } from './growth';
import { memory } from './memory';
import { queue } from './queue';
import { repeats } from './repeats';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [
	footprint,
	event,
	growth,
	users,
	members,
	errorOutput,
	codes,
	memory,
	queue,
	credential,
	repeats,
];
