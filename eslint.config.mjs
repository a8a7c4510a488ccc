import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { n8nRules } from './tools/n8nRules.mjs';

/** What the package is made of, where n8n's rules hold beside our own. */
const PACKAGE = ['package.json', 'nodes/**/*.ts', 'nodes/**/*.json', 'credentials/**/*.ts'];

export default defineConfig(
	{ ignores: ['dist/', 'out/', 'node_modules/', '.n8n/'] },
	{
		files: ['**/*.ts', '**/*.js', '**/*.mjs'],
		extends: [tseslint.configs.recommended],
		linterOptions: { reportUnusedDisableDirectives: 'error' },
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
	{ files: PACKAGE, extends: [n8nRules] },
);
