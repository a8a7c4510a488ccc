import { cart, type Cart } from '../../../../nodes/Attentive/actions/ecommerceEvent/cart';
import { source } from '../../rows';

type Row = Record<string, unknown>;

/** What the node makes of an item's list. */
export function cartOf(listFormat: string, item: Row, parameters: Row = {}): Cart {
	return cart.parse(source(item, { products: 'list', listFormat, productList: '', ...parameters }), 'cart');
}

/** The products in short: "10/11 Shirt 2 x 19.99 USD". */
export function productsOf({ items }: Cart): string[] {
	return items.map(({ productId, productVariantId, name = '-', quantity = '-', price: [price] }) =>
		[`${productId}/${productVariantId}`, name, `${quantity} x ${price?.value} ${price?.currency}`].join(' '),
	);
}

/** The reasons for which lines were left out. */
export function leftOutOf({ warnings }: Cart): string[] {
	return warnings.flatMap(({ code }) => (code.startsWith('leftOut ') ? [code.slice(8)] : []));
}

export const BY_SKU = { additionalFields: { useSkuAsId: true } };
