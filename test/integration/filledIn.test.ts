import type { IDataObject } from 'n8n-workflow';
import { FILLED_IN, ROW, WEBHOOK_ITEM } from '../../tools/filledIn';
import { labeled } from '../../tools/filledInTable';
import { operations } from '../../nodes/Attentive/operations';
import { operationProperties } from '../../nodes/operation/operationPanel';
import { useBench } from './setup';

const bench = useBench(
	async ({ control }) => await control.seedUsers([{ phone: '+12065551000', email: 'ann@example.com' }]),
);

const CASES = operations.flatMap((operation) => {
	const name = `${operation.resource} ${operation.operation}`;
	const { webhook = {}, spreadsheet = {} } = FILLED_IN[name] ?? {};
	return [
		{ name, operation, from: 'a webhook', parameters: webhook, item: WEBHOOK_ITEM },
		{ name, operation, from: 'a spreadsheet', parameters: spreadsheet, item: ROW },
	].filter(({ parameters }) => Object.keys(parameters).length > 0);
});

describe('the examples in docs/operations.md', () => {
	test('every operation about a person has one, and no other operation is named', () => {
		const names = operations.map(({ resource, operation }) => `${resource} ${operation}`);
		expect(names).toEqual(expect.arrayContaining(Object.keys(FILLED_IN)));
		const aboutPeople = operations.filter(({ hasPerson }) => hasPerson);
		expect(Object.keys(FILLED_IN)).toEqual(
			expect.arrayContaining(aboutPeople.map(({ resource, operation }) => `${resource} ${operation}`)),
		);
	});

	test.each(CASES)('$name from $from: the panel has each parameter', ({ operation, parameters }) => {
		expect(labeled(operationProperties(operation), parameters).size).toBeGreaterThan(0);
	});

	test.each(CASES)('$name from $from: the example runs', async ({ operation, parameters, item }) => {
		const { resource, kind } = operation;
		const mode = kind === 'write' ? { mode: 'validateOnly' } : {};
		const run = await bench.run({ resource, operation: operation.operation, ...mode, ...parameters }, [item]);
		expect(run.error?.message).toBeUndefined();
		const items = run.json('Attentive');
		expect(items).toHaveLength(1);
		const result = items[0]?.attentive as IDataObject | undefined;
		if (kind === 'write') expect(result?.status ?? items[0]?.status).toBe('validated');
	});

	test('a parameter that the panel does not have is an error', () => {
		const [operation] = operations;
		if (operation === undefined) throw new Error('there are no operations');
		expect(() => labeled(operationProperties(operation), { userFrom: 'columns' })).toThrow('userFrom');
	});
});
