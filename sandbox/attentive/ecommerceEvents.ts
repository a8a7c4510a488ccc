import { userId, type User } from './users';

/** As their endpoints' paths call them. */
export type EcommerceKind = 'product-view' | 'add-to-cart' | 'purchase';

export interface Item {
	productId: string;
	productVariantId: string;
	name?: string | undefined;
	productImage?: string | undefined;
	productUrl?: string | undefined;
	/** With the currency that stands for none. */
	price: { value: number; currency: string }[];
	quantity?: number | undefined;
}

export interface EcommerceEvent {
	kind: EcommerceKind;
	userId: string;
	items: Item[];
	/** ISO time in UTC; the sandbox's clock where the request named none. */
	occurredAt: string;
	/** These two with a purchase only. */
	orderId?: string;
	salesChannel?: string;
}

/** What the shop's visitors did, as Attentive keeps it: the ledger has the requests as they came. */
export class EcommerceEvents {
	readonly stored: EcommerceEvent[] = [];

	/** @param event `occurredAt`: milliseconds since 1970 */
	record(
		user: User,
		event: {
			kind: EcommerceKind;
			items: Item[];
			orderId: string | undefined;
			salesChannel: string | undefined;
			occurredAt: number;
		},
	): void {
		const { kind, items, orderId, salesChannel, occurredAt } = event;
		this.stored.push({
			kind,
			userId: userId(user),
			items,
			occurredAt: new Date(occurredAt).toISOString(),
			...(orderId === undefined ? {} : { orderId }),
			...(salesChannel === undefined ? {} : { salesChannel }),
		});
	}
}
