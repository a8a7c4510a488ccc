import { differences } from '../../../tools/release';

const READY = {
	tag: 'v1.2.3',
	manifest: '1.2.3',
	lock: '1.2.3',
	changelog: '# Changelog\n\nText.\n\n## 1.2.3 (2026-12-01)\n\n- New\n\n## 1.2.2 (2026-11-01)\n',
};

describe('a release', () => {
	it('is ready if tag, versions and changelog agree', () => {
		expect(differences(READY)).toEqual([]);
	});

	it.each([
		['no tag', { tag: '' }, /tag is missing.*v1\.2\.3/],
		['another tag', { tag: 'v1.2.4' }, /tag is v1\.2\.4/],
		['a tag without v', { tag: '1.2.3' }, /tag is 1\.2\.3/],
		['another version in the lock file', { lock: '1.2.2' }, /package-lock\.json has 1\.2\.2/],
		['a changelog that is a version behind', { changelog: '## 1.2.2 (2026-11-01)\n' }, /begins with 1\.2\.2/],
		['an empty changelog', { changelog: '' }, /no version/],
		['an entry without a date', { changelog: '## 1.2.3 (not yet published)\n' }, /no date/],
	])('is not ready with %s', (_name, change, words) => {
		expect(differences({ ...READY, ...change }).join('\n')).toMatch(words);
	});
});
