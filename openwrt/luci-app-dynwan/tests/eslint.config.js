// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const rules = {
	'array-callback-return': 'error', 'consistent-return': 'off', 'eqeqeq': 'off',
	'no-alert': 'error', 'no-console': 'off', 'no-dupe-keys': 'error', 'no-eval': 'error',
	'no-implicit-globals': 'off', 'no-redeclare': 'error', 'no-self-assign': 'error', 'no-shadow': [ 'error', { allow: [ '_' ] } ],
	'no-undef': 'error', 'no-unreachable': 'error', 'no-unused-expressions': 'error',
	'no-unused-vars': [ 'error', { caughtErrors: 'none' } ], 'no-use-before-define': [ 'error', { functions: false } ],
	'no-var': 'error', 'prefer-const': 'error', 'strict': [ 'error', 'global' ], 'use-isnan': 'error', 'valid-typeof': 'error',
	'no-restricted-properties': [ 'error',
		{ property: 'innerHTML', message: 'text of a server would become HTML' },
		{ property: 'outerHTML', message: 'text of a server would become HTML' },
		{ property: 'insertAdjacentHTML', message: 'text of a server would become HTML' } ]
};

const names = (list) => Object.fromEntries(list.map((n) => [ n, 'readonly' ]));

/* A text that is a child of E() and stands in no list is taken for HTML. */
const asHTML = { selector: 'CallExpression[callee.name="E"] > :not(ArrayExpression).arguments:nth-child(3)', message: 'children go into a list: a bare text is HTML for LuCI' };

module.exports = [
	{
		files: [ '**/htdocs/**/*.js' ],
		languageOptions: {
			ecmaVersion: 2020, sourceType: 'script', parserOptions: { ecmaFeatures: { globalReturn: true } },
			globals: names([ '_', 'E', 'L', 'document', 'window', 'navigator' ])
		},
		plugins: {
			luci: {
				processors: {
					/* 'require x as y' declares y, for which a linter has no eyes. */
					module: {
						preprocess: (text) => [ text.replace(/^'require ([a-z_.]+?)(?: as ([a-z_]+))?';$/gm,
							(line, name, as) => 'const ' + (as || name) + ' = L.require(\'\');') ],
						postprocess: (messages) => messages[0]
					}
				}
			}
		},
		processor: 'luci/module',
		rules: Object.assign({ 'no-restricted-syntax': [ 'error', asHTML ] }, rules)
	},
	{
		files: [ '**/tests/**/*.js' ],
		languageOptions: {
			ecmaVersion: 2023, sourceType: 'commonjs',
			globals: names([ 'require', 'module', 'process', '__dirname', 'console', 'document', 'window', 'fetch', 'setTimeout', 'URL', 'URLSearchParams', 'L' ])
		},
		rules: rules
	}
];
