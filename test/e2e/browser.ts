import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chromium, selectors, type Page } from 'playwright-core';
import type { Stage } from './stage';

const screenshotsFolder = resolve(__dirname, '../../out/screenshots');

/** Of the window, in pixels. */
export const usualSize = { width: 1500, height: 1400 };

export interface Browser {
	page: Page;
	/** Errors in the browser's console and exceptions of the pages, since the last look. Nothing outside is reached. */
	takeErrors(): string[];
	/** Keeps a picture of a part of the page, or of all of it. */
	picture(name: string, testId?: string): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens Debian's Chromium, logged in.
 * @param sharpness pixels of a picture for each pixel of the window
 */
export async function openBrowser(stage: Stage, sharpness = 1): Promise<Browser> {
	mkdirSync(screenshotsFolder, { recursive: true });
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: stage.chromium,
		args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
		// Chromium writes to the home directory, and nothing of ours may.
		env: { ...process.env, HOME: join(dirname(stage.filesFolder), 'home') },
	});
	const context = await browser.newContext({
		baseURL: stage.url,
		viewport: usualSize,
		deviceScaleFactor: sharpness,
		reducedMotion: 'reduce',
	});
	const [name = '', value = ''] = stage.cookie.split('=');
	await context.addCookies([{ name, value, url: stage.url }]);
	// The editor asks npm for newer versions of community packages.
	await context.route(
		(url) => url.origin !== stage.url && url.origin !== stage.sandboxUrl,
		(route) => route.abort(),
	);
	const page = await context.newPage();
	let errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
	page.on('console', (message) => {
		const { url } = message.location();
		// n8n asks itself for samples of what its nodes give, and has none of some.
		const isOurs = url.startsWith(stage.url) && !url.startsWith(`${stage.url}/schemas/`);
		if (message.type() === 'error' && isOurs) errors.push(`${message.text()} (${url})`);
	});
	return {
		page,
		takeErrors() {
			const taken = errors;
			errors = [];
			return taken;
		},
		async picture(name, testId) {
			const path = join(screenshotsFolder, `${name}.png`);
			const what = testId === undefined ? page : page.getByTestId(testId);
			await what.screenshot({ path, animations: 'disabled' });
		},
		close: async () => await browser.close(),
	};
}
