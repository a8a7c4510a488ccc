import { html, nothing, type TemplateResult } from 'lit';
import { entryList } from './entryList';
import {
	addressOf,
	channelWords,
	counted,
	gistOf,
	momentOf,
	nameOf,
	number,
	pretty,
	stateWords,
	timeOf,
	typeWords,
} from './format';
import { found, type DeliveryEntry, type PersonEntry, type RequestEntry } from './model';
import type { Page } from './page';
import { exchangeCard, facts, nothingFound, personCard, phone, searchField, statusChip } from './parts';

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

export function peopleTab(page: Page, isNarrow: boolean): TemplateResult {
	const { model, view, set } = page;
	const all = model.allPeople;
	if (all.length === 0) {
		return html`<div class="empty">
			<h2>No people yet</h2>
			<p>People appear here, with attributes and subscriptions, once a request is about them.</p>
		</div>`;
	}
	const entries = found(all, view.query.people);
	return html`<div class="toolbar">
			${searchField(page, 'people', 'Search phones, emails, attributes')}
			${
				model.morePeople === 0
					? nothing
					: html`<p class="muted">
							${number(model.morePeople)} people who were changed earlier are not listed.
						</p>`
			}
		</div>
		${
			entries.length === 0
				? nothingFound(page)
				: entryList({
						id: 'people-list',
						label: 'People, newest first',
						query: view.query.people,
						entries,
						rowHeight: isNarrow ? 84 : 60,
						row: personRow,
						chosen: view.chosen?.tab === 'people' ? view.chosen.entry.order : undefined,
						choose: (entry, opened) =>
							set({ chosen: { tab: 'people', entry }, opened: opened || view.opened }),
					})
		}`;
}

function personRow({ person }: PersonEntry): TemplateResult {
	const name = nameOf(person);
	const others = [
		...person.phones.slice(1),
		...person.emails,
		...person.ids.map(([, value]) => value),
	].filter((value) => value !== addressOf(person));
	const count = Object.keys(person.attributes).length + Object.keys(person.profile).length;
	return html`<div class="person" data-id=${person.id}>
		<p class="names">
			<b>${name ?? addressOf(person)}</b>
			<small>${[...(name === undefined ? [] : [addressOf(person)]), ...others].join(' · ')}</small>
		</p>
		<p class="chips">
			${person.subscriptions.map(
				({ type, channel, state }) =>
					html`<span class="chip ${state === 'subscribed' ? 'good' : 'warn'}">
						${typeWords(type)}
						${channelWords(channel)}${state === 'subscribed' ? nothing : html`: ${stateWords(state)}`}
					</span>`,
			)}
			${person.subscriptions.length === 0 ? html`<span class="chip">no subscription</span>` : nothing}
			${count === 0 ? nothing : html`<small>${counted(count, 'attribute')}</small>`}
		</p>
	</div>`;
}

export function personDetails(page: Page, { order }: PersonEntry): TemplateResult {
	const entry = page.model.allPeople.find((one) => one.order === order);
	if (entry === undefined)
		return html`<p class="muted">This person was deleted, or merged with another one.</p>`;
	const { person } = entry;
	const [first] = person.phones;
	return html`${personCard(person)}
		<p>
			<button
				@click=${() => {
					page.set({ tab: 'requests', chosen: undefined, opened: false, onlyRefused: false });
					page.search('requests', addressOf(person));
				}}
			>
				Show requests about this person
			</button>
		</p>
		${first === undefined ? nothing : phone(page, first)}`;
}

export function journeysTab(page: Page): TemplateResult {
	const { model, set, search } = page;
	const { journeys } = model.surroundings;
	if (journeys.length + model.withoutJourney.size === 0) {
		return html`<div class="empty">
			<h2>No journeys yet</h2>
			<p>Without a journey, no event sends a text. Add one for the event that you send:</p>
			<pre tabindex="0">
curl ${location.origin}/_sandbox/journeys -d '{"name": "Your order has shipped",
  "event": "Order Shipped", "subscriptionType": "TRANSACTIONAL", "quietHours": null}'</pre>
		</div>`;
	}
	const show = (query: string) => {
		set({ tab: 'texts', chosen: undefined, opened: false, filter: 'all' });
		search('texts', query);
	};
	return html`<div class="scroll cards" tabindex="0" role="group" aria-label="Journeys">
		${journeys.map((journey) => {
			const counts = model.journeys.get(journey.name);
			const sent = counts?.sent ?? 0;
			const held = [...(counts?.notSent.values() ?? [])];
			return html`<section class="card journey">
				<h3>${journey.name} <span class="chip">${typeWords(journey.subscriptionType)}</span></h3>
				<p class="muted">
					${journey.start}.${journey.quietHours === null ? nothing : html` Quiet hours: ${journey.quietHours}.`}
					${
						journey.attributesNeeded.length === 0
							? nothing
							: html` Uses ${journey.attributesNeeded.join(', ')}.`
					}
				</p>
				<p class="tally"><b>${number(sent)}</b> ${sent === 1 ? 'text' : 'texts'} sent</p>
				${held.map(({ why, count }) => html`<p class="tally not"><b>${number(count)}</b> not sent: ${why}</p>`)}
				<button class="link" @click=${() => show(journey.name)}>Show these texts</button>
			</section>`;
		})}
		${[...model.withoutJourney].map(
			([event, count]) =>
				html`<section class="card journey lone">
					<h3>No journey for “${event}”</h3>
					<p class="tally not">
						<b>${number(count)}</b> ${count === 1 ? 'event' : 'events'} that sent no text
					</p>
					<button class="link" @click=${() => show(event)}>Show these events</button>
				</section>`,
		)}
	</div>`;
}

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

export function moreTab({ model }: Page): TemplateResult {
	return html`<div class="scroll" tabindex="0" role="group" aria-label="More">
		${model.surroundings.tables.map(
			({ title, columns, rows, none }) =>
				html`<section class="card">
					<h3>${title} <small>${number(rows.length)}</small></h3>
					${
						rows.length === 0
							? html`<p class="muted">${none}</p>`
							: html`<div class="wide">
									<table>
										<thead>
											<tr>
												${columns.map((column) => html`<th scope="col">${column}</th>`)}
											</tr>
										</thead>
										<tbody>
											${rows.map(
												(cells) =>
													html`<tr>
														${cells.map((cell) => html`<td>${cell}</td>`)}
													</tr>`,
											)}
										</tbody>
									</table>
								</div>`
					}
				</section>`,
		)}
	</div>`;
}
