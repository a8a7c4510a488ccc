import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { installChromium } from '../../whole-n8n';

/** Where the sandbox's window is looked at. */
export interface WindowPage {
	page: Page;
	/** Exceptions of the page and errors in its console, since the last look. */
	takeErrors(): string[];
	/** Requests that would have left the sandbox. */
	elsewhere: string[];
	close(): Promise<void>;
}

export interface Screen {
	width?: number;
	height?: number;
	colorScheme?: 'light' | 'dark';
	/** Pixels of a picture for each pixel of the page. */
	sharpness?: number;
}

/** Opens the window of a sandbox in a browser, which starts for it. @param url the sandbox's address, or one that leads to it */
export async function openWindow(url: string, screen: Screen = {}): Promise<WindowPage> {
	const { width = 1280, height = 800, colorScheme = 'light', sharpness = 1 } = screen;
	// Chromium writes to the home directory, and nothing of ours may.
	const home = mkdtempSync(join(tmpdir(), 'window-'));
	const browser = await chromium.launch({
		executablePath: installChromium((line) => void process.stderr.write(`${line}\n`)),
		args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
		env: { ...process.env, HOME: home },
	});
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor: sharpness,
		colorScheme,
		locale: 'en-US',
		timezoneId: 'America/New_York',
		reducedMotion: 'reduce',
	});
	const elsewhere: string[] = [];
	await context.route(
		(asked) => asked.origin !== new URL(url).origin && asked.protocol !== 'data:',
		(route) => {
			elsewhere.push(route.request().url());
			return route.abort();
		},
	);
	const page = await context.newPage();
	let errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	page.on('dialog', (dialog) => {
		errors.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	await page.goto(url);
	await whenComplete(page);
	return {
		page,
		takeErrors() {
			const taken = errors;
			errors = [];
			return taken;
		},
		elsewhere,
		async close() {
			await browser.close();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/** Until the page shows all that there was when it was opened. */
export async function whenComplete(page: Page): Promise<void> {
	await page.locator('#panel[data-complete="true"]').waitFor({ timeout: 60_000 });
}

export async function showTab(page: Page, name: string): Promise<void> {
	await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
	await page.locator(`#panel[aria-labelledby="tab-${name.toLowerCase()}"]`).waitFor();
}

const rowSchema = z.object({
	/** From 1, the newest first. */
	position: z.number(),
	/** How many rows the list has, as it says. */
	size: z.number(),
	/** Texts within the row by their class. */
	texts: z.record(z.string()),
	data: z.record(z.string()),
});

/** A row of a list, as it is shown. */
export type Row = z.infer<typeof rowSchema>;

/** All rows of the list that is shown. */
export async function allRows(page: Page): Promise<Row[]> {
	return z.array(rowSchema).parse(await look(page, 'allRows'));
}

const paleSchema = z.object({
	checked: z.number(),
	pale: z.array(z.object({ text: z.string(), color: z.string(), background: z.string(), ratio: z.number() })),
});

/** How many texts are in sight, and which have too little contrast to what is behind them. */
export async function paleTexts(page: Page): Promise<z.infer<typeof paleSchema>> {
	return paleSchema.parse(await look(page, 'paleTexts'));
}

const focusSchema = z.object({ id: z.string(), tag: z.string(), chosen: z.string(), isVisible: z.boolean() });

/** What has the focus, and whether one sees that. */
export async function focused(page: Page): Promise<z.infer<typeof focusSchema>> {
	return focusSchema.parse(await look(page, 'focused'));
}

export async function widthOf(page: Page): Promise<number> {
	return z.number().parse(await look(page, 'width'));
}

const lookCode = transformSync(readFileSync(resolve(__dirname, 'inPage/look.ts'), 'utf8'), {
	loader: 'ts',
	format: 'iife',
	globalName: 'look',
}).code;

async function look(page: Page, what: 'allRows' | 'paleTexts' | 'focused' | 'width'): Promise<unknown> {
	return await page.evaluate(`(() => { ${lookCode}; return look.${what}(); })()`);
}
