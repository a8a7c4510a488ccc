import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Installs Debian's Chromium if there is no browser of its kind yet. @returns where it is */
export function installChromium(say: (line: string) => void): string {
	const found = foundChromium();
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !onPath('apt-get')) {
		throw new Error(
			'The browser tests need Chromium. Install it first, on Debian and Ubuntu with: sudo apt-get install chromium',
		);
	}
	say("Chromium is not installed here yet. It is installed from Debian's packages now (apt-get), once:");
	say('about 115 MB to download, 415 MB on disk, half a minute.');
	const options = { encoding: 'utf8' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
	// Old lists name packages that are gone. Where they cannot be had anew, the old ones may still do.
	spawnSync('apt-get', ['update'], options);
	execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
		...options,
		stdio: 'pipe',
	});
	const installed = foundChromium();
	if (installed === undefined) throw new Error('apt-get has installed Chromium, but it is not on the PATH.');
	return installed;
}

function foundChromium(): string | undefined {
	return names.map(onPath).find((path) => path !== undefined);
}

function onPath(name: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find(existsSync);
}
