// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

const situation = load('dynwan.situation');
const board = (more) => Object.assign({ running: true, accounts: [ { account: 'home' } ] }, more);

test('why there is nothing to see, and what helps', () => {
	const cases = [
		[ 'all is well', { installed: true, running: true, board: board() }, null ],
		[ 'a login without the right', { denied: true, installed: true, running: true }, /may not read/, false, false ],
		[ 'no package', { installed: false, missing: true }, /not installed/, false, false ],
		[ 'switched off', { installed: true, running: false, missing: true, switched: false, accounts: 1 }, /switched off in its settings/, true, false ],
		[ 'no account', { installed: true, running: false, missing: true, switched: true, accounts: 0 }, /No account/, true, false ],
		[ 'stopped', { installed: true, running: false, board: board({ running: false }), switched: true, accounts: 1 }, /is switched on, but does not run/, true, true ],
		[ 'nobody may say why', { installed: true, running: false, missing: true }, /does not run/, false, true ],
		[ 'it starts', { installed: true, running: true, missing: true }, /is starting/, false, false ],
		[ 'nonsense', { installed: true, running: true, broken: true }, /cannot be understood/, false, false ],
		[ 'it has ended', { installed: true, running: true, board: board({ running: false }) }, /has ended/, false, false ],
		[ 'nothing to do', { installed: true, running: true, board: board({ accounts: [] }) }, /no account/, true, false ]
	];

	for (const [ name, seen, text, settings, start ] of cases) {
		const t = situation.describe(seen);

		if (text == null) {
			assert.strictEqual(t, null, name);
			continue;
		}
		assert.match(t.text, text, name);
		assert.deepStrictEqual([ t.settings, t.start ], [ settings, start ], name);
	}
});

test('only a status is a status', () => {
	const [ home ] = situation.parse('{"running":true,"accounts":[{"account":"home","device":"wan","records":[{"record":"home/a"},{"record":"home/b"}]}]}').board.accounts;

	assert.deepStrictEqual(home.records.map((r) => [ r.record, r.account, r.device ]), [ [ 'home/a', 'home', 'wan' ], [ 'home/b', 'home', 'wan' ] ]);

	for (const text of [ '', 'null', '[]', '{}', '{"accounts":{}}', '{"accounts":[null]}', '{"accounts":[{}]}', '{"accounts":[{"account":"home"}]}', '{"accounts":[{"account":"home","records":[]}]}',
		'{"accounts":[{"account":"home","records":[null]}]}', '{"accounts":[{"account":"home","records":[{}]}]}', '{"accounts":[', '<html>' ])
		assert.deepStrictEqual(situation.parse(text), { broken: true }, text);
});

test('an account that is left out stands behind the others, one of the settings alone at the end', () => {
	const { board: seen } = situation.parse(JSON.stringify({ accounts: [ 'misconfigured', 'current', 'misconfigured', 'refused' ].map((state, i) => ({ account: 'a' + i, records: [ { record: 'a' + i, state } ] })) }));
	const section = (name, enabled) => ({ name, enabled, hostname: name + '.example.net' });
	const absent = situation.absent([ section('a1', true), section('a2', false), section('b', false), section('c', true) ], seen);

	assert.deepStrictEqual(seen.accounts.map((a) => a.account), [ 'a1', 'a3', 'a0', 'a2' ]);
	assert.deepStrictEqual([ situation.order(seen.accounts.concat(absent), [ section('c', true), section('a2', true), section('a0', true) ]), situation.order(seen.accounts, []) ]
		.map((list) => list.map((a) => a.account).join(' ')), [ 'c a2 a0 a1 a3 b', 'a1 a3 a0 a2' ]);
	assert.deepStrictEqual(absent.map((a) => [ a.account, a.records[0].account, a.records[0].hostname, a.records[0].state ]),
		[ [ 'b', 'b', 'b.example.net', 'off' ], [ 'c', 'c', 'c.example.net', 'starting' ] ]);
});

test('a record with an IPv6 address has the host of the settings', () => {
	const of = (account, ...families) => ({ account, records: families.map((family) => ({ family })) });
	const seen = situation.hosts([ of('a', 'IPv4', 'IPv6', ''), of('b', 'IPv6'), of('c', 'IPv6') ], [ { name: 'a', host: '::1' }, { name: 'b', host: '' } ]);

	assert.deepStrictEqual(seen.map((a) => a.records.map((s) => s.host)), [ [ undefined, '::1', '::1' ], [ '' ], [ '' ] ]);
});

test('problems of one account stand at that account alone', () => {
	assert.deepStrictEqual([ [], {}, null, [ 7, null ] ].map((problems) => situation.parse(JSON.stringify({ accounts: [], problems })).board.problems), [ [], [], [], [] ]);
	assert.deepStrictEqual(situation.problems([
		{ option: 'allow', rule: m('not-prefixes'), text: 'dynwan.main.allow: must be' }, { account: 'home', option: 'port', text: 'dynwan.home.port: must not be 80' },
		{ text: 'it is not valid TOML' }
	]), [ 'allow: must be a list of prefixes such as "203.0.113.0/24"', 'It is not valid TOML' ]);
});

test('what the program says against settings that do not run', () => {
	assert.deepStrictEqual(situation.list('[{"account":"home","option":"port"},null,7]', ''), [ { account: 'home', option: 'port' } ]);
	assert.deepStrictEqual(situation.list('[]', 'x'), []);
	assert.deepStrictEqual(situation.list('', 'dynwan: no'), [ { text: 'dynwan: no' } ]);
	assert.deepStrictEqual(situation.list('{}', ''), []);
});
