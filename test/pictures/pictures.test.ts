import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { useBench } from '../integration/setup';
import { fileOf, pictures } from './pictures';
import { Facts, hashOf } from './shown';
import { MOST, picturesFolder, readHashes } from './store';

const bench = useBench();

test.each(pictures)(
	'docs/pictures: $name shows what there is; otherwise: npm run pictures -- $name',
	async (picture) => {
		const file = fileOf(picture);
		expect({ [file]: hashOf(await picture.shows(new Facts(bench))) }).toEqual({ [file]: readHashes()[file] });
		const most = 'set' in picture ? MOST.still : MOST.moving;
		expect(statSync(join(picturesFolder, file)).size).toBeLessThanOrEqual(most);
	},
);

test('docs/pictures has no other files', () => {
	const files = [...pictures.map(fileOf), 'hashes.json'].sort();
	expect(readdirSync(picturesFolder).sort()).toEqual(files);
});
