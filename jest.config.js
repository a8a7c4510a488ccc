// n8n's nodes use some packages that are ES modules only; jest reads those after ts-jest has turned them into CommonJS.
const modules = 'htmlparser2|domhandler|domutils|domelementtype|dom-serializer|entities|change-case';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// No test asserts a timing: a busy machine may take its time.
	testTimeout: 60_000,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { diagnostics: false }],
		[`/node_modules/(.*/)?(${modules})/.+\\.js$`]: [
			'ts-jest',
			{
				diagnostics: false,
				tsconfig: {
					isolatedModules: true,
					allowJs: true,
					module: 'commonjs',
					target: 'ES2022',
					esModuleInterop: true,
				},
			},
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!(.*/)?(${modules})/)`],
	// n8n's own packages are large: one worker a core, each kept small.
	maxWorkers: 2,
	workerIdleMemoryLimit: '1500MB',
};
