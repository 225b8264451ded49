// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the dialog of an account to the schema: every option of every provider
// has a field, of its kind, shown when it should be, stored where it should be.

const assert = require('node:assert');
const test = require('node:test');
const { formOf, dialog } = require('./dialog.js');
const { section } = require('./form.js');
const shim = require('./shim.js');

/* catalogue.test.js is about the providers of the catalogue. */
const SCHEMA = Object.assign({}, shim.SCHEMA, { shared: [], catalogue: [] });

const HTML = '"><img src=x onerror=alert(1)>';
const KINDS = {
	text: 'Value', secret: 'Value', texts: 'DynamicList', flag: 'Flag', port: 'Value', host: 'Value', url: 'Value',
	server: 'Value', span: 'Value', word: 'ListValue', line: 'NetworkSelect'
};

const NEW = {
	name: 'fancy', title: 'Fancy & sons', home: '', page: 'javascript:alert(1)', about: 'Said <b>about</b> it.',
	options: [
		{ name: 'token', title: 'Token', help: 'A <token>.', kind: 'secret', required: true },
		{ name: 'zone', title: 'Zone', help: 'The zone.', kind: 'host', example: 'example.net', required: true },
		{ name: 'names', title: 'Names', help: 'All of them.', kind: 'host', several: true },
		{ name: 'proxied', title: 'Proxied', help: 'Whether.', kind: 'flag', default: '1' },
		{ name: 'proxy', title: 'Proxy', help: 'By which.', kind: 'server', if: 'proxied', advanced: true },
		{ name: 'seen', title: 'Seen', help: 'Only with a check.', kind: 'span', low: '1s', high: '1h0m0s', if: 'address=probe' },
		{ name: 'mode', title: 'Mode', help: 'How.', kind: 'word', words: [ 'a', 'b' ] }
	]
};
const more = Object.assign({}, SCHEMA, { providers: SCHEMA.providers.concat(NEW) });

test('every option of every provider has its field', () => {
	const fields = dialog(more);
	const rows = SCHEMA.common.map((o) => [ o, o.name, null ]).concat(
		...more.providers.map((p) => p.options.map((o) => [ o, o.name + '__' + p.name, p ])));
	let shown = 0;

	assert.ok(rows.length >= 40, 'options found: ' + rows.length);
	for (const [ o, name, p ] of rows) {
		const f = fields[name];
		const [ other, value ] = (o.if || '').split('=');
		const wanted = p ? { provider: p.name } : {};

		assert.ok(f, name);
		assert.ok(o.kind in KINDS, name + ' is of a kind without a field: ' + o.kind);
		assert.strictEqual(f.kind, o.several ? 'DynamicList' : KINDS[o.kind], name);
		assert.strictEqual(f.list, f.kind == 'DynamicList', name + ' is a list');
		assert.deepStrictEqual([ f.ucioption, f.tab, f.modalonly ], [ o.name, o.advanced ? 'advanced' : 'general', true ], name);
		assert.ok(f.title.length && f.description.endsWith('.'), name);
		if (other) {
			wanted[p && p.options.some((option) => option.name == other) ? other + '__' + p.name : other] = value || '1';
			shown++;
		}
		assert.deepStrictEqual(f.shown, Object.keys(wanted).length ? [ wanted ] : [], name + ' is shown');
		for (const key of Object.keys(wanted))
			assert.ok(key in fields, name + ' depends on ' + key);
		if (o.kind == 'word')
			assert.deepStrictEqual([ f.keylist, f.default, f.optional ], [ o.words, o.default || '', !o.default ], name);
		else if (o.kind == 'flag')
			assert.strictEqual(f.default, o.default || '0', name);
		else
			assert.strictEqual(f.placeholder, o.kind == 'line' && o.several ? undefined : o.default || o.example, name);
		assert.strictEqual(f.validate('home', '') === true, !o.required, name + ' is required');
	}
	assert.ok(shown >= 8, 'conditions found: ' + shown);
	assert.strictEqual(Object.keys(fields).length, rows.length + 2, 'fields beside them: the provider, and what there is to know about it');
});

test('the provider is chosen first, by its title', () => {
	const fields = dialog(more);

	const { value, choices } = fields.provider.renderWidget('home', 0, fields.provider.load('home'));

	assert.deepStrictEqual(Object.keys(fields).slice(0, 3), [ 'provider', 'about', 'enabled' ]);
	assert.deepStrictEqual(choices.map((p) => p.title), more.providers.map((p) => p.title).sort((a, b) => a.localeCompare(b)));
	assert.deepStrictEqual([ value, fields.provider.rmempty, fields.provider.shown ], [ 'mtgsy', false, [] ]);
});

test('what a provider says of itself is shown with it, its page as a link', () => {
	const lines = (provider) => dialog(more, { provider }).about.renderWidget('home').children.map((n) => n.children);
	const [ about, rules, known, home, page ] = lines('mtgsy');

	assert.deepStrictEqual(about, [ SCHEMA.providers[0].about ]);
	assert.match(rules[0], /^This provider takes IPv4 addresses\. At its own servers at least 10 min between two requests\.$/);
	assert.match(known[0], /as its documentation says/);
	assert.match(dialog(shim.SCHEMA, { provider: 'dy.fi' }).about.renderWidget('home').children[1].children[0], /so after 5 d the same is sent once more/);
	assert.deepStrictEqual([ home[1], page[1] ].map((a) => [ a.attributes.href, a.children[0] ]),
		[ [ SCHEMA.providers[0].home, 'cloudfloordns.com' ], [ SCHEMA.providers[0].page, 'mtgsy.net' ] ]);
	assert.deepStrictEqual(lines('fancy').map((n) => n[0]).slice(0, 2), [ 'Said <b>about</b> it.', '' ], 'and its page is none of the web');
	assert.strictEqual(lines('fancy').length, 3);
	assert.deepStrictEqual(lines('nobody'), []);
});

test('a title and a help are no HTML', () => {
	const fields = dialog(more);

	assert.strictEqual(fields.token__fancy.description, 'A &#60;token&#62;.');
});

test('titles and helps are translated, and so are those of the options as a whole', () => {
	const s = section({});

	formOf(SCHEMA, {}, (text) => '<' + text).main(s);
	assert.deepStrictEqual(Object.keys(s.fields), [ 'allow' ]);
	assert.match(s.fields.allow.title, /^&#60;Reserved networks/);
	assert.strictEqual(s.fields.allow.tab, 'advanced');
	assert.match(s.fields.allow.description, /^&#60;Networks that count/);
});

test('UCI is asked for what belongs to the stored provider alone', () => {
	const stored = { provider: 'myserver', pass: 'secret', server: 'https://ddns.example.org', port: '8080', remember: 'yes', hb: 'on', bind: 'off', success: [ 'a', 'b' ] };
	const fields = dialog(SCHEMA, stored);
	const value = (name) => fields[name].load('home');

	assert.deepStrictEqual([ value('server__myserver'), value('server__mtgsy'), value('port__mtgsy'), value('success__myserver') ],
		[ 'https://ddns.example.org', null, null, [ 'a', 'b' ] ]);
	assert.deepStrictEqual([ value('remember__myserver'), value('hb__mtgsy'), value('bind'), value('enabled') ], [ '1', null, '0', '0' ]);
	assert.strictEqual(dialog(SCHEMA, { email: 'x' }).email__mtgsy.load('home'), 'x', 'without a provider it is the first');
});

test('UCI has five words for yes', () => {
	for (const [ word, value ] of [ [ '1', '1' ], [ 'on', '1' ], [ 'true', '1' ], [ 'yes', '1' ], [ 'enabled', '1' ], [ '0', '0' ], [ 'off', '0' ], [ 'maybe', '0' ], [ undefined, null ] ])
		assert.strictEqual(dialog(SCHEMA, { bind: word }).bind.load('home'), value, word);
});

test('the line waits for the list of lines', async () => {
	assert.strictEqual(await dialog(SCHEMA, { interface: 'wan6' }).interface.load('home'), 'wan6');
	assert.deepStrictEqual(await dialog(SCHEMA, {}).interface.load('home'), [ 'wan' ], 'the usual one is shown');
	assert.strictEqual(await dialog(SCHEMA, { device: 'wg0' }).interface.load('home'), null);
});

test('lines are a list in the order of preference, and one is no list in UCI', async () => {
	const f = dialog(SCHEMA, { interface: [ 'wanb', 'wan' ] }).interface;

	assert.strictEqual(f.kind, 'DynamicList');
	assert.deepStrictEqual(await f.load('home'), [ 'wanb', 'wan' ]);
	await f.load('home');
	assert.deepStrictEqual(f.keylist, [ 'lan', 'wan', 'wanb' ], 'each once, without loopback');
	for (const [ stored, typed, written ] of [
		[ 'wan', [ 'wan' ], 'wan' ], [ 'wan', [ 'wanb' ], 'wanb' ], [ undefined, [ 'wan' ], 'wan' ], [ 'wan', [ 'wanb', 'wan' ], [ 'wanb', 'wan' ] ],
		[ [ 'wanb', 'wan' ], [ 'wan', 'wanb' ], [ 'wan', 'wanb' ] ], [ [ 'wanb', 'wan' ], [ 'wan' ], [ 'wan' ] ]
	]) {
		const field = dialog(SCHEMA, { interface: stored }).interface;

		field.write('home', typed);
		assert.deepStrictEqual(field.written, written, JSON.stringify([ stored, typed ]));
	}
	assert.strictEqual(dialog().ip6interface__dyndns2.kind, 'NetworkSelect');
});

test('a list is right by what stands in it: LuCI asks with an empty value', () => {
	for (const [ added, typed, says ] of [
		[ [], '', /^Is missing/ ], [ [ 'a.example.net', 'b.example.net' ], '', null ], [ [], 'a.example.net', null ],
		[ [], 'a', /^Must be a full domain name/ ], [ [ 'a.example.net' ], 'b', /^Must be a full domain name/ ], [ [ 'b', 'a.example.net' ], '', /^Must be a full domain name/ ]
	]) {
		const fields = dialog(SCHEMA);
		const seen = [ 'hostname__dyndns2', 'hostname__myserver' ].map((name) => {
			fields[name].getUIElement = () => ({ getValue: () => added, node: { querySelector: () => ({ value: typed }) } });
			return fields[name].validate('home', '');
		});

		for (const said of seen)
			assert.ok(says ? says.test(said) : said === true, JSON.stringify([ added, typed, said ]));
	}
	assert.match(dialog(SCHEMA).hostname__dyndns2.validate('home', 'a'), /^Must be a full domain name/);
	assert.strictEqual(dialog(SCHEMA).success__mtgsy.validate('home', ''), true);
});

test('a password is never shown, and stays if its field is left empty', () => {
	const fields = dialog(SCHEMA, { provider: 'mtgsy', pass: 'secret' }, { provider: 'mtgsy' });
	const pass = (f) => {
		const loaded = f.load('home');

		f.remove('home');
		return [ loaded, f.renderWidget('home', 0, null).placeholder, f.validate('home', '') === true, f.removed || null ];
	};

	assert.strictEqual(fields.pass__mtgsy.password, true);
	assert.deepStrictEqual(pass(fields.pass__mtgsy), [ null, 'unchanged', true, null ]);
	assert.deepStrictEqual(pass(fields.pass__myserver), [ null, '', false, 'home' ], 'it is not the password at another provider');
	fields.pass__mtgsy.isActive = () => false;
	assert.deepStrictEqual(pass(fields.pass__mtgsy)[3], 'home', 'it goes with its provider');
});

test('an account of a provider that nobody knows shows which, and loses nothing', () => {
	const known = SCHEMA.providers.map((p) => p.name);

	for (const name of [ 'newer', 'constructor', '__proto__', HTML ]) {
		const fields = dialog(SCHEMA, { provider: name, pass: 'secret', server: HTML }, { provider: name });
		const choice = fields.provider.renderWidget('home', 0, fields.provider.load('home'));

		assert.deepStrictEqual([ choice.value, choice.choices.map((p) => p.name).sort() ], [ name, known.slice().sort() ]);
		assert.match(fields.provider.validate('home', name), /^Must be a provider of the list/);
		fields.server__mtgsy.remove('home');
		assert.strictEqual(fields.server__mtgsy.removed, undefined);
	}
});

test('a word that is none keeps its place until another is chosen', () => {
	const field = dialog(SCHEMA, { address: 'nowhere' }).address;

	assert.deepStrictEqual(field.renderWidget('home', 0, 'nowhere').words, [ 'device', 'probe', 'nowhere' ]);
	assert.deepStrictEqual(field.renderWidget('home', 0, null).words, [ 'device', 'probe' ]);
	assert.match(field.validate('home', 'nowhere'), /^Must be device or probe/);
});

test('an account is known by its names, or else by the first that its provider needs', () => {
	for (const [ stored, login ] of [
		[ { provider: 'mtgsy', email: 'a@b.c' }, 'a@b.c' ], [ { email: 'x' }, 'x' ], [ { provider: 'myserver', user: 'me', email: 'x' }, 'me' ],
		[ { provider: 'fancy', zone: 'example.org' }, 'example.org' ], [ { provider: 'mtgsy', email: 'a@b.c', hostname: 'd.e' }, 'd.e' ], [ { provider: 'dyndns2', server: 'https://x', user: 'you' }, 'you' ], [ { provider: 'newer', hostname: HTML }, HTML ], [ { provider: 'newer', hostname: [ 'a.b', 'c.d' ] }, 'a.b, c.d' ], [ {}, 'none' ]
	])
		assert.strictEqual(formOf(more, stored).names('home'), login);
	assert.deepStrictEqual([ 'port', 'bind', 'odd' ].map((o) => formOf(more, { provider: 'mtgsy' }).title('home', o)), [ 'Port', 'Bind to interface', 'odd' ]);
});

test('what nobody has filled in yet is wrong only once the dialog is to be saved', () => {
	const fields = dialog(SCHEMA, { provider: 'mtgsy' }, { provider: 'mtgsy' });

	assert.match(fields.email__mtgsy.validate('home', ''), /^Is missing/);
	fields.provider.onchange(null, 'home', 'dyndns2');
	assert.strictEqual(fields.user__dyndns2.validate('home', ''), true, 'nor after the provider is changed');
	assert.match(fields.server__dyndns2.validate('home', 'x'), /^Must be/, 'what is filled in is looked at always');
});

test('a default is shown as the provider has it', () => {
	const provider = (name, what) => Object.assign({ name, title: name, options: [] }, what);
	const content = Object.assign({}, SCHEMA, { providers: [ provider('slow', { gap: '1h6m' }), provider('deaf', { rules: [ { id: 'rule-no-query' } ] }), provider('plain') ] });
	const shown = (name) => [ 'min_gap', 'recheck', 'settle' ].map((o) => {
		const f = dialog(content, { provider: name }, { provider: name })[o];

		f.load('home');
		return f.placeholder;
	});

	assert.deepStrictEqual([ 'slow', 'deaf', 'plain' ].map(shown), [ [ '1h6m', '24h', '1s' ], [ '11m', '0s', '1s' ], [ '11m', '24h', '1s' ] ]);
	assert.strictEqual(shim.SCHEMA.providers[0].gap, '11m');
});

test('a default that is only shown is not set', () => {
	const written = (stored, value) => {
		const f = dialog(SCHEMA, stored).address;

		f.write('home', value);
		return f.written;
	};

	assert.deepStrictEqual([ written({}, 'device'), written({}, 'probe'), written({ address: 'device' }, 'device'), written({ address: 'probe' }, 'device') ],
		[ undefined, 'probe', 'device', 'device' ]);
});
