import { deleteSegment } from './deleteSegment';
import { deleteWebhook } from './deleteWebhook';
import type { Endpoint } from './endpoint';
import { getBulkJob } from './getBulkJob';
import { getCatalogUpload } from './getCatalogUpload';
import { getCatalogUploads } from './getCatalogUploads';
import { getCustomAttributes } from './getCustomAttributes';
import { getDeleteRequest } from './getDeleteRequest';
import { getMe, getMeV2 } from './getMe';
import { getSegment } from './getSegment';
import { getSegments } from './getSegments';
import { getSubscriptions } from './getSubscriptions';
import { getWebhooks } from './getWebhooks';
import { patchSegment } from './patchSegment';
import { postAddToCart } from './postAddToCart';
import { postAuthorizationCode } from './postAuthorizationCode';
import { postBulkUserAttributes } from './postBulkUserAttributes';
import { postCatalogUploads } from './postCatalogUploads';
import { postCouponCodes } from './postCouponCodes';
import { postCustomAttributes } from './postCustomAttributes';
import { postCustomEvents } from './postCustomEvents';
import { postDeleteRequest } from './postDeleteRequest';
import { postProductView } from './postProductView';
import { postPurchase } from './postPurchase';
import { postSegments } from './postSegments';
import { postSubscriptions } from './postSubscriptions';
import { postUnsubscribe } from './postUnsubscribe';
import { postUserAttributes } from './postUserAttributes';
import { postUserIdentifiers } from './postUserIdentifiers';
import { postWebhooks } from './postWebhooks';
import { putWebhook } from './putWebhook';
import { deleteSegmentMembers, postSegmentMembers } from './segmentMembers';

/** Every endpoint that the sandbox has. */
export const endpoints: readonly Endpoint[] = [
	getMe,
	getMeV2,
	postAuthorizationCode,
	getCustomAttributes,
	postCustomAttributes,
	postCustomEvents,
	postProductView,
	postAddToCart,
	postPurchase,
	getSubscriptions,
	postSubscriptions,
	postUnsubscribe,
	postUserIdentifiers,
	postCouponCodes,
	postDeleteRequest,
	getDeleteRequest,
	getWebhooks,
	postWebhooks,
	putWebhook,
	deleteWebhook,
	getSegments,
	postSegments,
	getSegment,
	patchSegment,
	deleteSegment,
	postUserAttributes,
	postBulkUserAttributes,
	postSegmentMembers,
	deleteSegmentMembers,
	getBulkJob,
	getCatalogUploads,
	postCatalogUploads,
	getCatalogUpload,
];
