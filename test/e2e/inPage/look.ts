/**
 * What the tests of the sandbox's window do within the page. It has no imports: windowPage.ts hands it to the browser as it is,
 * and checks what comes back.
 */

interface Found {
	position: number;
	size: number;
	texts: Record<string, string>;
	data: Record<string, string>;
}

/** All rows of the list that is shown: goes through it from the top to the bottom. */
export async function allRows(): Promise<Found[]> {
	const list = document.querySelector('entry-list');
	if (list === null) return [];
	const rows = new Map<number, Found>();
	/** A frame draws the rows that scrolling has brought into sight. */
	const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
	list.scrollTop = 0;
	for (;;) {
		await drawn();
		for (const entry of list.querySelectorAll('.entry')) {
			const position = Number(entry.getAttribute('aria-posinset'));
			const texts: Record<string, string> = {};
			for (const part of entry.querySelectorAll<HTMLElement>('[class]')) {
				const text = (part.textContent ?? '').replace(/\s+/g, ' ').trim();
				for (const name of part.classList) texts[name] = text;
			}
			const content = entry.firstElementChild;
			const data = content instanceof HTMLElement ? { ...content.dataset } : {};
			const known = Object.entries(data).flatMap(([name, value]) =>
				value === undefined ? [] : [[name, value]],
			);
			rows.set(position, {
				position,
				size: Number(entry.getAttribute('aria-setsize')),
				texts,
				data: Object.fromEntries(known),
			});
		}
		if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) break;
		list.scrollTop += list.clientHeight;
	}
	list.scrollTop = 0;
	await drawn();
	return [...rows.values()].sort((a, b) => a.position - b.position);
}

/** Texts in sight whose contrast is below what WCAG asks for: 4.5, or 3 for large ones. */
export function paleTexts() {
	type Color = [red: number, green: number, blue: number, alpha: number];
	const canvas = document.createElement('canvas');
	canvas.width = 1;
	canvas.height = 1;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	const known = new Map<string, Color>();
	/** The browser itself reads the color, in whatever way it is written. */
	const colorOf = (text: string): Color => {
		const before = known.get(text);
		if (before !== undefined || context === null) return before ?? [0, 0, 0, 0];
		context.clearRect(0, 0, 1, 1);
		context.fillStyle = text;
		context.fillRect(0, 0, 1, 1);
		const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
		const made: Color = [red, green, blue, alpha / 255];
		known.set(text, made);
		return made;
	};
	const over = (top: Color, below: Color): Color => {
		const mix = (a: number, b: number) => a * top[3] + b * (1 - top[3]);
		return [mix(top[0], below[0]), mix(top[1], below[1]), mix(top[2], below[2]), 1];
	};
	const behind = (element: Element): Color => {
		const layers: Color[] = [];
		for (let one: Element | null = element; one !== null; one = one.parentElement) {
			const color = colorOf(getComputedStyle(one).backgroundColor);
			if (color[3] > 0) layers.push(color);
			if (color[3] === 1) break;
		}
		return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1] as Color);
	};
	const luminance = ([red, green, blue]: Color) => {
		const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
			const part = value / 255;
			return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const pale: Array<{ text: string; color: string; background: string; ratio: number }> = [];
	let checked = 0;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		const element = node.parentElement;
		const text = node.textContent?.trim() ?? '';
		if (element === null || text === '' || element.closest('noscript, option') !== null) continue;
		if (element.getClientRects().length === 0) continue;
		const style = getComputedStyle(element);
		const background = behind(element);
		const color = over(colorOf(style.color), background);
		const [light = 0, dark = 0] = [luminance(color), luminance(background)].sort((a, b) => b - a);
		const ratio = (light + 0.05) / (dark + 0.05);
		const size = Number.parseFloat(style.fontSize);
		const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
		checked += 1;
		if (ratio < (isLarge ? 3 : 4.5)) {
			pale.push({ text: text.slice(0, 40), color: style.color, background: background.join(), ratio });
		}
	}
	return { checked, pale };
}

export function focused() {
	const { activeElement } = document;
	const style = activeElement === null ? undefined : getComputedStyle(activeElement);
	return {
		id: activeElement?.id ?? '',
		tag: activeElement?.tagName ?? '',
		chosen: activeElement?.getAttribute('aria-activedescendant') ?? '',
		isVisible: style !== undefined && style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
	};
}

/** Pixels that the page takes, also beyond the screen. */
export function width(): number {
	return document.documentElement.scrollWidth;
}
