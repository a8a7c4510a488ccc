import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines } from '../../demo/loyaltyFlow';
import { publishSentTexts } from '../../demo/sentTextsFlow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../embedded-n8n';
import { startSandbox, type Sandbox } from '../../sandbox/start';

const folder = mkdtempSync(join(tmpdir(), 'webhook-flows-test-'));
const textsFile = join(folder, 'texts.csv');

let n8n: EmbeddedN8n;
let sandbox: Sandbox;

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ allowedFolders: [folder] });
});
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('sent texts', () => {
	const message = { type: 'MARKETING', name: 'Beans, new', text: 'Say "hi",\nget 10% ☕' };

	/** What the file holds after these have been delivered. */
	async function linesAfter(deliver: (webhookId: string) => Promise<void>) {
		const flow = await publishSentTexts(n8n, sandbox, textsFile);
		try {
			const { webhooks } = await sandbox.control.dashboard();
			for (const { id } of webhooks) await deliver(id);
			const { failures } = await flow.finished();
			expect(failures).toEqual([]);
		} finally {
			await flow.close();
		}
		return readLines(textsFile);
	}

	test('a text with whatever is in it is one row, under headers that Excel reads', async () => {
		const lines = await linesAfter(async (webhookId) => {
			await sandbox.control.sendSampleEvent({ webhookId, type: 'sms.sent', payload: { message } });
		});
		expect(lines).toEqual([
			{
				Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				Phone: '+13115552368',
				Type: 'MARKETING',
				Message: 'Beans, new',
				Text: 'Say "hi",\nget 10% ☕',
			},
		]);
		expect(readFileSync(textsFile, 'utf8').startsWith('\uFEFFTime,')).toBe(true);
	});

	test('what is delivered again adds nothing; a new file begins without the old rows', async () => {
		const lines = await linesAfter(async (webhookId) => {
			const { id } = await sandbox.control.sendSampleEvent({ webhookId, type: 'sms.sent' });
			await sandbox.control.whenDelivered();
			await sandbox.control.resendDelivery(id);
		});
		expect(lines).toHaveLength(1);
	});

	test('other events add nothing', async () => {
		const lines = await linesAfter(async (webhookId) => {
			await sandbox.control.sendSampleEvent({ webhookId, type: 'sms.inbound_message' });
		});
		expect(lines).toEqual([]);
	});
});
