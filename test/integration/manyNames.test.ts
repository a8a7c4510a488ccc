import type { IDataObject } from 'n8n-workflow';
import { useBench } from './setup';

const bench = useBench();

const HEADERS = 200;
const NAME =
	'A long header that a questionnaire has made of its whole question, with all of its words, '.repeat(4);

/** Rows with many long headers, each of which may be misspelt. */
function rows(count: number): IDataObject[] {
	return Array.from({ length: count }, (_row, index) => ({
		phone: `+1206399657${index % 10}`,
		...Object.fromEntries(
			Array.from({ length: HEADERS }, (_header, place) => [`${NAME}${place}`, { x: 'x' }]),
		),
	}));
}

const SEND = {
	resource: 'customEvent',
	operation: 'send',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	type: 'Rated',
};
/** Most characters that the node adds to a row, whatever the row: ten names and values, each in the message, as a problem and as its field. */
const MOST = 8_000;

test('a field that no item has is told in a line, with ten of the others', async () => {
	const run = await bench.run({ ...SEND, phone: `={{ $json["${NAME}x"] }}` }, rows(200), {
		onError: 'continueErrorOutput',
	});
	for (const { error } of run.json('Attentive', 1)) {
		expect(JSON.stringify(error).length).toBeLessThan(MOST);
		expect(error).toMatchObject({ reasonCode: 'noSuchField' });
	}
	expect(run.json('Attentive', 1)).toHaveLength(200);
});

test('of many values that cannot be sent, ten are told and the others counted', async () => {
	const attributes = {
		resource: 'customAttribute',
		operation: 'set',
		phone: '={{ $json.phone }}',
		mapping: 'automatically',
	};
	const run = await bench.run(attributes, rows(50), { onError: 'continueErrorOutput' });
	const failed = run.json('Attentive', 1);
	expect(failed).toHaveLength(50);
	for (const { error } of failed) {
		expect(JSON.stringify(error).length).toBeLessThan(MOST);
		expect(error).toMatchObject({
			message: expect.stringContaining('More problems: 190. [item '),
			problems: expect.objectContaining({ length: 10 }),
		});
	}
});

test('of many warnings, ten stand with the item and twenty in the hint', async () => {
	const run = await bench.run({ ...SEND, mapping: 'automatically' }, rows(20));
	const sent = run.json('Attentive');
	expect(sent).toHaveLength(20);
	for (const { attentive } of sent) {
		expect(attentive).toMatchObject({ warnings: expect.objectContaining({ length: 11 }) });
		expect(JSON.stringify(attentive).length).toBeLessThan(MOST);
	}
	expect(JSON.stringify(run.hints('Attentive')).length).toBeLessThan(MOST);
});
