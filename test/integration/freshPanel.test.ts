import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';
import { operations } from '../../nodes/Attentive/operations';
import { useBench } from './setup';

/** What a person sees who has just chosen an operation: the labels beside credential, resource and operation, and the notices. */
interface FreshPanel {
	panel: string;
	labels: string[];
	notices: number;
}

const CHOSEN = new Set(['authentication', 'resource', 'operation']);

const bench = useBench();
let panels: FreshPanel[];
beforeAll(() => {
	const { description } = bench.n8n.nodeType('n8n-nodes-attentive.attentive');
	panels = operations.map(({ resource, operation }) => freshPanel(description, resource, operation));
});

function freshPanel(description: INodeTypeDescription, resource: string, operation: string): FreshPanel {
	const { properties } = description;
	const node = { typeVersion: 1 };
	const values =
		NodeHelpers.getNodeParameters(properties, { resource, operation }, true, false, node, description) ?? {};
	const inSight = properties.filter(
		(property) =>
			!CHOSEN.has(property.name) && NodeHelpers.displayParameterPath(values, property, '', node, description),
	);
	return {
		panel: `${resource} ${operation}`,
		labels: inSight.filter(({ type }) => type !== 'notice').map(({ displayName }) => displayName),
		notices: inSight.filter(({ type }) => type === 'notice').length,
	};
}

function find(wanted: string): FreshPanel | undefined {
	return panels.find(({ panel }) => panel === wanted);
}

test('the labels and notices in sight are counted for every operation', () => {
	const lines = panels.map(
		({ panel, labels, notices }) =>
			`${panel.padEnd(28)}${String(labels.length).padStart(3)} labels, ${notices} notices: ${labels.join(', ')}`,
	);
	process.stdout.write(`${lines.join('\n')}\n`);
	expect(panels).toHaveLength(operations.length);
	expect(find('customEvent send')?.labels).toEqual(expect.arrayContaining(['Event Type', 'Options']));
});

test.each([
	{ panel: 'customEvent send', most: 10 },
	{ panel: 'ecommerceEvent purchase', most: 12 },
	{ panel: 'subscriber subscribe', most: 12 },
	{ panel: 'user upsert', most: 12 },
])('a fresh panel of $panel shows at most $most labels', ({ panel, most }) => {
	const labels = find(panel)?.labels ?? [];
	expect(labels.length).toBeGreaterThan(0);
	expect(labels.slice(most)).toEqual([]);
});
