import type { Bench } from '../bench';
import { footprint } from './footprint';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [footprint];
