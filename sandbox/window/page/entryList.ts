import { html, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Entry } from './model';

/** Rows drawn beyond what is to be seen, so that scrolling shows no gap. */
const beyond = 6;

export interface ListOf<T extends Entry> {
	id: string;
	label: string;
	/** What the entries were filtered by: another one begins at the top. */
	query: string;
	/** The oldest first; the newest is shown first. */
	entries: T[];
	/** Pixels: all rows are of one height, so a list of any length is drawn at once. */
	rowHeight: number;
	row(entry: T): TemplateResult;
	/** The order of the chosen entry. */
	chosen: number | undefined;
	/** @param opened with a click or Enter, not only on the way */
	choose(entry: T, opened: boolean): void;
}

/** A list of any length: only what is in sight is in the page. The focus stays on the list, which names the chosen row. */
export class EntryList<T extends Entry> extends HTMLElement {
	private shown: ListOf<T> | undefined;
	private frame = 0;
	private readonly resized = new ResizeObserver(() => this.drawSoon());

	connectedCallback(): void {
		this.tabIndex = 0;
		this.role = 'listbox';
		this.addEventListener('scroll', this.drawSoon, { passive: true });
		this.addEventListener('keydown', this.onKey);
		this.resized.observe(this);
	}

	disconnectedCallback(): void {
		this.removeEventListener('scroll', this.drawSoon);
		this.removeEventListener('keydown', this.onKey);
		this.resized.disconnect();
		cancelAnimationFrame(this.frame);
	}

	set list(list: ListOf<T>) {
		const before = this.shown;
		if (before !== undefined && before.query !== list.query) this.scrollTop = 0;
		const anchor = this.scrollTop > 0 && before !== undefined ? this.anchor(before) : undefined;
		this.shown = list;
		this.id = list.id;
		this.ariaLabel = list.label;
		this.draw();
		// Who has scrolled down goes on seeing the same rows while new ones come above.
		if (anchor !== undefined) {
			const index = this.indexOf(anchor.order);
			if (index !== undefined) {
				const wanted = index * list.rowHeight + anchor.offset;
				if (Math.abs(wanted - this.scrollTop) > 1) {
					this.scrollTop = wanted;
					this.draw();
				}
			}
		}
	}

	private anchor({ entries, rowHeight }: ListOf<T>): { order: number; offset: number } | undefined {
		const index = Math.floor(this.scrollTop / rowHeight);
		const entry = entries[entries.length - 1 - index];
		return entry && { order: entry.order, offset: this.scrollTop - index * rowHeight };
	}

	/** Where an entry is from the top. */
	private indexOf(order: number | undefined): number | undefined {
		const entries = this.shown?.entries ?? [];
		if (order === undefined) return undefined;
		let [low, high] = [0, entries.length - 1];
		while (low <= high) {
			const middle = (low + high) >> 1;
			const found = entries[middle]?.order ?? 0;
			if (found === order) return entries.length - 1 - middle;
			if (found < order) low = middle + 1;
			else high = middle - 1;
		}
		return undefined;
	}

	private readonly drawSoon = (): void => {
		cancelAnimationFrame(this.frame);
		this.frame = requestAnimationFrame(() => this.draw());
	};

	private draw(): void {
		const { shown } = this;
		if (shown === undefined) return;
		const { entries, rowHeight, row, chosen, id } = shown;
		const first = Math.max(Math.floor(this.scrollTop / rowHeight) - beyond, 0);
		const last = Math.min(
			Math.ceil((this.scrollTop + this.clientHeight) / rowHeight) + beyond,
			entries.length,
		);
		const inSight: Array<{ entry: T; index: number }> = [];
		for (let index = first; index < last; index += 1) {
			const entry = entries[entries.length - 1 - index];
			if (entry !== undefined) inSight.push({ entry, index });
		}
		const isInSight = inSight.some(({ entry }) => entry.order === chosen);
		if (chosen !== undefined && isInSight) this.setAttribute('aria-activedescendant', `${id}-${chosen}`);
		else this.removeAttribute('aria-activedescendant');
		render(
			html`<div class="all-rows" role="presentation" .style=${`height: ${entries.length * rowHeight}px`}>
				${repeat(
					inSight,
					({ entry }) => entry.order,
					({ entry, index }) =>
						html`<div
							id=${`${id}-${entry.order}`}
							class="entry"
							role="option"
							aria-selected=${entry.order === chosen ? 'true' : 'false'}
							aria-setsize=${entries.length}
							aria-posinset=${index + 1}
							.style=${`transform: translateY(${index * rowHeight}px); height: ${rowHeight}px`}
							@click=${() => shown.choose(entry, true)}
						>
							${row(entry)}
						</div>`,
				)}
			</div>`,
			this,
		);
	}

	private readonly onKey = (event: KeyboardEvent): void => {
		const { shown } = this;
		if (shown === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		const { entries, rowHeight, chosen } = shown;
		const page = Math.max(Math.floor(this.clientHeight / rowHeight) - 1, 1);
		const at = this.indexOf(chosen);
		const to = {
			ArrowDown: (at ?? -1) + 1,
			ArrowUp: (at ?? 1) - 1,
			PageDown: (at ?? 0) + page,
			PageUp: (at ?? 0) - page,
			Home: 0,
			End: entries.length - 1,
			Enter: at,
			' ': at,
		}[event.key];
		if (to === undefined || entries.length === 0) return;
		event.preventDefault();
		const index = Math.min(Math.max(to, 0), entries.length - 1);
		const entry = entries[entries.length - 1 - index];
		if (entry === undefined) return;
		const top = index * rowHeight;
		if (top < this.scrollTop) this.scrollTop = top;
		else if (top + rowHeight > this.scrollTop + this.clientHeight)
			this.scrollTop = top + rowHeight - this.clientHeight;
		// At once, for the next key may come before the page is drawn.
		this.shown = { ...shown, chosen: entry.order };
		shown.choose(entry, event.key === 'Enter' || event.key === ' ');
	};
}

customElements.define('entry-list', EntryList);

export function entryList<T extends Entry>(list: ListOf<T>): TemplateResult {
	return html`<entry-list .list=${list}></entry-list>`;
}
