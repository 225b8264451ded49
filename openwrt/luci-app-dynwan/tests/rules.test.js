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

const BASE = {
	mtgsy: { email: 'home.example.net', pass: 'x' },
	myserver: {
		user: 'me', pass: 'x', hostname: 'home.example.net',
		delete_query: 'FXN=TestDelete&Host={host}&IP={old}', add_query: 'FXN=TestAdd&IP={new}'
	}
};
const providerOf = (row) => row.with && row.with.provider || 'mtgsy';

/* verdict returns the form's complaints about a row. */
function verdict(row) {
	const options = Object.assign({ name: 'home', provider: providerOf(row) }, BASE[providerOf(row)], row.with, { [row.key]: row.value });
	const wrong = [];

	for (const key of Object.keys(options)) {
		const complaint = key == 'name' ? null : rules.check(key, options[key], options.provider);

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

test('no row stands in the table twice', () => {
	const texts = rows.map((row) => JSON.stringify(row));

	assert.deepStrictEqual(texts.filter((text, i) => texts.indexOf(text) < i), []);
});

test('every option has rows that are accepted and rows that are not', () => {
	for (const provider of Object.keys(BASE))
		for (const option of rules.options(provider).filter((o) => ![ 'account', 'enabled', 'provider' ].includes(o)))
			for (const accepted of [ true, false ])
				assert.ok(rows.some((r) => providerOf(r) == provider && r.key == option && r.accepted == accepted), provider + ' ' + option + ' ' + accepted);
});

test('two accounts that update the same thing are one too many', () => {
	const home = { name: 'home', email: 'Home.example.net', pass: 'x' };
	const office = Object.assign({ name: 'office', provider: 'myserver' }, BASE.myserver);
	const cases = [
		[ 'the same login', { email: 'home.example.net' }, 'email' ],
		[ 'another login', { email: 'away.example.net' }, null ],
		[ 'the provider by its other name', { email: 'home.example.net', server: 'http://mtgsy.com:8147' }, 'email' ],
		[ 'another server', { email: 'home.example.net', server: 'https://ddns.example.org' }, null ],
		[ 'the same host of a login', Object.assign({}, office, { user: 'ME', hostname: 'HOME.example.net' }), 'hostname' ],
		[ 'the same by another port', Object.assign({}, office, { server: 'http://autoupdate.myserver.org:1400' }), 'hostname' ],
		[ 'another host of a login', Object.assign({}, office, { hostname: 'away.example.net' }), null ],
		[ 'another login of a host', Object.assign({}, office, { user: 'you' }), null ],
		[ 'the same at a server of its own', Object.assign({}, office, { server: 'https://ddns.example.org' }), null ]
	];

	for (const [ name, options, wanted ] of cases) {
		const wrong = account.check(Object.assign({ pass: 'x' }, options, { name: 'twin' }), false, [ home, office, { name: 'odd', provider: 'constructor', email: 'away.example.net' } ]);

		assert.deepStrictEqual(Object.keys(wrong), wanted ? [ wanted ] : [], name + ': ' + JSON.stringify(wrong));
	}
});

test('what is missing is said at its field', () => {
	for (const [ provider, keys ] of [ [ 'mtgsy', [ 'email' ] ], [ 'myserver', [ 'add_query', 'delete_query', 'hostname', 'pass', 'user' ] ] ])
		assert.deepStrictEqual(Object.keys(account.check({ name: 'home', provider }, false, [])).sort(), keys);
});

test('an account is at the provider’s own server unless it names another one', () => {
	for (const [ options, wanted ] of [
		[ {}, true ], [ { provider: 'myserver' }, true ], [ { provider: 'nobody' }, false ], [ { provider: 'constructor' }, false ],
		[ { provider: 'myserver', server: 'http://autoupdate.myserver.org:1400' }, true ],
		[ { provider: 'myserver', server: 'https://www.mtgsy.net' }, false ], [ { server: 'https://mtgsy.com' }, true ]
	])
		assert.strictEqual(account.official(options), wanted, JSON.stringify(options));
});

test('each field for the commands has a rule and is one of MyServer.org alone', () => {
	const commands = load('dynwan.commands', undefined, { form: { Value: 1, ListValue: 2, Flag: 3 } });

	assert.ok(commands.fields().length >= 7);
	for (const [ type, option, title, description, initial ] of commands.fields()) {
		assert.ok(rules.knows(option, 'myserver') && !rules.knows(option, 'mtgsy'), option);
		assert.ok(title && description.endsWith('.'), option);
		if (type != 1)
			assert.strictEqual(rules.check(option, initial, 'myserver'), null, option);
	}
});

test('a field names exactly the placeholders that its command may have', () => {
	const commands = load('dynwan.commands', undefined, { form: {} });

	for (const [ , option, , description ] of commands.fields().filter((f) => f[1].endsWith('_query')))
		for (const p of [ 'user', 'pass', 'host', 'domain', 'type', 'old', 'new', 'port' ])
			assert.strictEqual(description.replace(/.*Placeholders: /, '').includes('{' + p + '}'),
				rules.check(option, 'FXN=Test&H={host}&X={' + p + '}', 'myserver') == null, option + ' {' + p + '}');
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
