// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the dialog to the catalogue: its providers share their fields, each
// with its own words, and so do those that the user describes.

const assert = require('node:assert');
const test = require('node:test');
const { formOf, dialog } = require('./dialog.js');
const { section } = require('./form.js');
const { schema, SCHEMA } = require('./shim.js');

const content = Object.assign({}, SCHEMA, { catalogue: [
	{ name: 'a.example', title: 'z', options: 'token hostname ipv6 ip6suffix ipv4', help: { token: 'The <token> of A.' }, about: 'Expires.', unchecked: true },
	{ name: 'b.example', title: 'B', options: 'user pass hostname', help: { hostname: 'The number of the tunnel.' }, label: true },
	{ name: 'c.example', title: 'C', options: 'user hostname ip6suffix', help: { user: 'Your e-mail.' }, always6: true }
] });
const names = (f) => [ ...new Set(f.shown.map((when) => when.provider)) ];

test('every option of every provider of the catalogue has its field', () => {
	const fields = dialog();

	assert.ok(SCHEMA.catalogue.length >= 9);
	for (const p of SCHEMA.catalogue)
		for (const name of p.options.split(' ')) {
			const f = fields[name + '__catalogue'];

			assert.ok(f && names(f).includes(p.name) && f.ucioption == name, p.name + ' ' + name);
			assert.ok(SCHEMA.shared.some((o) => o.name == name), name);
		}
	assert.ok(Object.keys(fields).filter((name) => /__catalogue$/.test(name)).length <= SCHEMA.shared.length, 'they share their fields');
});

test('a field is shown for the providers that have it', () => {
	const fields = dialog(content, {}, {}, [ 'mine' ]);

	assert.deepStrictEqual(names(fields.token__catalogue), [ 'a.example', 'mine' ]);
	assert.deepStrictEqual(names(fields.user__catalogue), [ 'b.example', 'c.example', 'mine' ]);
	assert.deepStrictEqual(fields.ip6suffix__catalogue.shown, [ { provider: 'a.example', ipv6__catalogue: '1' }, { provider: 'c.example' }, { provider: 'mine', ipv6__catalogue: '1' } ]);
	const { choices } = fields.provider.renderWidget('home', 0, '');
	const told = dialog(content, { provider: 'a.example' }).about.renderWidget('home').children.map((n) => n.children[0]);

	assert.deepStrictEqual(choices.filter((p) => /example|mine/.test(p.name)).map((p) => p.title), [ 'mine (your own)', 'B', 'C', 'z' ], 'the user\'s own first, then by their titles');
	assert.deepStrictEqual([ told[0], /as other clients do/.test(told[2]) ], [ 'Expires.', true ]);
});

test('where the token of a provider is made is a link, of its own description too', () => {
	const page = 'https://b.example/tokens?a=<b>';
	const listed = Object.assign({}, content, { catalogue: [ Object.assign({}, content.catalogue[1], { home: 'https://www.b.example', token_page: page }) ] });
	const lines = (stored, provider, has = listed) => dialog(has, stored, { provider }, [ 'mine' ]).about.renderWidget('home').children;
	const [ , , , token, home ] = lines({}, 'b.example');
	const all = { 'href': page, 'target': '_blank', 'rel': 'noopener noreferrer' };

	assert.deepStrictEqual(token.children, [ { tag: 'a', attributes: all, children: [ 'Make the token or password here' ] }, ' (b.example)' ]);
	assert.strictEqual(home, undefined, 'its web site is the same one');
	assert.strictEqual(lines({ token_page: page, home: 'https://elsewhere.example' }, 'mine')[1].children[0], 'Its web site: ');
	assert.strictEqual(lines({}, 'b.example', content).length, 3, 'without a page there is no link');
	assert.deepStrictEqual(lines({ token_page: page }, 'mine').map((n) => n.children[0].attributes), [ all ]);
	for (const hostile of [ 'javascript:alert(1)', '"><script>', 'http://b.example/tokens', 'data:text/html,https://', ' https://b.example' ])
		assert.deepStrictEqual(lines({ token_page: hostile }, 'mine'), [], hostile);
});

test('a field has the words of its provider, and gets those of another one that is chosen', () => {
	const told = {};
	const document = { getElementById: (id) => ({ replaceWith: (node) => { told.about = node; }, querySelector: () => Object.defineProperty({}, 'textContent', { set: (text) => { told[id] = text; } }) }) };
	const fields = dialog(content, { provider: 'a.example', token: 'x' }, { provider: 'a.example' }, [], document);

	fields.token__catalogue.load('home');
	assert.strictEqual(fields.token__catalogue.description, 'The &#60;token&#62; of A.');
	fields.provider.onchange(null, 'home', 'b.example');
	assert.strictEqual(told['cbi-dynwan-home-hostname__catalogue'], 'The number of the tunnel.');
	assert.strictEqual(told['cbi-dynwan-home-token__catalogue'], undefined);
	assert.match(told.about.children[2].children[0], /as its documentation says/);
	fields.provider.onchange(null, 'home', 'nobody');
});

test('UCI is asked for what belongs to a provider that has the option', () => {
	const value = (provider, field) => dialog(content, { provider, user: 'me', hostname: 'x' }, { provider }, [ 'mine' ])[field].load('home');

	assert.deepStrictEqual([ value('b.example', 'user__catalogue'), value('a.example', 'user__catalogue'), value('mtgsy', 'hostname__catalogue'), value('mine', 'user__catalogue') ], [ 'me', null, null, 'me' ]);
});

test('a value is checked as its provider has the option', () => {
	const says = (provider, field, value) => {
		const f = dialog(content, { provider }, { provider }, [ 'mine' ])[field];

		f.getUIElement = () => ({ getValue: () => value ? [ value ] : [], node: { querySelector: () => null } });

		return f.validate('home', f.list ? '' : value);
	};

	assert.match(says('a.example', 'hostname__catalogue', 'x'), /^Must be a full domain name/);
	assert.strictEqual(says('b.example', 'hostname__catalogue', '12345'), true, 'a label is no name of DNS');
	assert.match(says('b.example', 'user__catalogue', ''), /^Is missing/);
	assert.strictEqual(says('mine', 'user__catalogue', ''), true, 'nobody here knows what the user\'s own needs');
});

test('what belongs to a provider of the user\'s own is not removed as unknown, and that of nobody is kept', () => {
	const removed = (provider) => {
		const f = dialog(content, { provider }, { provider }, [ 'mine' ]).user__catalogue;

		f.remove('home');

		return f.removed;
	};

	assert.deepStrictEqual([ removed('mine'), removed('a.example'), removed('newer') ], [ 'home', 'home', undefined ]);
});

test('the form of a provider of one\'s own has every field of the format', () => {
	const s = section({});

	const fields = formOf(SCHEMA);

	fields.ask(true);
	fields.provider(s);
	assert.deepStrictEqual(Object.keys(s.fields), SCHEMA.format.map((o) => o.name));
	assert.ok(SCHEMA.format.length > 30);
	assert.strictEqual(s.fields.status_no.kind, 'DynamicList');
	assert.match(s.fields.families.validate('mine', ''), /^Is missing/);
});

test('an account and its options are known by their titles', () => {
	assert.strictEqual(formOf(content, { provider: 'a.example' }).title('home', 'token'), 'Token');
	assert.strictEqual(formOf(content, { provider: 'mine' }, undefined, [ 'mine' ]).title('home', 'user'), 'User name');
	assert.deepStrictEqual([ 'url', 'provider' ].map((o) => formOf(undefined, {}, undefined, [ 'mine' ]).title('mine', o)), [ 'Update URL', 'Provider' ]);
	assert.strictEqual(formOf(content, { provider: 'b.example', user: 'me' }).names('home'), 'me');
	assert.strictEqual(schema(content).provider('a.example').options.find((o) => o.name == 'token').help, 'The <token> of A.');
});
