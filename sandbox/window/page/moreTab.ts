import { html, type TemplateResult } from 'lit';
import { number } from './format';
import type { Page } from './page';

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
