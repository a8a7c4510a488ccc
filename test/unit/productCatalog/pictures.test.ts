import {
	parsePictures,
	withFacts,
	type Picture,
} from '../../../nodes/Attentive/actions/productCatalog/pictures';
import { looksOf } from '../values/patterns';

const [A, B] = ['https://cdn.example.com/a.jpg', 'https://cdn.example.com/b,1.jpg'];

/** The forms in which shops hand out pictures. */
test.each<[string, unknown, Picture[]]>([
	['a link', A, [{ src: A }]],
	['links in a text', `${A}, ${B}`, [{ src: A }, { src: B }]],
	// woocommerce/woocommerce#24110: a comma within a link.
	['a link with a comma', B, [{ src: B }]],
	['a list of links, one twice', [A, B, A], [{ src: A }, { src: B }]],
	// Shopify's REST product, craftcms/shopify#122.
	[
		'Shopify, REST',
		[{ id: 1, position: 1, alt: 'Front', width: 900, height: 1200, src: A, variant_ids: [2] }],
		[{ src: A, alt: 'Front', width: 900, height: 1200 }],
	],
	['Shopify without alt text', [{ alt: null, width: 900, height: null, src: A }], [{ src: A, width: 900 }]],
	// gatsbyjs/gatsby#19453.
	['Shopify, GraphQL', [{ url: A, altText: 'Front' }], [{ src: A, alt: 'Front' }]],
	[
		'WooCommerce',
		[
			{ id: 7, src: A, name: 'a.jpg', alt: '' },
			{ id: 8, src: B, name: 'b', alt: 'Back' },
		],
		[{ src: A }, { src: B, alt: 'Back' }],
	],
	['one picture', { src: A, alt: 'Front' }, [{ src: A, alt: 'Front' }]],
	['sizes as texts', [{ url: A, width: '900', height: '1200px' }], [{ src: A, width: 900, height: 1200 }]],
	['sizes that are none', [{ src: A, width: 0, height: 'auto' }], [{ src: A }]],
	['an alt text that is none', [{ src: A, alt: { en: 'Front' } }], [{ src: A }]],
	['without a link', [{ alt: 'Front' }, {}, null], []],
	['nothing', '', []],
])('%s', (_what, value, pictures) => {
	expect(parsePictures(value)).toEqual(pictures);
});

function read(pictures: Picture[], alt: unknown, width?: unknown, height?: unknown) {
	const remarks: string[] = [];
	const cell = (column: string, value: unknown) => ({ column, value });
	const cells = { alt: cell('alt', alt), width: cell('w', width), height: cell('h', height) };
	return { pictures: withFacts(pictures, cells, (remark) => remarks.push(remark)), remarks };
}

const TWO = [{ src: A }, { src: B }];

describe('columns say of the pictures of a row', () => {
	/** statamic/importer#74 (texts with a pipe), woocommerce/woocommerce#16669 and solidusio-contrib/solidus_importer#72 (a column for one). */
	test.each<[string, Picture[], unknown, Array<string | undefined>]>([
		['one text', [{ src: A }], 'Front, with "logo" | size M', ['Front, with "logo" | size M']],
		['a text for each', TWO, 'Front|Back', ['Front', 'Back']],
		['a text in each line', TWO, 'Front\n Back ', ['Front', 'Back']],
		['none for the first', TWO, '|Back', [undefined, 'Back']],
		['a text for the first', TWO, 'Front, and more', ['Front, and more', undefined]],
		['a list', TWO, ['Front', null], ['Front', undefined]],
		['before what the picture says', [{ src: A, alt: 'a.jpg' }], 'Front', ['Front']],
		['nothing: what the picture says stays', [{ src: A, alt: 'Own' }], ' ', ['Own']],
		['an object', [{ src: A }], { en: 'Front' }, [undefined]],
	])('alt text: %s', (_what, pictures, alt, expected) => {
		expect(read(pictures, alt)).toEqual({
			pictures: pictures.map(({ src }, index) => ({
				src,
				...(expected[index] === undefined ? {} : { alt: expected[index] }),
			})),
			remarks: [],
		});
	});

	test('sizes', () => {
		expect(read(TWO, undefined, '900, 800px', '1200|1,100')).toEqual({
			pictures: [
				{ src: A, width: 900 },
				{ src: B, width: 800 },
			],
			remarks: ['"h" has more entries than there are images: it is left out'],
		});
		expect(read([{ src: A }], undefined, '1,200', 1600.0).pictures).toEqual([
			{ src: A, width: 1200, height: 1600 },
		]);
	});

	test.each(['wide', '0', '-5', '12.5', 'x'.repeat(200)])(
		'a size that is none, %p, costs no product',
		(size) => {
			expect(read([{ src: A, width: 7 }], undefined, size)).toEqual({
				pictures: [{ src: A, width: 7 }],
				remarks: ['"w" is not a number of pixels: it is left out'],
			});
		},
	);

	test('no pattern looks at a long size', () => {
		const size = `1${' '.repeat(100_000)}1`;
		const looks = looksOf(() => {
			expect(parsePictures([{ src: A, width: size }])).toEqual([{ src: A }]);
			expect(read([{ src: A }], undefined, size).remarks).toHaveLength(1);
		});
		expect(looks.longest).toBeLessThanOrEqual(100);
	});

	test('more texts than pictures are left out, and a long one is cut', () => {
		expect(read(TWO, 'a|b|c')).toEqual({
			pictures: TWO,
			remarks: ['"alt" has more entries than there are images: it is left out'],
		});
		expect(read([], 'Front').remarks).toHaveLength(1);
		const long = read([{ src: A }], '😀'.repeat(513));
		expect([...(long.pictures[0]?.alt ?? '')]).toHaveLength(512);
		expect(long.remarks).toEqual(['"alt" is longer than 512 characters: the rest is left out']);
	});
});
