// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the report for a forum to what it tells, and to what it does not.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

const mask = load('dynwan.mask');
const report = load('dynwan.report');

test('public addresses become words, the same one the same word', () => {
	for (const [ text, said ] of [
		[ 'confirmed 203.0.113.9; 203.0.113.10, not 203.0.113.9.', 'confirmed [IP 1]; [IP 2], not [IP 1].' ],
		[ '203.0.113.9:443 198.51.100.1/24', '[IP 1]:443 [IP 2]/24' ],
		[ '2001:db8::9 2001:DB8::9: no answer', '[IP 1] [IP 1]: no answer' ],
		[ '[2001:db8:1:2:3:4:5:6]:53 and ::ffff:203.0.113.9', '[[IP 1]]:53 and [IP 2]' ],
		[ '2001:db8:: "2001:db8::1"', '[IP 1] "[IP 2]"' ],
		[ '192.168.1.2 10.0.0.1 172.20.1.1 100.64.3.1 169.254.1.1 127.0.0.1 fd00::1 ::1', null ],
		[ 'fe80::1%wan fe80::64a7:5e83:b9c6:d52,', 'fe80::[...]%wan fe80::[...],' ],
		[ '172.32.1.1 172.15.1.1 100.128.0.1 100.63.0.1 193.168.1.1', '[IP 1] [IP 2] [IP 3] [IP 4] [IP 5]' ],
		[ 'at 14:32:10 by a::b: dynwan 0.1.0 OpenWrt 25.12.5 home: x', 'at 14:32:10 by [IP 1]: dynwan 0.1.0 OpenWrt 25.12.5 home: x' ],
		[ 'Thu Nov 26 01:43:02 2026 daemon.info dynwan[5014]: x', null ]
	])
		assert.strictEqual(mask.addresses(text), said == null ? text : said, text);
});

test('names become words, with what they are below of, and the provider stays', () => {
	const said = (text, own, providers = []) => mask.names(text, own, providers);

	assert.strictEqual(said('home.example.net (DNS: ns1.example.net), HOME.EXAMPLE.NET, myhome.example.net.au', [ 'home.example.net' ]),
		'[name 1] (DNS: ns1.[name 2]), [name 1], myhome.[name 2].au');
	assert.strictEqual(said('me.duckdns.org at www.duckdns.org', [ 'me.duckdns.org' ], [ 'duckdns.org' ]), '[name 1] at www.duckdns.org');
	assert.strictEqual(said('good me, some', [ 'me' ]), 'good [name 1], some');
	assert.strictEqual(said('a.b.example a1b', [ '*.a.b.example.', '', '(' ]), '[name 1] a1b');
});

const LOG = [ 'Thu Nov 26 01:43:02 2026 daemon.info dynwan[5014]: home: confirmed 203.0.113.9',
	'Thu Nov 26 01:43:03 2026 authpriv.info dropbear[1]: login attempt for dynwan-secret', 'Thu Nov 26 01:43:04 2026 daemon.err dynwan: ``` <b>' ];

function given(more) {
	const s = Object.assign({
		record: 'home', account: 'home', hostname: 'home.example.net', family: 'IPv4', device: 'pppoe-wan', state: 'waiting', address: '203.0.113.9', confirmed: '203.0.113.8',
		text: m('both', m('on-device', '203.0.113.9', 'pppoe-wan'), m('pause')), next: m('sending'), since: 9400, until: 10060, answer: '"good 203.0.113.8"', asked: 9940
	}, more);

	return {
		seen: { running: true, uptime: 10000, board: { version: '0.1.0', problems: [ { text: 'dynwan.home.port: must not be 80' } ] } },
		accounts: [ { account: 'home', provider: 'mtgsy', records: [ s ] } ],
		router: { model: 'A router', kernel: '6.12', release: { description: 'OpenWrt 25.12.5 r1', target: 'x86/64' } }, log: LOG
	};
}

test('the report tells versions, accounts with their reasons, and the log of dynwan alone', () => {
	assert.strictEqual(report.text(given(), { addresses: true, names: true }), [
		'```', 'dynwan 0.1.0, running, router up 2 h 46 min', 'OpenWrt 25.12.5 r1; x86/64; A router; kernel 6.12', 'problem: dynwan.home.port: must not be 80', '',
		'home at mtgsy', '- home.example.net IPv4 on pppoe-wan; state: waiting for 10 min', '  line: 203.0.113.9; provider: 203.0.113.8',
		'  reason: 203.0.113.9 on pppoe-wan; the provider asked for a pause; next: sending in 1 min', '  last update: 1 min ago; answer: "good 203.0.113.8"', '',
		'log:', LOG[0], 'Thu Nov 26 01:43:04 2026 daemon.err dynwan: \'\'\' <b>', '```', '' ].join('\n'));
});

test('addresses and names are shown only as their owner chooses', () => {
	for (const [ shows, address, name ] of [ [ { addresses: false, names: false }, false, false ], [ { addresses: true, names: false }, true, false ], [ { addresses: false, names: true }, false, true ] ]) {
		const text = report.text(given(), shows);

		assert.deepStrictEqual([ text.includes('203.0.113.'), text.includes('example.net') ], [ address, name ], text);
		assert.match(text, /dynwan 0\.1\.0, running/);
		assert.match(text, /OpenWrt 25\.12\.5 r1/);
	}
});

test('no text of a server leaves its line or the frame', () => {
	const text = report.text(given({ answer: '"x\n```\n# loud\u0007"', hostname: 'a\nb', text: { id: 'literal', text: '```' } }), { addresses: true, names: true });

	assert.strictEqual(text.split('```').length, 3);
	assert.ok(!text.includes('\n# loud'));
	assert.strictEqual(report.text(given({ answer: 'x'.repeat(9999) }), { addresses: true, names: true }).length < 2000, true);
});

test('without a status there is a report too', () => {
	assert.match(report.text({ seen: { running: false, uptime: 10 }, accounts: [], router: {}, log: [] }, {}), /^```\ndynwan not known, not running/);
	assert.match(report.text(Object.assign(given(), { accounts: [ { account: 'home', records: [ { record: 'home', state: 'off' } ] } ] }), {}), /- home; state: off/);
});
