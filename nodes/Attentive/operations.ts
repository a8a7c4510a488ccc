import { get as getAccount } from './account/get';
import { get as getBulkJob } from './bulkJob/get';
import { get as getCustomAttributes } from './customAttribute/get';
import { set as setCustomAttributes } from './customAttribute/set';
import { send as sendCustomEvent } from './customEvent/send';
import { addToCart } from './ecommerceEvent/addToCart';
import { productView } from './ecommerceEvent/productView';
import { purchase } from './ecommerceEvent/purchase';
import { addIdentifiers } from './identity/addIdentifiers';
import { addCodes } from './offer/addCodes';
import type { Operation } from './operation';
import { create as createPrivacyRequest } from './privacyRequest/create';
import { get as getPrivacyRequest } from './privacyRequest/get';
import { get as getCatalogUpload } from './productCatalog/get';
import { getAll as getCatalogUploads } from './productCatalog/getAll';
import { upload as uploadCatalog } from './productCatalog/upload';
import { addMembers } from './segment/addMembers';
import { archive as archiveSegment } from './segment/archive';
import { create as createSegment } from './segment/create';
import { get as getSegment } from './segment/get';
import { getAll as getSegments } from './segment/getAll';
import { removeMembers } from './segment/removeMembers';
import { update as updateSegment } from './segment/update';
import { getEligibility } from './subscriber/getEligibility';
import { subscribe } from './subscriber/subscribe';
import { unsubscribe } from './subscriber/unsubscribe';
import { upsert } from './user/upsert';
import { upsertMany } from './user/upsertMany';
import { create as createWebhook } from './webhook/create';
import { deleteWebhook } from './webhook/delete';
import { getAll as getWebhooks } from './webhook/getAll';
import { update as updateWebhook } from './webhook/update';

/** Every operation of the node: one that is not in this list does not exist. */
export const operations: Operation[] = [
	getAccount,
	getBulkJob,
	getCustomAttributes,
	setCustomAttributes,
	sendCustomEvent,
	productView,
	addToCart,
	purchase,
	addIdentifiers,
	addCodes,
	createPrivacyRequest,
	getPrivacyRequest,
	getCatalogUpload,
	getCatalogUploads,
	uploadCatalog,
	addMembers,
	archiveSegment,
	createSegment,
	getSegment,
	getSegments,
	removeMembers,
	updateSegment,
	getEligibility,
	subscribe,
	unsubscribe,
	upsert,
	upsertMany,
	createWebhook,
	deleteWebhook,
	getWebhooks,
	updateWebhook,
];

/** How the resources are called in the panel, in the order of the list there. */
export const resources: Array<{ value: string; displayName: string }> = [
	{ value: 'account', displayName: 'Account' },
	{ value: 'bulkJob', displayName: 'Bulk Job' },
	{ value: 'customAttribute', displayName: 'Custom Attribute' },
	{ value: 'customEvent', displayName: 'Custom Event' },
	{ value: 'ecommerceEvent', displayName: 'eCommerce Event' },
	{ value: 'identity', displayName: 'Identity' },
	{ value: 'offer', displayName: 'Offer' },
	{ value: 'privacyRequest', displayName: 'Privacy Request' },
	{ value: 'productCatalog', displayName: 'Product Catalog' },
	{ value: 'segment', displayName: 'Segment' },
	{ value: 'subscriber', displayName: 'Subscriber' },
	{ value: 'user', displayName: 'User' },
	{ value: 'webhook', displayName: 'Webhook' },
];
