// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { load, schema, SCHEMA } = require('./shim.js');

const time = load('dynwan.time');
const words = load('dynwan.words');
const message = load('dynwan.message');

/* m is a message as status.json has it. */
const { m } = require('./message.js');
const both = (...list) => list.reduce((a, b) => m('both', a, b));
const onDevice = (ip, device) => m('on-device', ip, device || 'pppoe-wan');
const asking = m('asking-server', 'ssl.myserver.org');
const sending = m('sending');
const gap = m('one-update-in', '11m0s');
const nat = m('behind-nat', 'eth1', '192.168.1.2', 'ssl.myserver.org', '203.0.113.9');

const NOW = new Date(2026, 0, 2, 14, 22, 0);
const UPTIME = 10000;

const status = (more) => Object.assign({
	record: 'home', account: 'home', hostname: 'home.example.net', device: 'pppoe-wan', state: 'current',
	address: '203.0.113.9', confirmed: '203.0.113.9', text: m('confirmed', '203.0.113.9'), since: 9400
}, more);

/* clock is the page's form of a time; blanks of a locale are made plain. */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const next = (more) => plain(words.next(status(more), UPTIME, NOW, 'de'));

test('each state of the daemon has a word, a colour and a reason', () => {
	const source = fs.readFileSync(path.join(__dirname, '../../../updater/status.go'), 'utf8');
	const states = [ ...source.matchAll(/State = "([^"]+)"/g) ].map((found) => found[1]);

	assert.ok(states.length >= 8, 'states found: ' + states);

	for (const state of states) {
		const badge = words.badge(status({ state }));
		const silent = words.reason(status({ state, text: onDevice('203.0.113.9') }));

		assert.notStrictEqual(badge.word, state, 'the word for ' + state);
		assert.match(badge.colour, /^(good|warn|bad|busy|hold)$/, 'the colour of ' + state);
		assert.ok(silent.length > 10, 'the reason of ' + state + ': ' + silent);
	}
});

test('a state of tomorrow is shown by its name', () => {
	for (const state of [ 'sleeping', 'constructor', '__proto__' ])
		assert.deepStrictEqual(words.badge(status({ state })), { colour: 'warn', word: state });
});

test('reason, badge and what is next of every kind of status', () => {
	const cases = [
		[ 'held back by the gap',
			{ state: 'waiting', text: both(onDevice('203.0.113.9'), gap), next: sending, until: 10600 },
			'Held back', 'the provider allows one update in 11 min', 'sending in 10 min, at 14:32' ],
		[ 'a pause that the provider asked for',
			{ state: 'waiting', text: both(onDevice('203.0.113.9'), m('pause')), next: sending, until: 13600 },
			'Held back', 'the provider asked for a pause', 'sending in 1 h, at 15:22' ],
		[ 'trouble',
			{ state: 'waiting', problem: true, text: m('cannot-reach', 'www.mtgsy.net', m('literal', 'no route to host')), next: m('trying-again'), until: 10008 },
			'Trying again', 'cannot reach www.mtgsy.net: no route to host', 'trying again in 8 s, at 14:22' ],
		[ 'an address that others share',
			{ state: 'no address', address: '', text: m('has-only', 'pppoe-wan', '100.64.3.1', m('shared')), next: m('nothing-to-publish') },
			'No public address', 'pppoe-wan has only 100.64.3.1, shared by the provider\'s NAT', 'nothing to publish' ],
		[ 'a wrong password',
			{ state: 'refused', problem: true, text: m('refused', m('refused-login', '"BAD PASSWORD"')), next: m('correct-email-or-pass') },
			'Refused', 'refused: login: "BAD PASSWORD"', 'correct login or password' ],
		[ 'a remedy of the shell is one of the page',
			{ state: 'refused', problem: true, text: m('refused', m('refused-blocked', m('status', '403'))), next: m('ask-then-change') },
			'Refused', 'refused: blocked: status 403', 'ask the provider, then change a setting or press Update now' ],
		[ 'a refusal that is tried again',
			{ state: 'refused', problem: true, text: both(m('refused', m('refused-blocked', '"x; correct the account"')), m('ask-then-change')), next: m('trying-again'), until: 96400 },
			'Refused', 'refused: blocked: "x; correct the account"; ask the provider, then change a setting or press Update now', 'trying again in 1 d, at Sa., 3. Jan. 14:22' ],
		[ 'all is well', {}, 'Up to date', 'confirmed 203.0.113.9', 'waits for the line to change' ],
		[ 'all is well behind NAT', { probe: nat }, 'Up to date', 'confirmed 203.0.113.9', 'waits for the line to change, or what the server sees' ],
		[ 'DNS has it', { text: m('answers', 'home.example.net', m('held-by', '203.0.113.9', 'ns1.example.net')) },
			'Up to date', 'the name home.example.net is at 203.0.113.9 (DNS: ns1.example.net)', 'waits for the line to change' ],
		[ 'settling', { state: 'settling', text: onDevice('203.0.113.9'), next: sending, until: 10000.4 },
			'Changing', 'a new address must hold still for a moment', 'sending now' ],
		[ 'a time that has passed', { state: 'waiting', text: onDevice('203.0.113.9'), next: sending, until: 9000 },
			'Held back', 'an update waits for its time', 'sending now' ],
		[ 'before the first question', { state: 'settling', address: '', text: onDevice('192.168.1.2'), next: asking, until: 10002 },
			'Changing', 'a new address must hold still for a moment', 'asking ssl.myserver.org which address it sees in 2 s, at 14:22' ],
		[ 'a question that waits', { state: 'waiting', address: '', text: both(onDevice('192.168.1.2'), m('asks-rarely', '5m0s')), next: asking, until: 10060 },
			'Held back', 'the server may be asked only once every 5 min', 'asking ssl.myserver.org which address it sees in 1 min, at 14:23' ],
		[ 'a question', { state: 'sending', address: '', text: onDevice('192.168.1.2'), next: asking },
			'Asking', 'a server is asked which address it sees', 'asking ssl.myserver.org which address it sees' ],
		[ 'a question by "Update now"', { state: 'sending', text: onDevice('192.168.1.2'), next: asking },
			'Asking', 'a server is asked which address it sees', 'asking ssl.myserver.org which address it sees' ],
		[ 'a question without an answer', { state: 'waiting', problem: true, address: '', text: m('check-failed', m('answer-status', '500')), next: m('asking-again'), until: 10008 },
			'Trying again', 'the server did not answer the IP check: the answer has the status 500', 'asking again in 8 s, at 14:22' ],
		[ 'held back behind NAT', { state: 'waiting', text: both(m('seen-by', '203.0.113.9', 'ssl.myserver.org', 'pppoe-wan'), gap), next: sending, until: 10600 },
			'Held back', 'the provider allows one update in 11 min', 'sending in 10 min, at 14:32' ],
		[ 'an update behind NAT', { state: 'sending', text: m('seen-by', '203.0.113.9', 'ssl.myserver.org', 'pppoe-wan'), next: sending },
			'Sending', 'the provider is being told', 'sending' ],
		[ 'an update of what the line had before', { state: 'sending', address: '203.0.113.10', text: onDevice('203.0.113.9'), next: sending },
			'Sending', '203.0.113.9 on pppoe-wan', 'sending' ],
		[ 'another device than the line', { text: both(onDevice('203.0.113.9', 'pppoe-wan2'), sending) },
			'Up to date', '203.0.113.9 on pppoe-wan2; sending', 'waits for the line to change' ],
		[ 'a deletion without an addition', { state: 'waiting', text: both(onDevice('203.0.113.9'), m('old-deleted'), gap), next: sending },
			'Held back', 'the old record is deleted and the new one not added; the provider allows one update in 11 min', 'sending' ],
		[ 'what a newer daemon says', { state: 'waiting', text: { id: 'newer', args: [ 'x' ], text: 'as it says' }, next: sending },
			'Held back', 'as it says', 'sending' ],
		[ 'nonsense', { state: 'waiting', text: [ 1 ], next: 7, probe: { id: 'both' }, notice: {} }, 'Held back', 'an update waits for its time', '7' ]
	];

	for (const [ name, more, badge, reason, what ] of cases) {
		assert.strictEqual(words.badge(status(more)).word, badge, name + ': badge');
		assert.strictEqual(words.reason(status(more)), reason, name + ': reason');
		assert.strictEqual(next(more), what, name + ': next');
	}
});

test('what is held back says until when, and nothing else does', () => {
	const why = (more) => plain(words.why(status(Object.assign({ text: both(onDevice('203.0.113.9'), gap), until: 10600 }, more)), UPTIME, NOW, 'de'));

	for (const [ name, more, said ] of [
		[ 'held back', { state: 'waiting' }, 'until 14:32: the provider allows one update in 11 min' ],
		[ 'the time is over', { state: 'waiting', until: 9999 }, 'the provider allows one update in 11 min' ],
		[ 'no time is known', { state: 'waiting', until: 0 }, 'the provider allows one update in 11 min' ],
		[ 'a try that failed is not held back', { state: 'waiting', problem: true, text: m('silent') }, 'no answer' ],
		[ 'settling', { state: 'settling', text: onDevice('203.0.113.9') }, 'a new address must hold still for a moment' ]
	])
		assert.strictEqual(why(more), said, name);
});

test('what the provider tells about the account', () => {
	const german = load('dynwan.words', (text) => text == 'the account ends on %s' ? 'das Konto endet am %s' : text);

	assert.strictEqual(words.notice(status({})), '');
	assert.strictEqual(words.notice(status({ notice: m('account-ended', '2026-01-01') })), 'the account ended on 2026-01-01');
	assert.strictEqual(german.notice(status({ notice: m('list', m('account-ends', '2027-01-01'), m('level', '5')) })), 'das Konto endet am 2027-01-01, level 5');
	assert.strictEqual(words.notice(status({ notice: m('literal', '<b>pay</b>') })), '<b>pay</b>');
});

test('the address is the published one, or the one that the line has', () => {
	for (const [ name, more, address ] of [
		[ 'published', {}, '203.0.113.9' ],
		[ 'not known yet', { address: '', text: both(onDevice('192.168.1.2'), m('asks-rarely', '5m0s')) }, '192.168.1.2' ],
		[ 'of another line', { address: '', text: onDevice('192.168.1.2', 'eth7') }, '' ],
		[ 'nothing', { address: '', text: m('no-address', 'pppoe-wan', 'IPv4') }, '' ],
		[ 'no text', { address: '', text: undefined }, '' ]
	])
		assert.strictEqual(words.address(status(more)), address, name);
});

test('the IPv6 address of the line, unless it is one that every line has', () => {
	for (const [ ipv6, said ] of [
		[ undefined, '' ],
		[ m('literal', '2001:db8::1'), '2001:db8::1' ],
		[ m('no-address', 'eth1', 'IPv6'), 'eth1 has no IPv6 address' ],
		[ m('has-only', 'eth1', 'fe80::1', m('link-local')), '' ],
		[ m('has-only', 'eth1', 'fd00::1', m('private')), 'eth1 has only fd00::1, a private address' ]
	])
		assert.strictEqual(words.ipv6(status({ ipv6 })), said);
});

test('what a server sees that was asked', () => {
	const said = 'behind another router (NAT): eth1 has 192.168.1.2, and ssl.myserver.org sees 203.0.113.9';
	const again = m('cannot-ask-again', m('cannot-find', 'ssl.myserver.org', m('resolver-silent')));

	for (const [ check, text, behind ] of [
		[ undefined, '', false ],
		[ nat, said, true ],
		[ both(nat, again), said + '; cannot ask again: cannot find ssl.myserver.org: the resolver does not answer', true ],
		[ m('cannot-ask-again', m('no-answer-in-time')), 'cannot ask again: no answer came in time', false ],
		[ m('also', 'eth1', '203.0.113.200'), 'eth1 has 203.0.113.200 too; prefer says which one is published', false ],
		[ m('literal', '<b>x</b>'), '<b>x</b>', false ]
	])
		assert.deepStrictEqual([ words.probe(status({ probe: check })), words.behind(status({ probe: check })) ], [ text, behind ]);
});

test('times are written as in the page’s language where the browser is at home', () => {
	for (const [ page, browser, language ] of [
		[ 'en', 'en-GB', 'en-GB' ], [ 'de', 'en-GB', 'de' ], [ 'pt-br', 'pt-PT', 'pt-PT' ], [ '', 'de-AT', 'de-AT' ]
	]) {
		const there = load('dynwan.time', undefined, {}, { document: { documentElement: { lang: page } }, navigator: { language: browser } });

		assert.strictEqual(there.language(), language, page + ' in ' + browser);
	}
});

test('since and the last answer say when by the clock of who looks', () => {
	assert.strictEqual(plain(words.since(status({}), UPTIME, NOW, 'de')), 'since 14:12 (10 min)');
	assert.strictEqual(plain(words.since(status({ since: 9370.5 }), UPTIME, NOW, 'de')), 'since 14:11 (10 min)');
	assert.strictEqual(plain(words.since(status({ since: 9955 }), UPTIME, NOW, 'de')), 'since 14:21 (45 s)');
	assert.strictEqual(words.since(status({ since: 0 }), UPTIME, NOW, 'de'), '');
	assert.strictEqual(plain(words.answer(status({ answer: '"OK"', asked: 9940 }), UPTIME, NOW, 'de')), 'last update 14:21, answer: "OK"');
	assert.strictEqual(words.answer(status({ answer: '"OK"' }), UPTIME, NOW, 'de'), 'last answer: "OK"');
	assert.strictEqual(plain(words.answer(status({ asked: 9940 }), UPTIME, NOW, 'de')), 'last update 14:21');
	assert.strictEqual(words.answer(status({}), UPTIME, NOW, 'de'), '');
	assert.strictEqual(words.confirmed(status({ confirmed: '' })), 'not known');
	assert.strictEqual(words.account(status({})), 'home.example.net');
	assert.strictEqual(words.account(status({ account: 'home.example.net' })), '', 'it is the name');
});

test('spans and clocks', () => {
	for (const [ seconds, text ] of [
		[ 0, '0 s' ], [ -5, '0 s' ], [ 0.4, '0 s' ], [ 59.6, '1 min' ], [ 61, '1 min 1 s' ], [ 3600, '1 h' ],
		[ 3661, '1 h 1 min' ], [ 86400, '1 d' ], [ 90061, '1 d 1 h' ], [ 86460, '1 d' ]
	])
		assert.strictEqual(time.span(seconds), text, 'span of ' + seconds);

	assert.strictEqual(plain(time.clock(UPTIME + 86400, UPTIME, NOW, 'en-GB')), 'Sat 3 Jan 14:22');
	assert.strictEqual(time.fill('%s and %s', '%s', '$&'), '%s and $&');
});

test('how "Update now" ended', () => {
	for (const [ code, printed, said ] of [
		[ 0, { text: m('confirmed', '203.0.113.9') }, 'done: confirmed 203.0.113.9' ],
		[ 4, { text: both(onDevice('203.0.113.9', 'eth1'), gap), next: sending, until: 652, uptime: 100 },
			'not sent: 203.0.113.9 on eth1; the provider allows one update in 11 min; sending in 9 min 12 s' ],
		[ 3, { text: m('refused', m('refused-blocked', '"x"')), next: m('ask-then-change') },
			'refused: blocked: "x"; ask the provider, then change a setting or press Update now' ],
		[ 5, { text: m('accepted', '203.0.113.9', '"OK"'), next: m('asking-dns'), until: 160, uptime: 100 },
			'not known yet: accepted 203.0.113.9, not confirmed: the answer was "OK"; asking DNS in 1 min' ],
		[ 5, { text: m('seen-by', '203.0.113.9', 'ssl.myserver.org', 'eth1'), next: m('then-once') }, 'not known yet: 203.0.113.9, as ssl.myserver.org sees eth1; then press Update now' ]
	])
		assert.strictEqual(words.outcome(code, JSON.stringify({ uptime: printed.uptime, records: [ printed ] })), said);

	const of = (...records) => words.outcome(4, JSON.stringify({ uptime: 100, records }));
	const a = { record: 'x/a/IPv4', hostname: 'a', family: 'IPv4', state: 'current', text: m('confirmed', '203.0.113.9') };
	const b = { record: 'x/b/IPv6', hostname: 'b', family: 'IPv6', state: 'waiting', text: gap, next: sending, until: 160 };

	assert.strictEqual(of(a, b), 'not sent: b IPv6: the provider allows one update in 11 min; sending in 1 min', 'of several what is not well');
	assert.strictEqual(words.outcome(0, JSON.stringify({ records: [ a, Object.assign({}, a, { hostname: 'c' }) ] })), 'done: 2 of 2 names up to date');
	assert.strictEqual(words.outcome(0, JSON.stringify({ records: [ a, a ] })), 'done: confirmed 203.0.113.9', 'two families of a name');

	for (const output of [ 'dynwan: there is no account home to work with', '', '7', 'null', '{' ])
		assert.strictEqual(words.outcome(2, output), 'not possible: ' + output);
});

test('several records of an account', () => {
	const of = (hostname, family, state) => status({ record: 'home/' + hostname + (family ? '/' + family : ''), hostname, family, state });
	const list = [ of('a', 'IPv4', 'current'), of('a', 'IPv6', 'waiting'), of('b', 'IPv4', 'current'), of('b', 'IPv6', 'current'), of('c', '', 'refused') ];

	assert.deepStrictEqual(list.map((s) => words.title(s)), [ 'a IPv4', 'a IPv6', 'b IPv4', 'b IPv6', 'c' ]);
	assert.strictEqual(words.family(status({ family: 'IPv4' })), '', 'the only one of the name');
	assert.strictEqual(words.names(list), '1 of 3 names up to date');
	assert.strictEqual(words.names(list.slice(0, 2)), '', 'one name is not counted');
	assert.strictEqual(words.worst(list), list[4]);
	assert.strictEqual(words.worst(list.slice(0, 4)), list[1]);
	assert.strictEqual(words.worst(list.slice(2, 4)), list[2], 'the first of equals');
	assert.strictEqual(words.worst([ list[0], of('d', '', 'tomorrow') ]).hostname, 'd');
});

test('server text goes through as it is', () => {
	const text = '<img src=x onerror=alert(1)>';

	assert.strictEqual(words.reason(status({ state: 'refused', text: m('refused', text) })), 'refused: ' + text);
	assert.strictEqual(message.say(text), text);
});

test('the page says every message of the daemon, with as many values', () => {
	const values = (text) => text.split('%s').length - 1;

	assert.ok(Object.keys(SCHEMA.messages).length >= 250);
	for (const [ id, english ] of Object.entries(SCHEMA.messages)) {
		const args = Array(values(english)).fill('').map((x, i) => '<' + i + '>');
		const said = message.say({ id, args, text: 'as it came' });

		assert.notStrictEqual(said, 'as it came', id);
		for (const arg of args)
			assert.ok(said.includes(arg), id + ': ' + said);
	}
	for (const id of message.friendly)
		assert.ok(id in SCHEMA.messages, id + ' is a message no more');
});

test('what is in no schema is told as it came', () => {
	for (const id of [ 'newer', 'constructor', '__proto__', undefined ])
		assert.strictEqual(message.say({ id, args: [], text: 'as it came' }), 'as it came');
	assert.strictEqual(message.say({ id: 'port-80', args: [ 'too many' ], text: 'as it came' }), 'as it came');
	assert.strictEqual(load('dynwan.message', undefined, { 'dynwan.schema': schema({ messages: {} }) }).say(m('port-80')), SCHEMA.messages['port-80']);
});
