// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The offer of the accounts of ddns-scripts.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { parse } = require('./texts.js');
const { load } = require('./shim.js');

function E(tag, attributes, children) {
	assert.ok(Array.isArray(children), tag + ' has children that are HTML');
	return { tag, attributes, children };
}

const text = (n) => typeof n == 'string' ? n : (n.children || n).map(text).join(n.tag == 'details' || n.tag == 'ul' ? '|' : '');

function card(found, done, asked = [], translate = undefined) {
	const service = { takeover: () => (asked.push('takeover'), Promise.resolve(done)) };
	const ui = { createHandlerFn: (self, f) => f };
	const window = { location: { reload: () => asked.push('reload') } };

	return load('dynwan.takeover', translate, { ui, dom: { content: (n, list) => asked.push(...list) }, 'dynwan.service': service }, { E, window }).card(found);
}

const FOUND = { accounts: [ { name: 'home', section: 'home', provider: 'duckdns.org', hostnames: [ '<b>' ] } ], left: [ { section: 'x', text: m('not-taken', m('none-is', 'nobody.example')) }, { text: { id: 'of-a-newer-program', text: 'odd' } }, { section: 'y' }, null ] };

test('it says what comes and what does not', () => {
	assert.match(text(card(FOUND)[0]), /taken over: 1\|They come[^|]*\|<b> – duckdns\.org, as the account home\|Not taken over[^|]*\|x: is not taken over: no provider of dynwan is nobody\.example\|odd\|Take over/);
});

test('what does not come is told in the language of the page, a name as it stands', () => {
	const left = [
		{ section: '<b>', text: m('option-not-taken', 'period', m('kernel-tells')) },
		{ section: 'old', text: m('not-taken', m('closed-in-2024')) },
		{ text: m('option-needed', '<img src=x>', 'home') }
	];

	for (const [ language, wanted ] of [
		[ 'de', [ '<b>: period wird nicht übernommen: Änderungen meldet dynwan der Kernel', 'old: wird nicht übernommen: 2024 geschlossen; die Domains gingen an Squarespace, wo es kein dynamisches DNS gibt', '<img src=x> fehlt noch: beim Konto home setzen' ] ],
		[ 'zh_Hans', [ '<b>：未接管 period：内核会把变化告知 dynwan', 'old：未接管：2024 年关闭；其域名转到 Squarespace，而它没有动态 DNS', '还需要 <img src=x>：请在账户 home 中设置' ] ]
	]) {
		const translated = parse('po/' + language + '/dynwan.po');
		const details = card({ accounts: FOUND.accounts, left: left }, true, [], (english) => translated.get(english) || english)[0];

		assert.deepStrictEqual(details.children.filter((n) => n.tag == 'ul')[1].children.map((n) => n.children[0]), wanted);
	}
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
