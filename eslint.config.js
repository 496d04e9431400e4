import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const noSleep = {
	selector: "CallExpression[callee.name='setTimeout'][arguments.0.name=/^(resolve|r|done|res)$/]",
	message: 'A test waits for a condition, never for time.'
};

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'coverage/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'svelte/no-at-html-tags': 'error',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } }
	},
	{ files: ['tests/**/*.ts'], rules: { 'no-restricted-syntax': ['error', noSleep] } },
	{
		files: ['src/server/**/*.ts'],
		ignores: ['src/server/config.ts', 'src/server/main.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "MemberExpression[object.name='process'][property.name='env']",
					message: 'config.ts is the only reader of process.env.'
				},
				{ selector: "NewExpression[callee.name='URL']", message: 'A hostile request target makes `new URL` throw: use parseTarget.' }
			]
		}
	}
);
