import { get as getAccount } from './actions/account/get';
import { get as getBulkJob } from './actions/bulkJob/get';
import { get as getCustomAttributes } from './actions/customAttribute/get';
import { set as setCustomAttributes } from './actions/customAttribute/set';
import { send as sendCustomEvent } from './actions/customEvent/send';
import { addToCart } from './actions/ecommerceEvent/addToCart';
import { productView } from './actions/ecommerceEvent/productView';
import { purchase } from './actions/ecommerceEvent/purchase';
import { addIdentifiers } from './actions/identity/addIdentifiers';
import { addCodes } from './actions/offer/addCodes';
import type { Operation } from '../operation/operation';
import { create as createPrivacyRequest } from './actions/privacyRequest/create';
import { get as getPrivacyRequest } from './actions/privacyRequest/get';
import { get as getCatalogUpload } from './actions/productCatalog/get';
import { getAll as getCatalogUploads } from './actions/productCatalog/getAll';
import { upload as uploadCatalog } from './actions/productCatalog/upload';
import { addMembers } from './actions/segment/addMembers';
import { archive as archiveSegment } from './actions/segment/archive';
import { create as createSegment } from './actions/segment/create';
import { get as getSegment } from './actions/segment/get';
import { getAll as getSegments } from './actions/segment/getAll';
import { removeMembers } from './actions/segment/removeMembers';
import { update as updateSegment } from './actions/segment/update';
import { getEligibility } from './actions/subscriber/getEligibility';
import { subscribe } from './actions/subscriber/subscribe';
import { unsubscribe } from './actions/subscriber/unsubscribe';
import { upsert } from './actions/user/upsert';
import { upsertMany } from './actions/user/upsertMany';
import { create as createWebhook } from './actions/webhook/create';
import { deleteWebhook } from './actions/webhook/delete';
import { getAll as getWebhooks } from './actions/webhook/getAll';
import { update as updateWebhook } from './actions/webhook/update';

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
