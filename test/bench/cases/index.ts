import type { Bench } from '../bench';
import { event } from './event';
import { footprint } from './footprint';
import { growth } from './growth';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [footprint, event, growth];
