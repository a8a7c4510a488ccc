import type { INodeProperties } from 'n8n-workflow';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { useBench } from '../integration/setup';
import { dragged, fileOf, pictures } from './pictures';
import { Facts, hashOf } from './shown';
import { MOST, picturesFolder, readHashes } from './store';

const bench = useBench();

test.each(pictures)(
	'docs/pictures: $name shows what there is; otherwise: npm run pictures -- $name',
	async (picture) => {
		const file = fileOf(picture);
		expect({ [file]: hashOf(await picture.shows(new Facts(bench))) }).toEqual({ [file]: readHashes()[file] });
		const most = 'play' in picture ? MOST.moving : MOST.still;
		expect(statSync(join(picturesFolder, file)).size).toBeLessThanOrEqual(most);
	},
);

test('docs/pictures has no other files', () => {
	const files = [...pictures.map(fileOf), 'hashes.json'].sort();
	expect(readdirSync(picturesFolder).sort()).toEqual(files);
});

describe('the hash of a panel', () => {
	const part = { parameters: dragged, first: 'type', last: 'properties' };

	function hashWith(change: (property: INodeProperties) => INodeProperties): string {
		const facts = new Facts(bench);
		const { attentive } = facts;
		return hashOf(facts.panel({ ...attentive, properties: attentive.properties.map(change) }, part));
	}

	const asItIs = () => hashWith((property) => property);

	test.each<{ what: string; name: string; change: Partial<INodeProperties> }>([
		{ what: 'a label', name: 'type', change: { displayName: 'Kind of Event' } },
		{ what: 'a hint', name: 'email', change: { hint: 'Another hint' } },
		{ what: 'the name of the option that is chosen', name: 'mapping', change: { options: [] } },
	])('changes with $what', ({ name, change }) => {
		expect(hashWith((property) => (property.name === name ? { ...property, ...change } : property))).not.toBe(
			asItIs(),
		);
	});

	test('does not change with what is not to be seen: other operations, their order, other options, bubbles', () => {
		const changed = hashWith((property) => ({
			...property,
			description: 'Another bubble',
			displayName: property.name === 'mode' ? 'Another label below' : property.displayName,
			...(property.options && { options: [...property.options].reverse() }),
		}));
		expect(changed).toBe(asItIs());
	});
});
