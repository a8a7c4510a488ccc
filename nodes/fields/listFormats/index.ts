import { bigcommerce } from './bigcommerce';
import type { ListFormat } from './listFormat';
import { magento } from './magento';
import { shopify } from './shopify';
import { square } from './square';
import { stripe } from './stripe';
import { woocommerce } from './woocommerce';

/** The shops whose lists are known, by the values of List Format. Any other list is Custom. */
export const SHOPS = { bigcommerce, magento, shopify, square, stripe, woocommerce } satisfies Record<
	string,
	ListFormat
>;
