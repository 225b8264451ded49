// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What the daemon says against an option stands at its field.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

/* E makes a node that knows no more than what the module asks of it. */
function E(tag, attributes, children) {
	assert.ok(Array.isArray(children), tag + ' has children that are HTML');

	return {
		attributes, children, heard: {}, parent: null,
		classList: { contains: (name) => attributes.class.split(' ').includes(name) },
		getAttribute: (name) => attributes[name],
		get firstChild() {
			return this.children[0] || null;
		},
		get text() {
			return this.children.map((c) => typeof c == 'string' ? c : c.text).join('');
		},
		appendChild(node) {
			this.insertBefore(node, null);
		},
		insertBefore(node, before) {
			node.parent = this;
			this.children.splice(before ? this.children.indexOf(before) : this.children.length, 0, node);
		},
		remove() {
			this.parent.children.splice(this.parent.children.indexOf(this), 1);
		},
		addEventListener(name, listener) {
			this.heard[name] = listener;
		},
		all() {
			return this.children.filter((c) => typeof c != 'string').flatMap((c) => [ c, ...c.all() ]);
		},
		querySelectorAll(selector) {
			const named = selector.match(/^\.([a-z-]+)/)[1];

			return this.all().filter((n) => n.attributes.class && n.classList.contains(named));
		},
		querySelector(selector) {
			return this.querySelectorAll(selector)[0] || null;
		}
	};
}

const problems = load('dynwan.problems', undefined, {}, { E });
const field = (name, hidden) => E('div', { 'class': 'cbi-value' + (hidden ? ' hidden' : ''), 'data-name': name }, [ E('div', { 'class': 'cbi-value-field' }, []) ]);
const port = { account: 'home', option: 'port', rule: m('port-80'), text: 'dynwan.home.port: must not be 80' };

function dialog() {
	const all = { mtgsy: field('port__mtgsy', true), myserver: field('port__myserver'), bind: field('bind'), gap: field('min_gap') };

	return Object.assign(all, { root: E('div', { 'class': 'cbi-map' }, [ all.mtgsy, all.myserver, all.bind, all.gap ]) });
}

test('a problem stands at the field of the chosen provider', () => {
	const d = dialog();

	assert.strictEqual(problems.show(d.root, [ port ]), d.myserver);
	assert.match(d.myserver.text, /^Must not be 80: the protocol page says/);
	assert.strictEqual(d.mtgsy.text + d.bind.text, '');
	assert.strictEqual(problems.show(d.root, [ { option: 'min_gap', rule: m('gap-unknown'), text: '' } ]), d.gap);
	assert.strictEqual(d.myserver.text, '', 'what was said before is gone');
	problems.show(d.root, [ port ]);
	assert.strictEqual(d.root.querySelectorAll('.dynwan-said').length, 1, 'it is there once');
});

test('it goes when the field is changed, or the problem is no more', () => {
	const d = dialog();

	problems.show(d.root, [ port, { option: 'bind', rule: m('not-flag-uci'), text: '' } ]);
	d.myserver.heard['widget-change']();
	assert.strictEqual(d.myserver.text, '');
	assert.strictEqual(d.bind.text, 'Must be 1 or 0');
	assert.strictEqual(problems.show(d.root, []), null);
	assert.strictEqual(d.root.text, '');
});

test('what has no field stands above all', () => {
	const d = dialog();

	assert.strictEqual(problems.show(d.root, [ { option: 'odd', rule: m('unknown-account-key'), text: '' } ]), null);
	assert.strictEqual(d.root.firstChild.text, 'odd: is not a key of an account');
	problems.show(d.root, [ { text: '<img src=x>' } ]);
	assert.strictEqual(d.root.firstChild.text, '<img src=x>');
});
