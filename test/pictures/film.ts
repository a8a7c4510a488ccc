import type { Locator, Page } from 'playwright-core';
import type { Area } from './studio';

export interface Frame {
	png: Buffer;
	/** Milliseconds for which it is shown. */
	time: number;
}

/** Steps of a move, and the milliseconds that each is shown. */
const STEPS = 12;
const STEP_TIME = 70;

/** The browser takes pictures without the mouse: an arrow goes with it. */
const ARROW = `
	const arrow = document.createElement('div');
	arrow.innerHTML = '<svg width="26" height="26" viewBox="0 0 24 24"><path d="M4 1v18l5-4.5 3.2 7.5 3.3-1.4-3.2-7.4H19z" fill="#111" stroke="#fff" stroke-width="1.5"/></svg>';
	arrow.style.cssText = 'position: fixed; z-index: 2147483647; pointer-events: none; left: -50px; top: -50px;';
	document.body.append(arrow);
	window.addEventListener('mousemove', ({ clientX, clientY }) => {
		arrow.style.left = clientX - 4 + 'px';
		arrow.style.top = clientY - 1 + 'px';
	}, true);
`;

/** A moving picture, taken frame by frame: how fast the computer is makes no difference. */
export class Film {
	readonly frames: Frame[] = [];
	private area: Area | undefined;
	private mouse = { x: 0, y: 0 };

	constructor(private readonly page: Page) {}

	/** @param area of the page that is to be seen */
	async begin(area: Area): Promise<void> {
		await this.page.addScriptTag({ content: ARROW });
		this.area = area;
		this.mouse = { x: area.x + area.width * 0.3, y: area.y + area.height * 0.8 };
		await this.page.mouse.move(this.mouse.x, this.mouse.y);
	}

	/** The page as it is now. @param time milliseconds */
	async still(time: number): Promise<void> {
		const png = await this.page.screenshot({ clip: this.area, animations: 'disabled' });
		this.frames.push({ png, time });
	}

	/** Moves the mouse to the middle of something, as a hand does: slowly at both ends. */
	async moveTo(target: Locator): Promise<void> {
		const box = await target.first().boundingBox();
		if (!box) throw new Error(`The page does not show ${String(target)}`);
		const from = this.mouse;
		const to = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
		for (let step = 1; step <= STEPS; step++) {
			const part = (1 - Math.cos((Math.PI * step) / STEPS)) / 2;
			await this.page.mouse.move(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
			await this.still(STEP_TIME);
		}
		this.mouse = to;
	}
}
