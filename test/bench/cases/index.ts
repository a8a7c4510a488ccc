import type { Bench } from '../bench';
import { catalog } from './catalog';
import { codes, errorOutput, members, users } from './bulk';
import { footprint } from './footprint';
import { memory } from './memory';

/** All benches, in the order in which they run. */
export const benches: Bench[] = [footprint, users, members, errorOutput, codes, memory, catalog];
