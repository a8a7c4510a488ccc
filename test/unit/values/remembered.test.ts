import { remembered } from '../../../nodes/values/remembered';

function counted() {
	const asked: string[] = [];
	const find = remembered((text) => {
		asked.push(text);
		return text.length;
	});
	return { asked, find };
}

test('a text is looked at once', () => {
	const { asked, find } = counted();
	expect(['a', 'bb', 'a', 'bb'].map(find)).toEqual([1, 2, 1, 2]);
	expect(asked).toEqual(['a', 'bb']);
});

test('a long text, of which there may be many without end, is not kept', () => {
	const { asked, find } = counted();
	const long = 'x'.repeat(1_000_000);
	expect([long, long].map(find)).toEqual([1_000_000, 1_000_000]);
	expect(asked).toHaveLength(2);
});
