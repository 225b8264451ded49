// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Whoever types a part of what a provider is called finds it.

const assert = require('node:assert');
const test = require('node:test');
const { load, SCHEMA } = require('./shim.js');

const match = load('dynwan.match');
const all = SCHEMA.providers.concat(SCHEMA.catalogue);
const found = (text) => match.find(all, text).map((p) => p.name);

test('a title, a name and a home page find a provider', () => {
	for (const [ text, name ] of [
		[ 'duck', 'duckdns.org' ], [ 'Duck DNS', 'duckdns.org' ], [ 'DUCKDNS', 'duckdns.org' ], [ 'https://www.duckdns.org/', 'duckdns.org' ], [ 'noip', 'no-ip.com' ], [ 'no-ip', 'no-ip.com' ],
		[ 'cloudflare', 'cloudflare.com-v4' ], [ 'rfc2136', 'rfc2136' ], [ 'rfc 2136', 'rfc2136' ], [ 'mtgsy', 'mtgsy' ], [ 'dy.fi', 'dy.fi' ], [ 'dyndns2', 'dyndns2' ], [ 'strato', 'strato.com' ]
	])
		assert.strictEqual(found(text)[0], name, text + ': ' + found(text));
});

test('words fit in any order, and all of them', () => {
	assert.deepStrictEqual(found('token afraid'), found('afraid token'));
	assert.ok(found('afraid').length > found('afraid token').length);
	assert.deepStrictEqual(found('afraid nonsense'), []);
	assert.strictEqual(found('').length, all.length);
	assert.strictEqual(found('  ').length, all.length);
});

test('every provider is found first, or among few, by its title', () => {
	for (const p of all)
		assert.ok(found(p.title).slice(0, 5).includes(p.name), p.title + ': ' + found(p.title).slice(0, 5));
});
