// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The way from one page to what it speaks of on another.

const assert = require('node:assert');
const test = require('node:test');
const { load } = require('./shim.js');

const L = { url: (where) => '/cgi-bin/luci/' + where };

/* there is the target module on a page of an address. */
function there(pathname, hash) {
	const window = { location: { pathname, hash, search: '' }, replaced: [], waited: 0,
		history: { replaceState: (state, title, address) => window.replaced.push(address) },
		setTimeout: () => window.waited++ };
	const document = { getElementById: (id) => {
		window.looked = id;

		return null;
	} };

	return { window, target: load('dynwan.target', undefined, {}, { L, window, document }) };
}

test('links lead to an account and to an option', () => {
	const { target } = there('/', '');

	assert.deepStrictEqual([ target.status(), target.status('home'), target.settings(), target.settings('home', ''), target.settings('home', 'port') ], [
		'/cgi-bin/luci/admin/services/dynwan/status', '/cgi-bin/luci/admin/services/dynwan/status#home', '/cgi-bin/luci/admin/services/dynwan/settings',
		'/cgi-bin/luci/admin/services/dynwan/settings#home', '/cgi-bin/luci/admin/services/dynwan/settings#home/port' ]);
	assert.strictEqual(target.settings('<b>', 'a/b'), '/cgi-bin/luci/admin/services/dynwan/settings#%3Cb%3E/a%2Fb');
});

test('only a name is a name', () => {
	const { target } = there('/', '');

	for (const [ hash, asked ] of [
		[ '#home', { section: 'home', option: '' } ], [ '#home/port', { section: 'home', option: 'port' } ],
		[ '', null ], [ '#', null ], [ '#<img>', null ], [ '#home/', null ], [ '#home/a"]', null ], [ '#home/port/x', null ]
	])
		assert.deepStrictEqual(target.parse(hash), asked, hash);
});

test('the settings are asked once, and no other page', () => {
	const settings = there('/cgi-bin/luci/admin/services/dynwan/settings', '#home/port');

	settings.target.follow();
	assert.deepStrictEqual([ settings.window.replaced, settings.window.looked, settings.window.waited ], [ [ '/cgi-bin/luci/admin/services/dynwan/settings' ], 'cbi-dynwan-home', 1 ]);

	const other = there('/cgi-bin/luci/admin/services/dynwan/status', '#home');

	other.target.follow();
	assert.deepStrictEqual([ other.window.replaced, other.window.waited ], [ [], 0 ]);
});
