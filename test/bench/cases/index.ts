import type { Bench } from '../bench';
import { codes, errorOutput, members, users } from './bulk';
import { catalog } from './catalog';
import { credential } from './credential';
import { event } from './event';
import { footprint } from './footprint';
import { growth } from './growth';
import { memory } from './memory';
import { once } from './once';
import { changing, lanes, pace, subscribers } from './pace';
import { queue } from './queue';
import { repeats } from './repeats';
import { shared } from './shared';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [
	footprint,
	pace,
	changing,
	lanes,
	subscribers,
	shared,
	event,
	growth,
	users,
	members,
	errorOutput,
	codes,
	memory,
	catalog,
	queue,
	credential,
	once,
	repeats,
];
