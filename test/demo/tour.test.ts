import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { filledIn } from '../../demo/filledIn';
import {
	fillSampleAccount,
	offer,
	people,
	products,
	segments,
	signUpUnits,
	unknownPhone,
} from '../../demo/sampleAccount';
import { readWorkflowFile, startEmbeddedN8n } from '../../embedded-n8n';
import { startSandbox, type Sandbox } from '../../sandbox/start';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
	await fillSampleAccount(sandbox.control);
});
afterEach(async () => await sandbox.close());

test('every branch of the tour works on the sample account', async () => {
	const n8n = await startEmbeddedN8n();
	const attentiveApi = n8n.addCredential('attentiveApi', { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	const file = readWorkflowFile(resolve(__dirname, '../../examples/tour.json'));
	const run = await n8n.run(filledIn(file, { file: (name) => name, credentials: { attentiveApi } }));
	expect(run.error).toBeUndefined();
	expect(run.status).toBe('success');

	const texts = run
		.json('Get Eligibility')
		.map(({ marketing, transactional }) => ({ marketing, transactional }));
	const yes = { text: true };
	const no = { text: false };
	expect(texts).toEqual([
		{ marketing: yes, transactional: yes },
		{ marketing: no, transactional: yes },
		{ marketing: no, transactional: no },
		{ marketing: no, transactional: no },
		{ marketing: no, transactional: no },
		{ marketing: no, transactional: no },
	]);
	const accepted = ['Subscribe Finn', 'Send Order Shipped', 'Add Codes', 'Send Product View'];
	for (const name of accepted)
		expect([name, run.json(name)]).toMatchObject([name, [{ attentive: { status: 'accepted' } }]]);
	expect(run.json('Add Ben to VIPs')).toMatchObject([{ attentive: { status: 'pending' } }]);
	expect(run.json('Get Segments').map(({ externalId }) => externalId)).toEqual(['vip-customers', 'win-back']);

	expect((await sandbox.control.texts()).map(({ kind, phone }) => ({ kind, phone }))).toEqual(
		expect.arrayContaining([
			{ kind: 'replyY', phone: '+13605550106' },
			{ kind: 'journey', phone: '+13605550102' },
		]),
	);
	expect(await sandbox.control.offers()).toMatchObject([{ id: 700101, codeCount: 2 }]);
	await sandbox.control.advanceClock(60_000);
	expect(await sandbox.control.segmentMembers('vip-customers')).toHaveLength(3);
});

test('what is in the sample account counts neither as sent nor as texted', async () => {
	const segments = (await sandbox.control.segments()).map(({ memberCount }) => memberCount);
	expect(segments).toEqual([2, 0]);
	expect(await sandbox.control.catalog()).toMatchObject([{ id: 'COFFEE-1' }]);
	expect(await sandbox.control.ledger()).toEqual([]);
	expect(await sandbox.control.texts()).toEqual([]);
});

test('the README of the examples has its IDs', () => {
	const readme = readFileSync(resolve(__dirname, '../../examples/README.md'), 'utf8');
	const ids = [
		...people.flatMap(({ user: { phone } }) => phone ?? []),
		unknownPhone,
		...signUpUnits.map(({ id }) => id),
		String(offer.id),
		...segments.map(({ externalId }) => externalId),
		...products.flatMap(({ id, variants }) => [id, ...variants.map((variant) => variant.id)]),
	];
	expect(ids.filter((id) => !readme.includes(`\`${id}\``))).toEqual([]);
});
