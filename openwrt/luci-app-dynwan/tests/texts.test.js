// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const test = require('node:test');
const { collect, parse, template, TEMPLATE } = require('./texts.js');
const { load } = require('./shim.js');

const texts = collect();

test('the template holds every text of the sources and no other', () => {
	assert.ok(texts.size >= 150, 'texts found: ' + texts.size);
	assert.strictEqual(fs.readFileSync(TEMPLATE, 'utf8'), template(texts),
		'it is out of date; run: node openwrt/luci-app-dynwan/tests/texts.js');
});

test('the German translation is whole, without texts that have gone', () => {
	const german = parse('po/de/dynwan.po');

	assert.deepStrictEqual([ ...german.keys() ].filter((key) => !texts.has(key)), [], 'texts that have gone');
	assert.deepStrictEqual([ ...texts.keys() ].filter((key) => !german.get(key)), [], 'texts without a translation');
});

test('a translation takes as many values as its text', () => {
	for (const [ key, translation ] of parse('po/de/dynwan.po')) {
		const count = (text) => text.split('%s').length - 1;

		assert.strictEqual(count(translation), count(key), key);
	}
});

test('a status is told in German', () => {
	const german = parse('po/de/dynwan.po');
	const words = load('dynwan.words', (text, context) => german.get((context ? context + '\u0004' : '') + text));
	const s = {
		account: 'home', state: 'waiting', address: '203.0.113.9', device: 'eth1',
		text: '203.0.113.9 on eth1; the provider allows one update in 11m', next: 'sending', until: 700
	};

	assert.strictEqual(words.badge(s).word, 'Zurückgehalten');
	assert.strictEqual(words.reason(s), 'der Anbieter erlaubt eine Aktualisierung in 11 Min.');
	assert.match(words.next(s, 100, new Date(2026, 0, 2, 14, 22), 'de'), /^Senden in 10 Min\., um 14:32$/);
});
