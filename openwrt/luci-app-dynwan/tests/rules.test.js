// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the rules of the form against the table that the daemon is held
// against as well: both must accept and refuse the same values.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { load } = require('./shim.js');

const TABLE = path.join(__dirname, '../../../cmd/dynwan/testdata/values.json');
const rows = JSON.parse(fs.readFileSync(TABLE, 'utf8')).values;
const rules = load('dynwan.rules');
const account = load('dynwan.account');

/* verdict returns the form's complaints about a row. */
function verdict(row) {
	const options = Object.assign({ name: 'home', email: 'home.example.net', pass: 'x' }, row.with, { [row.key]: row.value });
	const wrong = [];

	for (const key of Object.keys(options)) {
		const complaint = key == 'name' ? null : rules.check(key, options[key]);

		if (complaint != null)
			wrong.push(key + ' ' + complaint);
	}

	if (wrong.length == 0)
		for (const [ key, complaint ] of Object.entries(account.check(options, options.allow != null, [])))
			wrong.push(key + ' ' + complaint);

	return wrong;
}

test('the form accepts and refuses what the daemon accepts and refuses', () => {
	assert.ok(rows.length >= 500, 'the table has ' + rows.length + ' rows, want at least 500');

	for (const row of rows) {
		const wrong = verdict(row);

		assert.strictEqual(wrong.length == 0, row.accepted,
			row.key + ' = ' + JSON.stringify(row.value) + ' with ' + JSON.stringify(row.with || {}) + ': ' + wrong.join('; '));
	}
});

test('every option has rows that are accepted and rows that are not', () => {
	for (const option of rules.options.filter((o) => o != 'account' && o != 'enabled'))
		for (const accepted of [ true, false ])
			assert.ok(rows.some((r) => r.key == option && r.accepted == accepted), option + ' ' + accepted);
});

test('two accounts that update the same thing are one too many', () => {
	const home = { name: 'home', email: 'Home.example.net', pass: 'x' };
	const cases = [
		[ 'the same login', { email: 'home.example.net' }, true ],
		[ 'another login', { email: 'away.example.net' }, false ],
		[ 'the provider by its other name', { email: 'home.example.net', server: 'http://mtgsy.com:8147' }, true ],
		[ 'another server', { email: 'home.example.net', server: 'https://ddns.example.org' }, false ]
	];

	for (const [ name, options, wanted ] of cases) {
		const wrong = account.check(Object.assign({ name: 'twin', pass: 'x' }, options), false, [ home ]);

		assert.strictEqual('email' in wrong, wanted, name + ': ' + JSON.stringify(wrong));
	}
});

test('an account is no twin of itself', () => {
	const home = { name: 'home', email: 'home.example.net', pass: 'x' };

	assert.deepStrictEqual(account.check(home, false, [ home ]), {});
});

test('names of accounts and switches have their rules', () => {
	for (const [ option, text, good ] of [
		[ 'account', 'home_2', true ], [ 'account', 'x'.repeat(32), true ], [ 'account', 'x'.repeat(33), false ],
		[ 'account', '', false ], [ 'account', 'my-home', false ],
		[ 'enabled', '1', true ], [ 'enabled', 'off', true ], [ 'enabled', '2', false ]
	])
		assert.strictEqual(rules.check(option, text) == null, good, option + ' = ' + JSON.stringify(text));
});
