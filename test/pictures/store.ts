import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installFromDebian } from '../../whole-n8n/debian';
import type { Frame } from './film';

export const picturesFolder = resolve(__dirname, '../../docs/pictures');
const hashesFile = join(picturesFolder, 'hashes.json');

/** Bytes of a file. */
export const MOST = { still: 150_000, moving: 1_500_000 };

/** By file: a hash of what it shows. */
export type Hashes = Record<string, string>;

/** Debian's programs that make pictures small. */
export interface Shrinkers {
	pngquant: string;
	img2webp: string;
}

export function installShrinkers(say: (line: string) => void): Shrinkers {
	const wantedBy = 'The pictures';
	const size = 'less than 1 MB, some seconds.';
	const pngquant = { name: 'pngquant', commands: ['pngquant'], package: 'pngquant', wantedBy, size };
	const img2webp = { name: 'img2webp', commands: ['img2webp'], package: 'webp', wantedBy, size };
	return { pngquant: installFromDebian(pngquant, say), img2webp: installFromDebian(img2webp, say) };
}

export function shrunk(png: Buffer, { pngquant }: Shrinkers): Buffer {
	return execFileSync(pngquant, ['--quality=70-95', '--strip', '--speed=1', '-'], { input: png });
}

/** One file of all frames. */
export function joined(frames: Frame[], { img2webp }: Shrinkers): Buffer {
	const folder = mkdtempSync(join(tmpdir(), 'moving-'));
	try {
		const args = frames.flatMap(({ png, time }, index) => {
			const file = join(folder, `${index}.png`);
			writeFileSync(file, png);
			return ['-lossless', '-d', String(time), file];
		});
		const made = join(folder, 'made.webp');
		execFileSync(img2webp, ['-loop', '0', ...args, '-o', made], { stdio: 'pipe' });
		return readFileSync(made);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export function readHashes(): Hashes {
	if (!existsSync(hashesFile)) return {};
	const hashes: Hashes = JSON.parse(readFileSync(hashesFile, 'utf8'));
	return hashes;
}

export function writeHashes(hashes: Hashes): void {
	const sorted = Object.entries(hashes).sort(([one], [other]) => one.localeCompare(other));
	writeFileSync(hashesFile, `${JSON.stringify(Object.fromEntries(sorted), null, '\t')}\n`);
}
