import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { operations } from '../../nodes/Attentive/operations';
import { EVERY_PARAMETER } from './everyParameter';
import { ROWS, type Variant } from './everyParameter/shared';
import { fromModel } from './everyParameter/ways';
import { useBench, type Through } from './setup';

/** Every operation as an AI agent's tool, with the parameters that it has in the panel: the model fills in what is read from the item. */
const bench = useBench(
	async ({ control }) => await control.setSettings({ eligibilityOfUnknown: 'notEligible' }),
);

const NAMES = operations.map(({ resource, operation }) => `${resource} ${operation}`);
/** Operations that an agent may use only if a switch allows it. */
const GUARDED = new Set(
	operations.flatMap(({ resource, operation, guard }) => (guard ? [`${resource} ${operation}`] : [])),
);
const variantsOf = (name: string) => EVERY_PARAMETER[name] ?? [];
const mapsAutomatically = ({ parameters }: Variant) => parameters.mapping === 'automatically';

/** One call with the fields of each row as arguments; its answer is the list of items that the model reads. */
async function callForEach(
	name: string,
	given: INodeParameters,
	rows: IDataObject[],
	through: Through,
): Promise<IDataObject[]> {
	const [resource, operation] = name.split(' ');
	const answers: IDataObject[] = [];
	for (const row of rows) {
		const parameters = { resource, operation, ...fromModel(given, row) };
		for (const answer of await bench.callAsTool(parameters, [row], through)) {
			const { toolError, response } = JSON.parse(answer) as IDataObject;
			expect(toolError).toBeUndefined();
			answers.push(...(JSON.parse(String(response)) as IDataObject[]));
		}
	}
	return answers;
}

/** Bodies of what has reached the API since. A bulk call sends its items one by one here, so they are compared alone. */
async function arrivedSince(before: number): Promise<unknown[]> {
	const requests = (await bench.sandbox.control.ledger()).filter(({ token }) => token !== 'none');
	return alone(requests.slice(before).map(({ body }) => body));
}

function alone(bodies: unknown[]): unknown[] {
	return bodies.flatMap((body) =>
		typeof body === 'object' && body !== null && 'users' in body && Array.isArray(body.users)
			? body.users
			: [body],
	);
}

describe.each<Through>(['invoke', 'engine'])('as an AI agent’s tool (%s)', (through) => {
	const cases = NAMES.flatMap((name) =>
		variantsOf(name)
			.filter(({ notForAgents }) => !notForAgents)
			.map((variant, index) => ({ name, index, ...variant })),
	);

	test('every operation can be used', () => {
		expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(NAMES));
	});

	test.each(cases)(
		'$name, with every parameter ($index)',
		async ({ name, parameters, rows, read, expected }) => {
			const input = rows ? await rows(bench.sandbox) : ROWS;
			const before = (await bench.sandbox.control.ledger()).length;
			const switched = GUARDED.has(name) ? { ...parameters, allowAgent: true } : parameters;
			const answers = await callForEach(name, switched, input, through);
			if (read) {
				expect(answers).toEqual(expected);
				return;
			}
			expect(answers.map(statusOf)).toEqual(input.map(() => expect.stringMatching(/^(accepted|pending)$/)));
			expect(await arrivedSince(before)).toEqual(alone(expected));
		},
	);

	const automatic = NAMES.flatMap((name) =>
		variantsOf(name)
			.filter(mapsAutomatically)
			.map((variant) => ({ name, ...variant })),
	);

	test('Map Automatically is tried for each operation that has it', () => {
		const withMapping = operations.filter(({ panel }) =>
			panel.properties.some(({ name }) => name === 'mapping'),
		);
		expect(automatic.map(({ name }) => name).sort()).toEqual(
			withMapping.map(({ resource, operation }) => `${resource} ${operation}`).sort(),
		);
	});

	test.each(automatic)('$name refuses to map automatically', async ({ name, parameters, rows }) => {
		const input = rows ? await rows(bench.sandbox) : ROWS;
		const before = (await bench.sandbox.control.ledger()).length;
		const answers = await callForEach(name, { ...parameters, allowAgent: true }, input, through);
		expect(answers.map(reasonOf)).toEqual(input.map(() => 'is not available to an AI agent'));
		expect(await arrivedSince(before)).toEqual([]);
	});

	test.each(['items', 'file'])('a catalog is not read from %s', async (catalogFrom) => {
		const name = 'productCatalog upload';
		const answers = await callForEach(name, { catalogFrom, mode: 'live' }, [{}], through);
		expect(answers.map(reasonOf)).toEqual(['is not available to an AI agent']);
		expect(await arrivedSince(0)).toEqual([]);
	});

	test.each([...GUARDED])('%s does nothing without the switch', async (name) => {
		const [variant] = variantsOf(name);
		const input = variant?.rows ? await variant.rows(bench.sandbox) : ROWS;
		const before = (await bench.sandbox.control.ledger()).length;
		const answers = await callForEach(name, variant?.parameters ?? {}, input, through);
		expect(answers.map(reasonOf)).toEqual(
			input.map(() => 'is off, so an AI agent cannot use this operation'),
		);
		expect(await arrivedSince(before)).toEqual([]);
	});
});

function statusOf({ attentive, status, error }: IDataObject): unknown {
	return member(attentive, 'status') ?? error ?? status;
}

function reasonOf({ error }: IDataObject): unknown {
	return member(error, 'reason');
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
