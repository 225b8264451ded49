// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the dialog of an account to what it promises: which fields there are,
// when they are shown, and what is said while one types.

const assert = require('node:assert');
const test = require('node:test');
const { load } = require('./shim.js');

const form = { Value: 'Value', ListValue: 'ListValue', Flag: 'Flag', DynamicList: 'DynamicList' };
const rules = load('dynwan.rules');
const CHECKS = [ 'check_user', 'check_server', 'check_interval' ];

/* dialog returns the fields of a dialog that holds some values. */
function dialog(values) {
	const made = {};
	const section = {
		formvalue: (sid, key) => values[key],
		taboption(tab, type, option, title, description) {
			const o = { tab, type, option, title, description, section: this, shown: [], words: [] };

			o.depends = (...when) => o.shown.push(when);
			o.value = (word) => o.words.push(word);
			made[option] = o;

			return o;
		}
	};
	const uci = { get: () => null, sections: () => [] };
	const fields = load('dynwan.fields', undefined, { form, uci, 'tools.widgets': {} }, { L: { toArray: () => [] } });

	[ 'general', 'heartbeat', 'commands', 'records', 'advanced' ].forEach((tab) => fields[tab](section));

	return made;
}

/* says is what a field says to its own value. */
function says(option, values) {
	const o = dialog(values)[option];

	return o.validate('home', values[option] || '');
}

const MTGSY = { provider: 'mtgsy', enabled: '1', email: 'home.example.net', pass: 'x', address: 'check', check_user: 'me' };
const MYSERVER = {
	provider: 'myserver', enabled: '1', user: 'me', pass: 'x', hostname: 'home.example.net', address: 'check',
	delete_query: 'FXN=TestDelete&Host={host}&IP={old}', add_query: 'FXN=TestAdd&IP={new}'
};

test('every option of every provider has a field', () => {
	const made = dialog({});

	for (const provider of [ 'mtgsy', 'myserver' ])
		for (const option of rules.options(provider).filter((o) => ![ 'account', 'allow' ].includes(o)))
			assert.ok(made[option], provider + ' ' + option);
});

test('the fields for the server to ask are shown only if one is asked', () => {
	const made = dialog({});

	assert.deepStrictEqual(made.address.words, [ 'device', 'check' ]);
	assert.deepStrictEqual([ made.address.default, made.address.shown ], [ 'device', [] ]);
	for (const key of CHECKS)
		assert.deepStrictEqual([ made[key].tab, made[key].shown ], [ made.address.tab, [ [ 'address', 'check' ] ] ], key);
});

test('an example in a field is what the daemon takes without it', () => {
	const made = dialog({});

	assert.deepStrictEqual(CHECKS.map((key) => made[key].placeholder), [ null, 'https://ssl.myserver.org', '30m' ]);
	for (const key of CHECKS.slice(1))
		assert.strictEqual(says(key, Object.assign({}, MTGSY, { [key]: made[key].placeholder })), true, key);
});

test('what is wrong with the question is said at its field', () => {
	for (const [ name, option, base, more, said ] of [
		[ 'all is well', 'check_user', MTGSY, {}, true ],
		[ 'no user', 'check_user', MTGSY, { check_user: '' }, /^Is missing: the IP check/ ],
		[ 'no user, and none is asked', 'check_user', MTGSY, { check_user: '', address: 'device' }, true ],
		[ 'no user of its own', 'check_user', MYSERVER, {}, true ],
		[ 'a long user', 'check_user', MTGSY, { check_user: 'x'.repeat(121) }, /^Must not be longer than 120 bytes/ ],
		[ 'a place that is none of the page', 'check_server', MTGSY, { check_server: 'http://ssl.myserver.org' }, /^Must be a place of the provider/ ],
		[ 'too often', 'check_interval', MTGSY, { check_interval: '1m' }, /^Must be at least 5m/ ],
		[ 'too often for the same by its other name', 'check_interval', MYSERVER, { check_interval: '1m', check_server: 'http://autoupdate.myserver.org' }, /^Must be at least 5m/ ],
		[ 'often, of a server of one’s own', 'check_interval', MTGSY, { check_interval: '1m', check_server: 'https://ddns.example.org' }, true ],
		[ 'often, and none is asked', 'check_interval', MTGSY, { check_interval: '1m', address: 'device' }, true ],
		[ 'no time', 'check_interval', MTGSY, { check_interval: '0s' }, /^Must be a time from 1 s to 1 d with its unit, such as 30m/ ]
	]) {
		const got = says(option, Object.assign({}, base, more));

		assert.ok(said === true ? got === true : said.test(got), name + ': ' + got);
	}
});

test('what is hidden and wrong keeps no rule from being told', () => {
	for (const [ key, text ] of [ [ 'check_server', 'nonsense' ], [ 'check_interval', '1' ], [ 'check_user', 'x'.repeat(121) ] ])
		assert.match(says('min_gap', Object.assign({}, MTGSY, { address: 'device', min_gap: '1m', [key]: text })), /^Must be at least 10m/, key);
});
