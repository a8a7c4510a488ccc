import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	errors,
	EVENTS,
	eventRows,
	outcomes,
	results,
	SEND_EVENT,
	sendOnce,
	useBench,
} from './setup';

/**
 * The External Event ID that is made from the value of Skip Repeats By. Found in Vexa-ai/vexa 604 (one ID per logical event, others for
 * other types), dust-tt/dust 23603 (a key without what differs loses events), corsairdev/corsair 675 (a key must be unique where it
 * counts), PostHog/posthog 17211 (a repeat after a crash), saleor/apps 339.
 */
const bench = useBench();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

const ids = async () =>
	(await bench.bodies<{ externalEventId: string }>(EVENTS)).map(({ externalEventId }) => externalEventId);
/** As another process does, or n8n once its list is full: it knows nothing of earlier runs. */
const forget = () => bench.n8n.clearDeduplication();

/** The node under other names: another node in the workflow, or the same in another workflow. */
async function runAs(
	named: { node?: string; workflow?: string },
	parameters: INodeParameters,
	rows: IDataObject[],
) {
	const file = bench.workflow(parameters);
	for (const node of file.nodes) if (node.name === 'Attentive' && named.node) node.id = named.node;
	await bench.n8n.run(
		{ ...file, name: named.workflow ?? file.name },
		{ input: rows.map((json) => ({ json })), timeZone: 'America/New_York' },
	);
}

test('is the same for the same value in a later run, and another for each value', async () => {
	await bench.run(sendOnce(), eventRows(2));
	forget();
	await bench.run(sendOnce(), eventRows(3));
	const [one, two, again, twoAgain, three, ...more] = (await ids()).map((id) => id);
	expect([again, twoAgain].sort()).toEqual([one, two].sort());
	expect(new Set([one, two, three]).size).toBe(3);
	expect(more).toEqual([]);
	expect(one).toMatch(UUID);
});

test('does not depend on what else is sent, nor on who it is about', async () => {
	await bench.run(sendOnce(), [{ phone: '+12065551000', points: 1, event: 'e-1' }]);
	forget();
	await bench.run(sendOnce(), [{ phone: '+12065551009', points: 2, event: ' e-1 ' }]);
	const [one, two] = await ids();
	expect(two).toBe(one);
});

test('with it Attentive can drop what n8n has forgotten: nobody is texted twice', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ dropEqualExternalEventIds: true });
	await control.seedUsers([
		{ phone: '+12065551000', subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
	]);
	await control.addJourney({
		name: 'Points',
		event: 'Points Awarded',
		subscriptionType: 'MARKETING',
		quietHours: null,
	});
	await bench.run(sendOnce(), eventRows(1));
	forget();
	await bench.run(sendOnce(), eventRows(1));
	expect(await bench.requests(EVENTS)).toBe(2);
	expect(await control.texts()).toHaveLength(1);
	// On purpose, without Skip Repeats By.
	await bench.run(SEND_EVENT, eventRows(1));
	expect(await control.texts()).toHaveLength(2);
});

test.each<[string, Parameters<typeof runAs>[0], INodeParameters]>([
	['another event type', {}, sendOnce({ type: 'Order Shipped' })],
	['another node', { node: 'other' }, sendOnce()],
	['another workflow', { workflow: 'Other' }, sendOnce()],
])('%s has another ID for the same value: nothing is lost', async (_what, named, parameters) => {
	await runAs({}, sendOnce(), eventRows(1));
	forget();
	await runAs(named, parameters, eventRows(1));
	const [one, two, ...more] = await ids();
	expect([one, two, more]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID), []]);
	expect(two).not.toBe(one);
});

test('type and value do not run into each other', async () => {
	const typed = (type: string) => sendOnce({ type });
	await bench.run(typed('Order'), [{ ...eventRows(1)[0], event: 'Shipped 1' }]);
	await bench.run(typed('Order Shipped'), [{ ...eventRows(1)[0], event: '1' }]);
	const [one, two] = await ids();
	expect(two).not.toBe(one);
});

test('an External Event ID of its own counts', async () => {
	await bench.run(
		sendOnce({
			additionalFields: { skipRepeatsBy: '={{ $json.event }}', externalEventId: '={{ $json.own }}' },
		}),
		[{ ...eventRows(1)[0], own: 'order-1-shipped' }],
	);
	expect(await ids()).toEqual(['order-1-shipped']);
});

test('one that is empty for an item is made from the value', async () => {
	await bench.run(
		sendOnce({
			additionalFields: { skipRepeatsBy: '={{ $json.event }}', externalEventId: '={{ $json.own }}' },
		}),
		[
			{ ...eventRows(1)[0], own: '' },
			{ ...eventRows(2)[1], own: 'mine' },
		],
	);
	const [made, own] = (await ids()).sort((a, b) => b.length - a.length);
	expect([made, own]).toEqual([expect.stringMatching(UUID), 'mine']);
});

test('without Skip Repeats By each run has other IDs', async () => {
	await bench.run(SEND_EVENT, eventRows(1));
	await bench.run(SEND_EVENT, eventRows(1));
	const [one, two] = await ids();
	expect(two).not.toBe(one);
});

test('what Attentive refused goes with the same ID once it is corrected', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ dropEqualExternalEventIds: true });
	await control.addFault({ endpoint: EVENTS, kind: '400' });
	const refused = await bench.run(sendOnce(), eventRows(1), CONTINUE);
	expect(errors(refused)[0]?.status).toBe('refused');
	await control.clearFaults();
	expect(outcomes(await bench.run(sendOnce(), eventRows(1)))).toEqual(['accepted']);
	expect(await ids()).toHaveLength(1);
});

test('equal values within a run are skipped without a word on their IDs', async () => {
	const run = await bench.run(sendOnce(), [...eventRows(1), ...eventRows(1)]);
	expect(outcomes(run)).toEqual(['accepted', 'skipped alreadySent']);
	expect(results(run).map(({ warnings }) => warnings)).toEqual([undefined, undefined]);
});

test('Validate Only shows the ID that would be sent', async () => {
	const run = await bench.run(sendOnce({ mode: 'validateOnly' }), eventRows(1));
	await bench.run(sendOnce(), eventRows(1));
	const [result] = results<{ request: { body: { externalEventId: string } } }>(run);
	expect(await ids()).toEqual([result?.request.body.externalEventId]);
});
