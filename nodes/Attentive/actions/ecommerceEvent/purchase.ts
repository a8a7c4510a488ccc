import { purchaseSchema } from '../../../schemas/ecommerceEvents';
import { choice } from '../../../fields/choice';
import type { Person } from '../../../fields/person';
import { text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import {
	itemsOfOneCart,
	productsAdditionalFields,
	productsDetails,
	productsEvent,
	productsEventWarnings,
	productsFields,
} from './productsEvent';
import { unknownPerson } from '../../../errors/reasons';

export const purchase = defineOperation({
	resource: 'ecommerceEvent',
	operation: 'purchase',
	name: 'Purchase',
	action: 'Send purchase event',
	description:
		'Send an event about products that a user bought, which ends cart journeys and can start others',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/purchase', requestsPerSecond: 150 },
	permission: { name: 'eCommerce', level: 'Write' },
	repeat: 'unsafe',
	refusal: unknownPerson,
	fields: {
		...productsFields,
		orderId: text({
			displayName: 'Order ID',
			placeholder: 'e.g. 1001',
			description: 'Order number as your shop shows it',
		}),
	},
	additionalFields: {
		...productsAdditionalFields,
		salesChannel: choice({
			displayName: 'Sales Channel',
			options: [
				{ name: 'Not Stated', value: '' },
				{ name: 'Android App', value: 'ANDROID_APP' },
				{ name: 'In Store', value: 'IN_STORE' },
				{ name: 'iOS App', value: 'IOS_APP' },
				{ name: 'Other', value: 'OTHER' },
				{ name: 'Phone', value: 'PHONE' },
				{ name: 'Web', value: 'WEB' },
			],
			default: '',
			description: 'Where the products were bought',
		}),
	},
	schema: purchaseSchema,
	payload: (values, facts) => {
		return {
			...productsEvent(values, facts),
			...(values.orderId ? { orderId: values.orderId } : {}),
			...(values.salesChannel ? { salesChannel: { channelType: values.salesChannel } } : {}),
		};
	},
	person: (values): Person => values.user,
	warnings: (event, facts, values) => productsEventWarnings(event, facts, values),
	details: (event, values) => ({
		...(event.orderId ? { orderId: event.orderId } : {}),
		...productsDetails(event, values),
	}),
	join: itemsOfOneCart,
	skipRepeats: { example: 'id' },
});
