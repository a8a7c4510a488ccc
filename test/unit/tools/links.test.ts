import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const FOLDERS = [
	'.',
	'.github',
	'docs',
	'docs/flows',
	'docs/performance',
	'docs/webhook-events',
	'examples',
	'sandbox',
	'whole-n8n',
];

const pages = FOLDERS.flatMap((folder) =>
	readdirSync(join(ROOT, folder))
		.filter((file) => file.endsWith('.md'))
		.map((file) => join(folder, file)),
);

/** As GitHub names the headings of a page in links. */
function anchorsOf(page: string): string[] {
	return readFileSync(page, 'utf8')
		.split('\n')
		.flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
		.map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		);
}

function brokenLinks(page: string): string[] {
	const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
	const links = [...text.matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g)].map(([, link = '']) => link);
	return links
		.filter((link) => !/^(https?|mailto):/.test(link))
		.filter((link) => {
			const [path = '', anchor] = link.split('#');
			const target = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
			if (!existsSync(target)) return true;
			return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
		});
}

test.each(pages)('the links of %s lead somewhere', (page) => {
	expect(brokenLinks(page)).toEqual([]);
});

test('every page of docs can be reached from the README', () => {
	const seen = new Set<string>();
	const follow = (page: string) => {
		if (seen.has(page)) return;
		seen.add(page);
		const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+\.md)(?:#[^)]*)?\)/g)];
		for (const [, link = ''] of links) {
			if (!link.startsWith('http')) follow(relative(ROOT, resolve(ROOT, dirname(page), link)));
		}
	};
	follow('README.md');
	expect(pages.filter((page) => page.startsWith('docs/') && !seen.has(page))).toEqual([]);
});
