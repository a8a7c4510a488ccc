import { firstSteps } from '../../../nodes/parameters/firstSteps';

test.each<[unknown, string[]]>([
	['={{ $json.phone }}', ['phone']],
	['={{ $json.billing.phone }}', ['billing']],
	["={{ $json.a + $json['b c'].d }}", ['a', 'b c']],
	['=Hello {{ $json["x"] }} and {{$json.y}}', ['x', 'y']],
	['={{ $json?.a ?? $json?.["b"] }}', ['a', 'b']],
	['={{ $json[`a b`].trim() }}', ['a b']],
	['={{ $json\n  .a }}', ['a']],
	['={{ $json.größe }}', ['größe']],
	['={{ $json["a\\"b"] + $json[\'it\\\'s\'] }}', ['a"b', "it's"]],
	['={{ $json[0] }}', ['0']],
	['={{ f($json.a)[$json.b] }}', ['a', 'b']],
	['={{ $json[$json.a] }}', ['a']],
	['={{ $json }}', []],
	['={{ Object.keys($json).length }}', []],
	['={{ $jsonx.a + my$json.b + x.$json.c }}', []],
	['={{ $input.item.json.a + my$input.item.json.b }}', ['a']],
	["={{ $('Node').item.json.a }}", []],
	['{{ $json.fixed }}', []],
	[null, []],
	[5, []],
	[
		{
			assignments: [
				{ name: 'x', value: '={{ $json.a }}' },
				{ name: '={{ $json.b }}', value: 'c' },
			],
		},
		['a', 'b'],
	],
])('%j uses %j', (raw, names) => {
	expect([...firstSteps(raw)]).toEqual(names);
});

test('the steps below an object of the item', () => {
	const raw = '={{ $json.body.phone + $json["body"]["a b"] + $json.other.email + $json.body }}';
	expect([...firstSteps(raw, ['body'])]).toEqual(['phone', 'a b']);
	expect([...firstSteps('={{ $json.list[0].sku }}', ['list', 0])]).toEqual(['sku']);
});

test('a long text is searched once', () => {
	expect([...firstSteps(`={{ ${'$json '.repeat(20_000)} $json["${'\\a'.repeat(20_000)} }}`)]).toEqual([]);
});
