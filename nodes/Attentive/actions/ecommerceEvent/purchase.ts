import { purchaseSchema, type Purchase } from '../../../schemas/ecommerceEvents';
import { choice } from '../../../fields/choice';
import { text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import {
	eventDelivery,
	itemsOfOneCart,
	productsAdditionalFields,
	productsFields,
	readEvent,
} from './productsEvent';

export const purchase = defineOperation({
	resource: 'ecommerceEvent',
	operation: 'purchase',
	name: 'Purchase',
	action: 'Send purchase event',
	description:
		'Send an event about products that a user bought, which ends cart journeys and can start others',
	kind: 'write',
	permission: { name: 'eCommerce', level: 'Write' },
	isIdempotent: false,
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
	read(values, facts) {
		const event = readEvent(values, facts);
		return {
			...event,
			payload: {
				...event.payload,
				...(values.orderId ? { orderId: values.orderId } : {}),
				...(values.salesChannel ? { salesChannel: { channelType: values.salesChannel } } : {}),
			},
		};
	},
	merge: itemsOfOneCart,
	skipRepeats: { example: 'id' },
	delivery: eventDelivery<Purchase>('purchase', ({ orderId }) => (orderId ? { orderId } : {})),
});
