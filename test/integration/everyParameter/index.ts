import { account } from './account';
import { bulkJob } from './bulkJob';
import { customAttribute } from './customAttribute';
import { customEvent } from './customEvent';
import { ecommerceEvent } from './ecommerceEvent';
import { identity } from './identity';
import { offer } from './offer';
import { privacyRequest } from './privacyRequest';
import { productCatalog } from './productCatalog';
import { segment } from './segment';
import { subscriber } from './subscriber';
import { user } from './user';
import { webhook } from './webhook';
import type { Operations, Variant } from './shared';

const RESOURCES: Record<string, Operations> = {
	account,
	bulkJob,
	customAttribute,
	customEvent,
	ecommerceEvent,
	identity,
	offer,
	privacyRequest,
	productCatalog,
	segment,
	subscriber,
	user,
	webhook,
};

/** Every parameter of every operation as an expression, by "resource operation". */
export const EVERY_PARAMETER: Record<string, Variant[]> = Object.fromEntries(
	Object.entries(RESOURCES).flatMap(([resource, operations]) =>
		Object.entries(operations).map(
			([operation, variants]) => [`${resource} ${operation}`, variants] as const,
		),
	),
);
