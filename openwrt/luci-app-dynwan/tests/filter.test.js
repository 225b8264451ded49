// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Which of many records are shown.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

const filter = load('dynwan.filter');
const record = (n, state, more) => Object.assign({ account: 'a' + n, record: 'a' + n, hostname: 'h' + n + '.example.net', family: 'IPv4', provider: 'p', device: 'wan', address: '203.0.113.' + n, confirmed: '', state, text: m('sending') }, more);
const accounts = [ { records: [ record(1, 'current'), record(2, 'refused') ] }, { records: [ record(3, 'waiting', { problem: true }), record(4, 'off'), record(5, 'waiting') ] } ];
const shown = (text, state) => [].concat(...accounts.map((a) => a.records)).filter(filter.lets({ text, state })).map((s) => s.account).join(' ');

test('a text is looked for in what a row shows', () => {
	for (const [ text, found ] of [ [ '', 'a1 a2 a3 a4 a5' ], [ ' H3.', 'a3' ], [ '203.0.113.5', 'a5' ], [ 'wan', 'a1 a2 a3 a4 a5' ], [ 'ipv4', 'a1 a2 a3 a4 a5' ], [ '<b>', '' ] ])
		assert.strictEqual(shown(text, 'all'), found, text);
});

test('a state is looked for by its word, or all that needs somebody', () => {
	for (const [ state, found ] of [ [ 'unwell', 'a2 a3 a5' ], [ 'Refused', 'a2' ], [ 'Trying again', 'a3' ], [ 'Held back', 'a5' ], [ 'Switched off', 'a4' ] ])
		assert.strictEqual(shown('', state), found, state);
	assert.strictEqual(shown('h2', 'Held back'), '');
});

test('the states that there are can be chosen', () => {
	assert.deepStrictEqual(filter.choices(accounts).map((c) => c[1]),
		[ 'All states (5)', 'Not up to date (3)', 'Up to date (1)', 'Refused (1)', 'Trying again (1)', 'Switched off (1)', 'Held back (1)' ]);
});

test('few records are not filtered', () => {
	const some = (n) => [ { records: Array(n).fill(record(1, 'current')) } ];

	assert.deepStrictEqual([ 1, 19, 20, 60 ].map((n) => filter.many(some(n))), [ false, false, true, true ]);
});
