// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What the page gives the router to try, and what it makes of the answer.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

function E(tag, attributes, children) {
	assert.ok(Array.isArray(children), tag + ' has children that are HTML');
	return { tag, attributes, children };
}

const text = (n) => typeof n == 'string' ? n : (n.children || n).map(text).join(n.tag == 'ul' ? '|' : '');

/* trial is the module with what UCI holds, what the router answers, and what it was asked. */
function trial(sections, answer, asked = []) {
	const uci = {
		get: (config, sid, option) => option ? (sections[sid] || {})[option] : sections[sid],
		sections: (config, type) => Object.values(sections).filter((s) => s['.type'] == type)
	};
	const service = { test: (...args) => (asked.push(args), answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)) };
	const dom = { content: (place, list) => { place.shown = list; } };

	return load('dynwan.trial', undefined, { uci, dom, 'dynwan.service': service, 'dynwan.fields': { title: (sid, name) => name.toUpperCase() } }, { E });
}

const option = (name, value, more) => Object.assign({ ucioption: name, isActive: () => true, formvalue: () => value }, more);

test('the router gets this account alone as it stands in the dialog, with what it needs', () => {
	const sections = {
		main: { '.type': 'dynwan', '.name': 'main', enabled: '0', allow: [ '203.0.113.0/24' ] },
		mine: { '.type': 'provider', '.name': 'mine', url: 'https://a.example/?x={ip}' },
		other: { '.type': 'account', '.name': 'other', pass: 'of another' },
		home: { '.type': 'account', '.name': 'home', pass: 'it\'s kept', odd: 'no field', port: '80', enabled: '0' }
	};
	const options = [
		option('enabled', '0'), option('provider', 'mine'), option('hostname', [ 'a.example.net', 'b.example.net' ]), option('pass', '', { kept: { home: true } }),
		option('port', '80', { isActive: () => false }), option('mx', null), option('offlinetext', 'a\nconfig account \'evil\''), { isActive: () => true }
	];

	assert.strictEqual(trial(sections).config(options, 'home'), `config dynwan 'main'
	option enabled '1'
	list allow '203.0.113.0/24'

config provider 'mine'
	option url 'https://a.example/?x={ip}'

config account 'home'
	option odd 'no field'
	option enabled '1'
	option provider 'mine'
	list hostname 'a.example.net'
	list hostname 'b.example.net'
	option pass 'it'\\''s kept'
	option offlinetext 'a config account '\\''evil'\\'''
`);
});

test('what was found is told line by line, of each record', async () => {
	const place = {};
	const asked = [];
	const records = [
		{ record: 'home/a', good: true, said: [ m('on-device', '203.0.113.9', 'wan'), m('login-works') ] },
		{ record: 'home/b', good: true, said: [ m('login-unknown') ] },
		{ record: 'home/<b>', good: false, said: [ m('cannot-reach', 'x.example', m('connection-closed')) ] }
	];

	await trial({}, { problems: [], records }, asked).run([], 'home', place);
	assert.deepStrictEqual(asked.map((a) => a[0]), [ 'home' ]);
	assert.deepStrictEqual(place.shown.map(text), [ 'Works home/a203.0.113.9 on wan|The login works', 'Works as far as can be seen home/bWhether the login is right shows only when an update is sent', 'Does not work yet home/<b>Cannot reach x.example: the connection was closed' ]);
});

test('what is wrong is told, and no answer is told too', async () => {
	const place = {};
	const problems = [ { account: 'home', option: 'port', rule: m('port-80'), text: '' }, { account: 'other', option: 'port', text: 'x' } ];

	assert.ok(await trial({}, { problems, records: [] }).run([], 'home', place));
	assert.match(text(place.shown), /^Wrong settingPORT: must not be 80[^|]*$/);
	for (const answer of [ {}, null, { records: 'x' }, new Error('timeout') ]) {
		assert.strictEqual(await trial({}, answer).run([], 'home', place), null);
		assert.match(text(place.shown), /did not answer|timeout/);
	}
});
