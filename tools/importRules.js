'use strict';

/**
 * Which folder of nodes/ may import from which: only what stands further down in this list, the way the data takes.
 * The two nodes do not know of each other.
 */
const LAYERS = [
	['^nodes/Attentive/[^/]+$', '^nodes/AttentiveTrigger/'],
	['^nodes/Attentive/methods/', '^nodes/run/'],
	['^nodes/Attentive/actions/', '^nodes/reading/'],
	['^nodes/operation/'],
	['^nodes/delivery/'],
	['^nodes/fields/'],
	['^nodes/parameters/'],
	['^nodes/errors/'],
	['^nodes/transport/'],
	['^nodes/engine/', '^nodes/schemas/', '^nodes/webhooks/'],
	['^nodes/values/'],
];

const onlyDownwards = LAYERS.flatMap((layer, depth) =>
	layer.map((folder) => ({
		name: `not-upwards-from-${folder.replace(/^\^nodes\/|\/$|\W*\$$/g, '')}`,
		severity: 'error',
		from: { path: folder },
		to: {
			path: '^nodes/',
			pathNot: [folder, ...LAYERS.slice(depth + 1).flat()],
		},
	})),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...onlyDownwards,
		{
			name: 'every-folder-has-a-place',
			comment: 'A new folder needs a line in LAYERS.',
			severity: 'error',
			from: { path: '^nodes/', pathNot: LAYERS.flat() },
			to: {},
		},
		{ name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'sandbox-apart',
			comment: 'A sandbox that shares code with the node would share its mistakes.',
			severity: 'error',
			from: { path: '^sandbox/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'window-page-apart',
			comment: 'The page runs in a browser: it knows of the sandbox only what it is told.',
			severity: 'error',
			from: { path: '^sandbox/window/page/' },
			to: { path: '^sandbox/', pathNot: '^sandbox/window/(page/|messages)' },
		},
		{
			name: 'published-alone',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(sandbox|embedded-n8n|whole-n8n|demo|tools|test)/' },
		},
	],
	options: {
		// Imports of types count too: a circle of types ties two files together as well.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
	},
};
