// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The offer of the accounts of ddns-scripts.

const assert = require('node:assert');
const test = require('node:test');
const { load } = require('./shim.js');

function E(tag, attributes, children) {
	assert.ok(Array.isArray(children), tag + ' has children that are HTML');
	return { tag, attributes, children };
}

const text = (n) => typeof n == 'string' ? n : (n.children || n).map(text).join(n.tag == 'details' || n.tag == 'ul' ? '|' : '');

function card(found, done, asked = []) {
	const service = { takeover: () => (asked.push('takeover'), Promise.resolve(done)) };
	const ui = { createHandlerFn: (self, f) => f };
	const window = { location: { reload: () => asked.push('reload') } };

	return load('dynwan.takeover', undefined, { ui, dom: { content: (n, list) => asked.push(...list) }, 'dynwan.service': service }, { E, window }).card(found);
}

const FOUND = { accounts: [ { name: 'home', section: 'home', provider: 'duckdns.org', hostnames: [ '<b>' ] } ], left: [ { section: 'x', text: 'is not taken over' }, { text: 'odd' } ] };

test('it says what comes and what does not', () => {
	assert.match(text(card(FOUND)[0]), /taken over: 1\|They come[^|]*\|<b> – duckdns\.org, as the account home\|Not taken over[^|]*\|x: is not taken over\|odd\|Take over/);
});

test('without an account there is none', () => {
	for (const found of [ {}, { accounts: [] }, { accounts: 'x' }, { accounts: [ null, 'x', {} ] }, { accounts: [], left: FOUND.left } ])
		assert.deepStrictEqual(card(found), []);
});

test('nothing happens before the click', async () => {
	for (const [ done, wanted ] of [ [ true, [ 'takeover', 'reload' ] ], [ false, [ 'takeover', 'Nothing was taken over. The command dynwan-import says why.' ] ] ]) {
		const asked = [];
		const button = card(FOUND, done, asked)[0].children.find((n) => n.tag == 'button');

		assert.deepStrictEqual(asked, []);
		await button.attributes.click();
		assert.deepStrictEqual(asked, wanted);
	}
});
