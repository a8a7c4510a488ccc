type Row = Record<string, unknown>;

const shopify = {
	id: 5500000000001,
	currency: 'CAD',
	presentment_currency: 'CAD',
	taxes_included: false,
	line_items: [
		{
			id: 14444444444441,
			current_quantity: 2,
			gift_card: false,
			price: '60.00',
			price_set: {
				shop_money: { amount: '60.00', currency_code: 'CAD' },
				presentment_money: { amount: '60.00', currency_code: 'CAD' },
			},
			product_id: 7000000000001,
			quantity: 2,
			sku: 'RC-M',
			title: 'Rain Coat',
			total_discount: '0.00',
			variant_id: 4100000000001,
			discount_allocations: [{ amount: '10.00' }],
		},
	],
	refunds: [],
};
const woocommerce = {
	id: 9001,
	currency: 'EUR',
	prices_include_tax: false,
	line_items: [
		{
			id: 501,
			name: 'Trail Mug - Green',
			parent_name: 'Trail Mug',
			product_id: 80,
			variation_id: 81,
			quantity: 2,
			subtotal: '30.00',
			total: '27.00',
			total_tax: '5.13',
			taxes: [{ id: 3, total: '5.13', subtotal: '5.70' }],
			meta_data: [{ id: 900, key: 'pa_color', value: 'green' }],
			sku: 'MUG-G',
			price: 13.5,
			image: { id: '77', src: 'https://shop.example.com/mug.jpg' },
		},
	],
	fee_lines: [],
};
const lamp = {
	id: 'p-1',
	parent_id: null,
	product_id: 112,
	variant_id: 77,
	sku: 'LAMP-W',
	name: 'Desk Lamp',
	quantity: 2,
	list_price: 40,
	sale_price: 35.5,
};
const bigcommerce = {
	data: {
		id: 'c-1',
		currency: { code: 'AUD' },
		tax_included: true,
		line_items: {
			physical_items: [lamp],
			digital_items: [{ ...lamp, id: 'd-1', variant_id: 78 }],
			gift_certificates: [{ id: 'g-1', name: 'Gift', amount: 25 }],
			custom_items: [{ id: 'x-1', name: 'Engraving', quantity: '1', list_price: '5.00' }],
		},
	},
};
const magento = {
	entity_id: 4,
	order_currency_code: 'EUR',
	base_currency_code: 'USD',
	items: [
		{
			item_id: 20,
			product_id: 300,
			product_type: 'configurable',
			sku: 'TEE-M',
			name: 'Tee',
			qty_ordered: 1,
			price: 30,
			row_total: 30,
			discount_amount: 3,
		},
		{
			item_id: 21,
			parent_item_id: 20,
			product_id: 302,
			product_type: 'simple',
			sku: 'TEE-M',
			name: 'Tee M',
			qty_ordered: 1,
			price: 0,
		},
	],
};
const dollars = (amount: number) => ({ amount, currency: 'USD' });
const square = {
	order: {
		id: 'o1',
		line_items: [
			{
				uid: 'u1',
				catalog_object_id: 'VAR1',
				quantity: '2',
				name: 'Latte',
				item_type: 'ITEM',
				base_price_money: dollars(450),
				gross_sales_money: dollars(1000),
				total_discount_money: dollars(100),
				total_money: dollars(980),
				modifiers: [{ uid: 'm1', name: 'Oat', total_price_money: dollars(100) }],
			},
		],
	},
};
const stripe = {
	object: 'list',
	data: [
		{
			id: 'li_1',
			object: 'item',
			amount_discount: 400,
			amount_subtotal: 4000,
			amount_tax: 300,
			amount_total: 3900,
			currency: 'usd',
			description: 'Poster',
			price: {
				id: 'price_1',
				object: 'price',
				currency: 'usd',
				product: 'prod_1',
				type: 'one_time',
				unit_amount: 2000,
			},
			quantity: 2,
		},
	],
};
const custom = {
	items: [
		{
			id: 1,
			sku: 'A',
			name: 'Shirt',
			price: '19.99',
			quantity: 2,
			image: { src: 'https://x.example/i.jpg' },
		},
	],
};

/** Orders and carts as shops send them, by List Format. */
export const genuine: Record<string, Row[]> = {
	bigcommerce: [bigcommerce],
	custom: [custom],
	magento: [magento],
	shopify: [shopify, { body: shopify }],
	square: [square],
	stripe: [stripe],
	woocommerce: [woocommerce],
};
