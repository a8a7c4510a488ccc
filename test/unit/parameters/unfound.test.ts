import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import type { Path } from '../../../nodes/parameters/path';
import { didYouMean } from '../../../nodes/parameters/didYouMean';
import { unfound } from '../../../nodes/parameters/unfound';

const itemsOf = (...rows: object[]) => rows.map((json) => ({ json: json as IDataObject }));

test.each<[string, Path, object[]]>([
	['in the only item', ['a'], [{ a: 1 }]],
	['in the last item', ['a'], [{}, { b: 1 }, { a: 1 }]],
	['with null', ['a'], [{ a: null }]],
	['with undefined', ['a'], [{ a: undefined }]],
	['with an empty text', ['a'], [{ a: '' }]],
	['within an object', ['a', 'b c'], [{ a: {} }, { a: { 'b c': null } }]],
	['within a list', ['a', 0, 'b'], [{ a: [{ b: 1 }] }]],
	['a member that text has', ['a', 'length'], [{ a: 'text' }]],
	['a member that a DateTime has', ['a', 'year'], [{ a: DateTime.fromMillis(0) }]],
	['where there are no items', ['a'], []],
])('found: %s', (_name, path, rows) => {
	expect(unfound([{ path }], itemsOf(...rows))).toEqual([]);
});

test.each<[string, Path, object[]]>([
	['no such key', ['a'], [{ b: 1 }, {}]],
	['no such key within', ['a', 'b'], [{ a: {} }, { b: 1 }]],
	['null on the way', ['a', 'b'], [{ a: null }]],
	['text on the way', ['a', 'b'], [{ a: 'text' }]],
	['no such entry', ['a', 2], [{ a: [1, 2] }]],
	['an inherited name', ['toString'], [{ a: 1 }]],
	['a method of lists', ['a', 'map'], [{ a: [] }]],
])('unfound: %s', (_name, path, rows) => {
	const used = { path, place: ['somewhere'] };
	expect(unfound([used, used], itemsOf(...rows))).toEqual([used, used]);
});

test.each<[Path, object, Path | undefined]>([
	[['phoen'], { phone: 1, email: 2 }, ['phone']],
	[['Phone'], { phone: 1 }, ['phone']],
	[['mobile phone'], { Mobile_Phone: 1 }, ['Mobile_Phone']],
	[['MobilePhone'], { 'Mobile Phone ': 1 }, ['Mobile Phone ']],
	[['emial'], { email: 1 }, ['email']],
	[['loyaltyTear'], { loyaltyTier: 1 }, ['loyaltyTier']],
	[['phone'], { billing: { phone: 1 } }, ['billing', 'phone']],
	[['phone'], { body: { customer: { Phone: 1 } }, x: 1 }, ['body', 'customer', 'Phone']],
	[['line_items'], { headers: {}, body: { line_items: [] } }, ['body', 'line_items']],
	[['billing', 'phone'], { 'billing.phone': 1 }, ['billing.phone']],
	[['billing', 'phone'], { body: { billing: { phone: 1 } } }, ['body', 'billing', 'phone']],
	[['items', 'sku'], { items: [{ sku: 1 }] }, ['items', 0, 'sku']],
	[['biling', 'phone'], { billing: { phone: 1 } }, ['billing', 'phone']],
	[['größe'], { GRÖSSE: 1, 'gr\u006f\u0308ße': 1 }, ['gr\u006f\u0308ße']],
	[['phone'], { Name: 1, 'Mobile Phone': 1, Email: 1 }, ['Mobile Phone']],
	[['phone'], { customer_email: 1, customer_phone: 1 }, ['customer_phone']],
	[['email'], { contact: { workEmail: 1 } }, ['contact', 'workEmail']],
	[['phone'], { 'Mobile Phone': 1, billing: { phone: 1 } }, ['billing', 'phone']],
	[['phone'], { headphone: 1, 'Phone Type': 1 }, undefined],
	[['id'], { 'Member ID': 1 }, undefined],
	[['phone'], { email: 1, points: 2 }, undefined],
	[['id'], { ip: 1, is: 2 }, undefined],
	[['a', 'b', 'c', 'd', 'phone'], { a: 1 }, undefined],
	[['phone'], {}, undefined],
	[['phone'], { a: { b: { c: { d: { phone: 1 } } } } }, undefined],
])('for %j in %j: %j', (path, json, meant) => {
	expect(didYouMean(path, itemsOf(json))).toEqual(meant);
});

test('the closest is meant: spelling before letters, letters before another object', () => {
	const json = { fone: 1, phon: 1, body: { phone: 1 }, PHONE: 1 };
	expect(didYouMean(['phone'], itemsOf(json))).toEqual(['PHONE']);
	expect(didYouMean(['phone'], itemsOf({ body: { phone: 1 }, phon: 1 }))).toEqual(['phon']);
	expect(didYouMean(['phone'], itemsOf({ a: { b: { phone: 1 } }, c: { phone: 1 } }))).toEqual(['c', 'phone']);
});

test('a huge input is looked at in part', () => {
	const wide = Object.fromEntries(
		Array.from({ length: 50_000 }, (_, index) => [`field number ${index}`, { a: 1 }]),
	);
	const items = itemsOf(...Array.from({ length: 1_000 }, () => wide));
	expect(didYouMean(['fieldnumber900'], items)).toEqual(['field number 900']);
	expect(didYouMean(['z'.repeat(1_000_000)], items)).toBeUndefined();
	expect(
		didYouMean(['phoen'], itemsOf(...Array.from({ length: 100 }, () => ({})), { phone: 1 })),
	).toBeUndefined();
});
