import { setUpOAuth } from './oauth';
import { enterStage, type Stage } from './stage';
import { attentive, start } from './workflows';

let stage: Stage;
beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
});

/** What a person does on Attentive's page. @returns where the page then leads to, with the code */
async function authorize(pageUrl: string): Promise<string> {
	const { origin, pathname, searchParams } = new URL(pageUrl);
	expect((await fetch(pageUrl)).status).toBe(200);
	searchParams.set('decision', 'authorize');
	const answer = await fetch(origin + pathname, { method: 'POST', body: searchParams, redirect: 'manual' });
	return answer.headers.get('location') ?? '';
}

test('the OAuth2 credential is connected with the requests of n8n’s dialog, and a workflow runs with it', async () => {
	const { rest } = stage;
	const { credential, workflowId } = await setUpOAuth(stage);
	const before = await rest.run(workflowId, start);
	expect(JSON.stringify(before.data.resultData.error)).toContain('connect it first');

	const back = await authorize(await rest.oauth2Page(credential));
	expect(back).toContain(`${stage.url}/rest/oauth2-credential/callback?`);
	const callback = await fetch(back, { headers: { cookie: stage.cookie } });
	expect(callback.status).toBe(200);

	const after = await rest.run(workflowId, start);
	expect(after.items(attentive)).toMatchObject([{ json: { attentive: { status: 'accepted' } } }]);
	expect(await stage.control.ledger('POST /v1/events/custom')).toMatchObject([{ token: 'Public app' }]);
});
