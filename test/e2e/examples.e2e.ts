import {
	addExampleWebhooks,
	importExamples,
	publishExamples,
	webhookCredentialFor,
} from '../../whole-n8n/examples';
import { enterStage } from './stage';
import { runsOf } from './trigger';

test('npm start publishes the examples with our trigger, except where a credential is still to be chosen', async () => {
	const { rest, control, url, filesFolder, credential } = await enterStage();
	await control.reset();
	const attentiveWebhookApi = await webhookCredentialFor(rest, await addExampleWebhooks(control, url));
	const credentials = { attentiveApi: credential, attentiveWebhookApi };
	const examples = await importExamples(rest, filesFolder, credentials);
	const published = await publishExamples(rest, examples);
	try {
		const names = published.map(({ name }) => name);
		expect(names).toContain('Sent texts to a spreadsheet');
		expect(names).toContain('Sent and clicked texts');
		// It emails.
		const emails = examples.find(({ name }) => name === 'Reply received');
		expect(names).not.toContain(emails?.name);
		// The part that emails no one runs all the same.
		expect((await rest.run(emails?.id ?? '', 'Set Up')).status).toBe('success');

		const { webhooks } = await control.dashboard();
		for (const { id } of webhooks.filter(({ events }) => events.includes('sms.sent')))
			await control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		for (const { id, name, workflow } of published) {
			if (!JSON.stringify(workflow.nodes).includes('"sms.sent"')) continue;
			// The first one made its file or its table.
			const runs = await runsOf({ rest }, id, 2);
			expect([name, runs.map(({ status }) => status)]).toEqual([name, ['success', 'success']]);
		}
		expect((await publishExamples(rest, await importExamples(rest, filesFolder, credentials))).length).toBe(
			0,
		);
	} finally {
		for (const { id } of published) await rest.unpublish(id);
	}
});
