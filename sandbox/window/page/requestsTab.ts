import { html, nothing, type TemplateResult } from 'lit';
import { entryList } from './entryList';
import { gistOf, number, timeOf } from './format';
import { found, type RequestEntry } from './model';
import type { Page } from './page';
import { exchangeCard, nothingFound, personCard, searchField, statusChip } from './parts';

export function requestsTab(page: Page, isNarrow: boolean): TemplateResult {
	const { model, view, set } = page;
	const some = view.onlyRefused
		? model.requests.filter(({ exchange: { status } }) => status === null || status >= 300)
		: model.requests;
	const entries = found(some, view.query.requests);
	return html`<div class="toolbar">
			${searchField(page, 'requests', 'Search paths, bodies, responses')}
			<div class="segments" role="radiogroup" aria-label="Filter requests">
				${[false, true].map(
					(onlyRefused) =>
						html`<label>
							<input
								type="radio"
								name="refused"
								.checked=${view.onlyRefused === onlyRefused}
								@change=${() => set({ onlyRefused })}
							/>
							<span>
								${onlyRefused ? 'Not accepted' : 'All'}
								<b>${number(onlyRefused ? model.counts.refused : model.counts.requests)}</b>
							</span>
						</label>`,
				)}
			</div>
			${
				model.forgotten === 0
					? nothing
					: html`<p class="muted">The oldest ${number(model.forgotten)} requests are no longer listed.</p>`
			}
		</div>
		${
			entries.length === 0
				? nothingFound(page)
				: entryList({
						id: 'requests-list',
						label: 'Requests and responses, newest first',
						query: view.query.requests + view.onlyRefused,
						entries,
						rowHeight: isNarrow ? 84 : 52,
						row: requestRow,
						chosen: view.chosen?.tab === 'requests' ? view.chosen.entry.order : undefined,
						choose: (entry, opened) =>
							set({ chosen: { tab: 'requests', entry }, opened: opened || view.opened }),
					})
		}`;
}

function requestRow({ exchange }: RequestEntry): TemplateResult {
	const { who, what } = gistOf(exchange);
	const { at, method, path, endpoint, reason, fault } = exchange;
	const note = reason ?? (fault === undefined ? undefined : `fault ${fault}`);
	return html`<div class="request" data-number=${exchange.number} data-ledger=${exchange.ledger ?? nothing}>
		<time>${timeOf(at)}</time>
		${statusChip(exchange)}
		<span class="endpoint"><b>${method}</b> ${endpoint === null ? path : (path.split('?')[0] ?? path)}</span>
		<span class="gist">
			<span>${what}${who === undefined ? nothing : html` <span class="who">${who}</span>`}</span>
			<span class="note" title=${note ?? nothing}>${note ?? nothing}</span>
		</span>
	</div>`;
}

export function requestDetails(page: Page, { exchange }: RequestEntry): TemplateResult {
	const { texts, notSent } = exchange;
	const { who } = gistOf(exchange);
	const person = page.model.person(exchange.userId) ?? page.model.person(who);
	return html`${exchangeCard(page, exchange)}
	${
		texts.length + notSent.length === 0
			? nothing
			: html`<section class="card">
					<h3>Outcome</h3>
					<ul class="plain">
						${texts.map(
							(text) =>
								html`<li>
									<div class="bubble">${text.words}</div>
									<small>to ${text.phone}</small>
								</li>`,
						)}
						${notSent.map(({ why }) => html`<li class="no-text"><b>No text</b> ${why}</li>`)}
					</ul>
				</section>`
	}
	${person === undefined ? nothing : personCard(person)}`;
}
