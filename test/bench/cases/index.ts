import type { Bench } from '../bench';
import { catalog } from './catalog';
import { codes, errorOutput, members, users } from './bulk';
import { credential } from './credential';
import { event } from './event';
import { footprint } from './footprint';
import { growth } from './growth';
import { memory } from './memory';
import { changing, lanes, pace } from './pace';
import { queue } from './queue';
import { repeats } from './repeats';
import { shared } from './shared';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [
	footprint,
	event,
	pace,
	shared,
	changing,
	lanes,
	growth,
	users,
	members,
	errorOutput,
	codes,
	memory,
	catalog,
	queue,
	credential,
	repeats,
];
