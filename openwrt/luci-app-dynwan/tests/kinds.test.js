// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What the form says at once, by the kind of an option. It may not refuse what
// the daemon takes.

const assert = require('node:assert');
const test = require('node:test');
const { load, SCHEMA } = require('./shim.js');

const kinds = load('dynwan.kinds');
const options = SCHEMA.common.concat(...SCHEMA.providers.map((p) => p.options));

/* verdict is what the form says to a value of an option of some kind. */
const verdict = (kind, value, more) => kinds.check(Object.assign({ kind }, more), value);

test('a slip of the hand is told in the words of the daemon', () => {
	for (const [ kind, value, said, more ] of [
		[ 'port', '0', /^Must be a port number from 1 to 65535$/ ], [ 'port', '65536', /^Must be a port/ ], [ 'port', '08', /^Must be a port/ ], [ 'port', 'http', /^Must be a port/ ],
		[ 'host', 'home', /^Must be a full domain name such as home/ ], [ 'host', 'home.example.net.', /^Must be a full/ ], [ 'host', 'https://home.example.net', /^Must be a full/ ],
		[ 'url', 'www.example.net', /^Must be a full URL/ ], [ 'url', 'ftp://www.example.net', /^Must be a full URL/ ],
		[ 'url', 'http://e/' + 'x'.repeat(255), /^Must not be longer than 255 bytes$/, { most: 255 } ],
		[ 'server', 'ddns.example.net', /^Must be https:\/\/HOST/ ], [ 'server', 'https://me@ddns.example.net', /^Must be https/ ], [ 'server', 'https://ddns.example.net/update', /^Must be https/ ],
		[ 'server', 'https://ddns.example.net/update?x', /^Must be https:\/\/HOST or http:\/\/HOST, with a port and a path/, { path: true } ], [ 'server', 'ddns.example.net/a', /^Must be/, { path: true } ],
		[ 'span', '5', /^Must be a time from 0 s to 1 min with its unit, such as "1s"$/, { low: '0s', high: '1m0s' } ],
		[ 'span', '61s', /^Must be a time/, { low: '0s', high: '1m0s' } ], [ 'span', '0.5s', /^Must be a time/, { low: '1s', high: '1m0s' } ],
		[ 'word', 'c', /^Must be a or b$/, { words: [ 'a', 'b' ] } ],
		[ 'text', 'x'.repeat(255), /^Must not be longer than 254 bytes$/ ], [ 'secret', 'ü'.repeat(128), /^Must not be longer than 254/ ],
		[ 'texts', '\u{1f600}'.repeat(31), /^Must not be longer than 120/, { most: 120 } ]
	])
		assert.match(verdict(kind, value, more) || 'nothing', said, kind + ' ' + value);
});

test('what the daemon takes is taken', () => {
	for (const [ kind, values, more ] of [
		[ 'port', [ '1', '80', '8080', '65535' ] ],
		[ 'host', [ 'home.example.net', 'HOME.example.net', 'a.b', '_dmarc.example.net', 'xn--bcher-kva.example', '1.2.3.4' ] ],
		[ 'url', [ 'http://www.example.net/away', 'HTTPS://example.net?a#b', 'http://[2001:db8::1]:8080/', 'http://ex.net/%20' ] ],
		[ 'server', [ 'https://www.mtgsy.net', 'http://www.mtgsy.net:8147', 'HTTPS://h/', 'http://[2001:db8::1]:80', 'https://h//' ] ],
		[ 'server', [ 'https://members.dyndns.org', 'https://h:8443/', 'HTTP://h/v3/update', 'https://h/a@b//' ], { path: true } ],
		[ 'span', [ '0', '0s', '1m', '1.5s', '60s', '500ms', '0h1m', '1m0s' ], { low: '0s', high: '1m0s' } ],
		[ 'span', [ '24h', '0' ], { low: '0s', high: '168h0m0s' } ],
		[ 'text', [ 'x'.repeat(254), 'ü'.repeat(127), '\ud83d', '<b>' ] ], [ 'line', [ 'wan', 'x'.repeat(300) ] ], [ 'flag', [ '1', '0' ] ], [ 'tomorrow', [ 'x' ] ]
	])
		for (const value of values)
			assert.strictEqual(verdict(kind, value, more), null, kind + ' ' + value);
});

test('a default and an example are taken by their own field', () => {
	for (const o of options)
		for (const value of [ o.default, o.example ].filter((v) => v && o.kind != 'line'))
			assert.strictEqual(kinds.check(o, value), null, o.name + ' ' + value);
});

test('names of accounts', () => {
	for (const [ name, good ] of [ [ 'home_2', true ], [ 'x'.repeat(32), true ], [ 'x'.repeat(33), false ], [ '', false ], [ 'my-home', false ], [ 'h\u00f6me', false ] ])
		assert.strictEqual(kinds.isName(name), good, name);
});
