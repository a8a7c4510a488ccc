import { html, nothing, type TemplateResult } from 'lit';
import { entryList } from './entryList';
import { addressOf, channelWords, counted, nameOf, number, stateWords, typeWords } from './format';
import { found, type PersonEntry } from './model';
import type { Page } from './page';
import { nothingFound, personCard, phone, searchField } from './parts';

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
