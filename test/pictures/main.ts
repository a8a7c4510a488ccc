/**
 * npm run pictures: makes the pictures of the README and the docs in a whole n8n, into docs/pictures/. That of the sandbox's
 * window needs no n8n: `npm run pictures -- window`.
 * `npm run pictures -- drag list` makes only these, `npm run pictures -- outdated` those that show something else by now.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../e2e/browser';
import { endAll, endAtTeardown } from '../e2e/running';
import { enterStage } from '../e2e/stage';
import { startStage } from '../e2e/startAll';
import { installChromium } from '../../whole-n8n';
import { Bench } from '../integration/bench';
import { Film } from './film';
import { fileOf, pictures, type Picture } from './pictures';
import { Facts, hashOf } from './shown';
import { installShrinkers, joined, MOST, picturesFolder, readHashes, shrunk, writeHashes } from './store';
import { Studio } from './studio';

async function main(names: string[]): Promise<void> {
	const outdated = names.join() === 'outdated';
	const named = chosen(outdated ? [] : names);
	const hashes = await hashesOf(named);
	const before = readHashes();
	const wanted = named.filter((picture) => !outdated || before[fileOf(picture)] !== hashes.get(picture));
	if (wanted.length === 0) {
		say('No picture is outdated.');
		return;
	}
	const shrinkers = installShrinkers(say);
	mkdirSync(picturesFolder, { recursive: true });
	try {
		const alone = wanted.filter((picture) => 'take' in picture);
		for (const picture of alone) keep(picture, shrunk(await picture.take(), shrinkers), hashes);
		const inN8n = wanted.flatMap((picture) => ('take' in picture ? [] : [picture]));
		if (inN8n.length === 0) return;
		await startStage('pictures', installChromium(say));
		const studio = await openStudio();
		endAtTeardown(studio.browser.close);
		for (const picture of inN8n) {
			await studio.stage.control.reset();
			const data =
				'set' in picture
					? shrunk(await taken(studio, picture), shrinkers)
					: joined(await played(studio, picture), shrinkers);
			keep(picture, data, hashes);
		}
	} finally {
		await endAll();
	}
}

function keep(picture: Picture, data: Buffer, hashes: Map<Picture, string>): void {
	const file = fileOf(picture);
	say(`docs/pictures/${file}`.padEnd(36) + `${Math.ceil(data.length / 1000)} kB`.padStart(8));
	const most = 'play' in picture ? MOST.moving : MOST.still;
	if (data.length > most) throw new Error(`${file} has more than ${most / 1000} kB.`);
	writeFileSync(join(picturesFolder, file), data);
	writeHashes({ ...readHashes(), [file]: hashes.get(picture) ?? '' });
}

function chosen(names: string[]): Picture[] {
	const unknown = names.filter((name) => !pictures.some((picture) => picture.name === name));
	if (unknown.length > 0) {
		const known = pictures.map(({ name }) => name).join(', ');
		throw new Error(`There is no picture ${unknown.join(', ')}, only ${known}.`);
	}
	return names.length === 0 ? pictures : pictures.filter(({ name }) => names.includes(name));
}

async function hashesOf(wanted: Picture[]): Promise<Map<Picture, string>> {
	const bench = new Bench();
	await bench.start();
	try {
		const facts = new Facts(bench);
		const hashes = new Map<Picture, string>();
		for (const picture of wanted) hashes.set(picture, hashOf(await picture.shows(facts)));
		return hashes;
	} finally {
		await bench.close();
	}
}

async function openStudio(): Promise<Studio> {
	const stage = await enterStage();
	const { apiKey, sandboxUrl: baseUrl } = stage;
	// As n8n names a first one.
	const credential = await stage.rest.createCredential('Attentive account', 'attentiveApi', {
		apiKey,
		baseUrl,
	});
	return new Studio(stage, await openBrowser(stage, 2), credential);
}

async function taken(studio: Studio, picture: Extract<Picture, { set: unknown }>): Promise<Buffer> {
	const clip = await picture.set(studio);
	const scale = picture.sharpness === 1 ? 'css' : 'device';
	return await studio.page.screenshot({ clip, scale, animations: 'disabled' });
}

async function played(studio: Studio, picture: Extract<Picture, { play: unknown }>): Promise<Film['frames']> {
	const film = new Film(studio.page);
	await picture.play(studio, film);
	return film.frames;
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
