import type { Bench } from '../bench';
import { credential } from './credential';
import { footprint } from './footprint';
import { queue } from './queue';
import { repeats } from './repeats';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [footprint, queue, credential, repeats];
