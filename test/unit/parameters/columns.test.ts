import { Columns } from '../../../nodes/parameters/columns';
import { RunError } from '../../../nodes/errors/runError';
import { problemOf } from '../values/problem';

const columns = (...rows: Array<Record<string, unknown>>) =>
	new Columns(rows.map((json) => ({ json }) as never));

test.each(['Phone Number', 'phone number', 'PHONE NUMBER', '  Phone Number  ', 'phone  number'])(
	'a column is found as %j',
	(name) => {
		expect(columns({ 'Phone Number ': 'x' }).cell(0, name)).toBe('x');
	},
);

test('a column is found whatever is unseen between a letter and its accent', () => {
	expect(columns({ 'Pre\u200b\u0301nom': 'x' }).cell(0, 'Pr\u00e9nom')).toBe('x');
});

test('a cell that a row has not is absent', () => {
	const rows = columns({ a: 1 }, { b: 2 });
	expect(rows.cell(1, 'a')).toBeUndefined();
	expect(rows.cell(1, 'b')).toBe(2);
});

test('a column that no row has stops the run, and the error names the columns there are', () => {
	const problem = problemOf(() => columns({ phone: 1, ' E-Mail ': 2 }).cell(0, 'mobile'));
	expect(problem).toMatchObject({ reasonCode: 'noSuchField', field: 'mobile' });
	expect(problem?.wayOut).toContain('phone');
	expect(problem?.wayOut).toContain('E-Mail');
	expect(() => columns({ phone: 1 }).cell(0, 'mobile')).toThrow(RunError);
});

test('two columns that differ only by case or spaces are not guessed between', () => {
	const rows = columns({ Email: 'a@example.com', 'email ': 'b@example.com', phone: '1' });
	expect(problemOf(() => rows.cell(0, 'email'))?.reasonCode).toBe('columnsAlike');
	expect(rows.cell(0, 'phone')).toBe('1');
});

test('a path leads to a field of an object; the item itself goes first', () => {
	const rows = columns({ body: { sku: 'A1', 'b c': 'x' }, 'body.sku': 'own' }, { body: { sku: 'B2' } });
	expect(rows.cell(0, 'body.sku')).toBe('own');
	expect(rows.cell(0, "body['b c']")).toBe('x');
	const nested = columns({ body: { sku: 'A1' } }, { body: {} });
	expect(nested.cell(0, 'body.sku')).toBe('A1');
	expect(nested.cell(1, 'body.sku')).toBeUndefined();
	expect(nested.has('body.sku')).toBe(true);
	expect(nested.has('body.price')).toBe(false);
	const problem = problemOf(() => nested.cell(0, 'sku'));
	expect(problem?.reason).toContain("Did you mean 'body.sku'?");
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
	'%s is a header like others',
	(header) => {
		expect(problemOf(() => columns({ a: 1 }).cell(0, header))?.reasonCode).toBe('noSuchField');
		const rows = columns(JSON.parse(`{"${header}": "x"}`), { a: 1 });
		expect(rows.cell(0, header)).toBe('x');
		expect(rows.cell(1, header)).toBeUndefined();
	},
);
