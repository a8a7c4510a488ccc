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

test('a cell that a row has not is absent', () => {
	const rows = columns({ a: 1 }, { b: 2 });
	expect(rows.cell(1, 'a')).toBeUndefined();
	expect(rows.cell(1, 'b')).toBe(2);
});

test('a column that no row has stops the run, and the error names the columns there are', () => {
	const problem = problemOf(() => columns({ phone: 1, ' E-Mail ': 2 }).cell(0, 'mobile'));
	expect(problem).toMatchObject({ reasonCode: 'noSuchColumn', field: 'mobile' });
	expect(problem?.wayOut).toContain('phone');
	expect(problem?.wayOut).toContain('E-Mail');
	expect(() => columns({ phone: 1 }).cell(0, 'mobile')).toThrow(RunError);
});

test('two columns that differ only by case or spaces are not guessed between', () => {
	const rows = columns({ Email: 'a@example.com', 'email ': 'b@example.com', phone: '1' });
	expect(problemOf(() => rows.cell(0, 'email'))?.reasonCode).toBe('columnsAlike');
	expect(() => rows.cells(0)).toThrow(RunError);
	expect(rows.cell(0, 'phone')).toBe('1');
});

test('all cells of a row, under trimmed headers, without what this node put there', () => {
	const rows = columns({
		' Tier ': 'Gold',
		Points: 7,
		attentive: { status: 'accepted' },
		error: { status: 'refused', reasonCode: 'refused' },
	});
	expect([...rows.cells(0)]).toEqual([
		['Tier', 'Gold'],
		['Points', 7],
	]);
});

test("a column of the user that is called error is the user's", () => {
	expect([...columns({ error: 'none' }).cells(0)]).toEqual([['error', 'none']]);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
	'%s is a header like others',
	(header) => {
		expect(problemOf(() => columns({ a: 1 }).cell(0, header))?.reasonCode).toBe('noSuchColumn');
		const rows = columns(JSON.parse(`{"${header}": "x"}`), { a: 1 });
		expect(rows.cell(0, header)).toBe('x');
		expect(rows.cell(1, header)).toBeUndefined();
	},
);
