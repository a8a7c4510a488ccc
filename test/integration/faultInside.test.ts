import type { IDataObject } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	eachField,
	errors,
	rows,
	SEND_EVENT,
	statuses,
	useBench,
	useStandIn,
} from './setup';

/** Something that throws while a run sends, where nothing ought to throw. */
const bench = useBench();
/** It takes everything, and the first request breaks the value of a later item. */
const server = useStandIn(() => {
	if (server.received.length === 1) value.isBroken = true;
	return { body: {} };
});
beforeEach(() => {
	value.isBroken = false;
});

/** A value such as a Code node can make: it has no JSON at the moment when its request is written, and only then. */
const value = {
	isBroken: false,
	toJSON(): string {
		if (!this.isBroken) return 'fine';
		this.isBroken = false;
		throw new Error('the value has no JSON');
	},
};
const parameters = { ...SEND_EVENT, properties: eachField([{ column: 'note' }]) };
const row = (phone: string, note: string | object): IDataObject => ({ phone, note });

/** Two items of one person, so that the second waits for the first; it is the one with the broken value. */
const CHAIN = [row('+12065550100', 'first'), row('+12065550100', value)];
const OTHERS = rows(30).map(({ phone }) => row(phone, 'other'));

test('the run ends, the item has an error, and what was sent before it stays accepted', async () => {
	const run = await bench.run(parameters, CHAIN, { ...CONTINUE, baseUrl: server.url });
	expect(statuses(run)[0]).toBe('accepted');
	expect(errors(run)[1]?.message).toMatch(/\[item 1\]$/);
	expect(server.received).toHaveLength(1);
});

test('every other item has a result as well', async () => {
	const run = await bench.run(parameters, [...CHAIN, ...OTHERS], { ...CONTINUE, baseUrl: server.url });
	expect(statuses(run)).toEqual(Array(32).fill(expect.any(String)));
	expect(errors(run)[1]).toBeDefined();
	expect(counted(statuses(run)).accepted).toBe(server.received.length);
});

test('where n8n is to stop at a failure, the run stops with an error that says what was sent', async () => {
	const run = await bench.run(parameters, CHAIN, { baseUrl: server.url });
	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('[item 1]');
	expect(run.error?.description).toContain('1 accepted');
});
