import tseslint from 'typescript-eslint';

// Our own rules, for all source. n8n's rules for nodes/, credentials/ and the packed package: see tools/lint.ts.
export default tseslint.config(
	{ ignores: ['dist/', 'out/', 'node_modules/', '.n8n/'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	tseslint.configs.recommended,
	{
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
		},
	},
	{
		files: ['**/*.ts'],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			// A promise nobody waits for is a request whose fate nobody learns.
			'@typescript-eslint/no-floating-promises': 'error',
		},
	},
	{
		// Configuration files are CommonJS.
		files: ['**/*.js'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
