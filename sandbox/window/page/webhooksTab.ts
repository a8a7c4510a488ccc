import { html, nothing, type TemplateResult } from 'lit';
import { entryList } from './entryList';
import { counted, momentOf, pretty, timeOf } from './format';
import { found, type DeliveryEntry } from './model';
import type { Page } from './page';
import { facts, nothingFound, searchField } from './parts';

export function webhooksTab(page: Page, isNarrow: boolean): TemplateResult {
	const { model, view, set } = page;
	const { webhooks } = model.surroundings;
	if (webhooks.length === 0) {
		return html`<div class="empty">
			<h2>No webhooks yet</h2>
			<p>
				Publish a workflow with the Attentive Trigger, or create a webhook with the Attentive node. Each
				delivery and each attempt appears here.
			</p>
		</div>`;
	}
	const entries = found(model.deliveries, view.query.webhooks);
	return html`<div class="toolbar">${searchField(page, 'webhooks', 'Search deliveries')}</div>
		<ul class="webhooks" aria-label="Webhooks" tabindex="0">
			${webhooks.map(
				(webhook) =>
					html`<li class="card">
						<p>
							<span class="chip ${webhook.deleted || webhook.disabledAt !== null ? 'warn' : 'good'}">
								${webhook.deleted ? 'deleted' : webhook.disabledAt === null ? 'enabled' : 'disabled'}
							</span>
							<b>${webhook.url}</b>
						</p>
						<p class="muted">
							${webhook.events.join(', ')} ·
							${webhook.byHand ? 'created manually' : html`created by ${webhook.app}`}
						</p>
					</li>`,
			)}
		</ul>
		${
			model.deliveries.length === 0
				? html`<div class="empty">
						<h2>No deliveries yet</h2>
						<p>No event of these webhooks has happened yet.</p>
					</div>`
				: entries.length === 0
					? nothingFound(page)
					: entryList({
							id: 'webhooks-list',
							label: 'Deliveries, newest first',
							query: view.query.webhooks,
							entries,
							rowHeight: isNarrow ? 84 : 52,
							row: (entry) => deliveryRow(page, entry),
							chosen: view.chosen?.tab === 'webhooks' ? view.chosen.entry.order : undefined,
							choose: (entry, opened) =>
								set({ chosen: { tab: 'webhooks', entry }, opened: opened || view.opened }),
						})
		}`;
}

function stateChip(state: string): TemplateResult {
	const tone = state === 'delivered' ? 'good' : state === 'pending' ? '' : 'bad';
	return html`<span class="chip ${tone}">${state}</span>`;
}

function deliveryRow({ model }: Page, { delivery }: DeliveryEntry): TemplateResult {
	const { at, state, type, attempts, webhookId, id } = delivery;
	const url = model.surroundings.webhooks.find((webhook) => webhook.id === webhookId)?.url ?? '';
	return html`<div class="request delivery" data-id=${id}>
		<time>${timeOf(at)}</time>
		${stateChip(state)}
		<span class="endpoint"><b>${type}</b></span>
		<span class="gist">
			<span>
				${counted(attempts.length, 'attempt')}${attempts.length === 0 ? nothing : html` · ${answerOf(attempts.at(-1))}`}
			</span>
			<span class="note">${url}</span>
		</span>
	</div>`;
}

function answerOf(attempt: { status: number | null; error?: string } | undefined): string {
	if (attempt === undefined) return '';
	return attempt.status === null ? (attempt.error ?? 'no response') : String(attempt.status);
}

export function deliveryDetails({ model }: Page, { order }: DeliveryEntry): TemplateResult {
	const entry = model.deliveries.find((one) => one.order === order);
	if (entry === undefined) return html`<p class="muted">This delivery is no longer listed.</p>`;
	const { id, type, state, at, body, attempts, repeats } = entry.delivery;
	return html`<section class="card">
		<h3>${type} ${stateChip(state)}</h3>
		${facts([
			['Delivery', id],
			['Started', momentOf(at)],
			...(repeats === undefined ? [] : [['Repeats', repeats] satisfies [string, string]]),
		])}
		<h4>Attempts</h4>
		${
			attempts.length === 0
				? html`<p class="muted">None so far.</p>`
				: html`<ol class="attempts">
						${attempts.map(
							(attempt) =>
								html`<li>
									<span class="chip ${attempt.status !== null && attempt.status < 300 ? 'good' : 'bad'}">
										${answerOf(attempt)}
									</span>
									${momentOf(attempt.at)} <small>${attempt.url}</small>
								</li>`,
						)}
					</ol>`
		}
		<h4>Body</h4>
		<pre tabindex="0">${pretty(body)}</pre>
	</section>`;
}
