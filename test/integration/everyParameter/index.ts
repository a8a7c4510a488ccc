import { EVENTS } from './events';
import { PEOPLE } from './people';
import { THINGS } from './things';
import type { Variant } from './values';

/** Every parameter of every operation as an expression, by "resource operation". */
export const EVERY_PARAMETER: Record<string, Variant[]> = { ...EVENTS, ...PEOPLE, ...THINGS };
