import { installFromDebian } from './debian';

/** Installs Debian's Chromium if there is no browser of its kind yet. @returns where it is */
export function installChromium(say: (line: string) => void): string {
	return installFromDebian(
		{
			name: 'Chromium',
			commands: ['chromium', 'chromium-browser', 'google-chrome'],
			package: 'chromium',
			wantedBy: 'The browser tests',
			size: 'about 115 MB to download, 415 MB on disk, half a minute.',
		},
		say,
	);
}
