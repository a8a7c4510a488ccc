import type { Sandbox } from '../../sandbox/start';
import type { WholeN8n } from '../../whole-n8n';
import { WebhookLife, type LifeCount } from './webhookLife';

const some = 5;
const LIST = 'GET /v1/webhooks';
const CREATE = 'POST /v1/webhooks';
const UPDATE = 'PUT /v1/webhooks/{webhookId}';

/** What must be counted, beside the rows: lost and twice. All else is wrong. */
interface Part extends LifeCount {
	allowed: { lost: number; twice: number };
}

/** The life of a webhook that n8n has created: changed by hand, Attentive down, two n8n. */
export async function lifeOfAWebhook(
	sandbox: Sandbox,
	n8n: WholeN8n,
	second: () => Promise<WholeN8n>,
): Promise<{ counts: LifeCount[]; wrong: string[] }> {
	const parts: Part[] = [];
	const begin = async () => await WebhookLife.begin(sandbox, n8n);
	const live = async () => {
		const life = await begin();
		await life.publish();
		await life.enterKeys();
		return await life.begun();
	};
	const note = (count: LifeCount, allowed: Partial<Part['allowed']> = {}) =>
		parts.push({ ...count, allowed: { lost: 0, twice: 0, ...allowed } });

	for (const [what, method, change, isNew] of [
		['deleted', 'DELETE', undefined, true],
		['disabled', 'PUT', { disabled: true }, false],
		['given other events', 'PUT', { events: ['email.opened'] }, false],
		['given another URL', 'PUT', { url: `${n8n.url}/webhook/elsewhere` }, true],
	] as const) {
		const life = await live();
		if (what === 'given another URL') await sandbox.control.setSettings({ retryDelaysMs: [50, 50] });
		await life.byHand(method, change);
		const meanwhile = await life.happen(some);
		note(await life.count(`${what} in Attentive`, meanwhile, 'no message'), {
			lost: some,
		});
		await sandbox.control.setSettings({ retryDelaysMs: Array(600).fill(100) });
		const seen = await life.publishAgain();
		const after = await life.happen(some);
		if (isNew) await life.enterKeys();
		note(await life.count(`${what} in Attentive, then published again`, after, seen));
	}

	{
		const life = await begin();
		await life.goesDown();
		const seen = await life.publish();
		await life.isBack();
		await life.publishAgain();
		await life.enterKeys();
		note(
			await life.count(
				'Attentive down while publishing, then published again',
				await life.happen(some),
				seen,
			),
		);
	}
	{
		const life = await begin();
		await life.goesDown({ endpoint: CREATE, count: 1 }, 'resetAfter');
		const seen = await life.publish();
		await life.enterKeys();
		note(await life.count('response lost while creating it', await life.happen(some), seen));
	}
	{
		const life = await live();
		await life.goesDown();
		await life.unpublish();
		await life.isBack();
		const meanwhile = await life.happen(some);
		await life.publish();
		const seen = 'unpublished';
		note(await life.count('Attentive down while unpublishing, then published again', meanwhile, seen));
	}
	{
		const life = await live();
		await life.unpublish();
		await life.goesDown({ endpoint: UPDATE });
		const seen = await life.publish();
		const phones = await life.happen(some);
		await life.enterKeys();
		note(await life.count('Attentive fails to enable it when published again', phones, seen));
	}
	await inTwo(sandbox, n8n, await second(), note);
	return { counts: parts, wrong: parts.flatMap(wrongIn) };
}

/** Two n8n with one WEBHOOK_URL, of which Attentive reaches the first: a copy of n8n, such as one made to try an update. */
async function inTwo(
	sandbox: Sandbox,
	n8n: WholeN8n,
	other: WholeN8n,
	note: (count: LifeCount, allowed?: Partial<Part['allowed']>) => void,
): Promise<void> {
	try {
		const begin = async () => await WebhookLife.begin(sandbox, n8n, other);
		const life = await begin();
		await life.publish(0);
		await life.publish(1);
		await life.enterKeys();
		note(
			await life.count(
				'two n8n instances with one webhook URL',
				await life.happen(some),
				'published in both',
			),
		);
		await life.unpublish(1);
		const meanwhile = await life.happen(some);
		note(await life.count('two n8n instances, then unpublished in the second', meanwhile, 'no message'), {
			lost: some,
		});
		await life.publishAgain();
		note(
			await life.count(
				'two n8n instances, then published again in the first',
				await life.happen(some),
				'published',
			),
		);

		const both = await begin();
		// Both have looked before either creates.
		await sandbox.control.setLatency({ endpoint: LIST, ms: 2_000 });
		const seen = await Promise.all([both.publish(0), both.publish(1)]);
		await sandbox.control.setLatency({ endpoint: LIST, ms: 0 });
		await both.enterKeys();
		note(
			await both.count(
				'two n8n instances that publish at the same moment',
				await both.happen(some),
				seen.join(', '),
			),
		);
	} finally {
		await other.stop();
	}
}

function wrongIn({ what, seen, lost, twice, allowed }: Part): string[] {
	if (lost === allowed.lost && twice === allowed.twice) return [];
	return [`${what}: ${lost} lost, ${twice} twice (${seen})`];
}
