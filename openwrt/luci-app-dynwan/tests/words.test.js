// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { load } = require('./shim.js');

const time = load('dynwan.time');
const words = load('dynwan.words');
const phrases = load('dynwan.phrases');

const NOW = new Date(2026, 0, 2, 14, 22, 0);
const UPTIME = 10000;

const status = (more) => Object.assign({
	account: 'home', hostname: 'home.example.net', device: 'pppoe-wan', state: 'current',
	address: '203.0.113.9', confirmed: '203.0.113.9', text: 'confirmed 203.0.113.9', since: 9400
}, more);

/* clock is the page's form of a time; blanks of a locale are made plain. */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const next = (more) => plain(words.next(status(more), UPTIME, NOW, 'de'));

test('each state of the daemon has a word, a colour and a reason', () => {
	const source = fs.readFileSync(path.join(__dirname, '../../../updater/status.go'), 'utf8');
	const states = [ ...source.matchAll(/State = "([^"]+)"/g) ].map((m) => m[1]);

	assert.ok(states.length >= 8, 'states found: ' + states);

	for (const state of states) {
		const badge = words.badge(status({ state }));
		const silent = words.reason(status({ state, text: '203.0.113.9 on pppoe-wan' }));

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
			{ state: 'waiting', text: '203.0.113.9 on pppoe-wan; the provider allows one update in 11m', next: 'sending', until: 10600 },
			'Held back', 'the provider allows one update in 11 min', 'sending in 10 min, at 14:32' ],
		[ 'a pause that the provider asked for',
			{ state: 'waiting', text: '203.0.113.9 on pppoe-wan; the provider asked for a pause', next: 'sending', until: 13600 },
			'Held back', 'the provider asked for a pause', 'sending in 1 h, at 15:22' ],
		[ 'trouble',
			{ state: 'waiting', problem: true, text: 'cannot reach www.mtgsy.net: no route to host', next: 'trying again', until: 10008 },
			'Trying again', 'cannot reach www.mtgsy.net: no route to host', 'trying again in 8 s, at 14:22' ],
		[ 'an address that others share',
			{ state: 'no address', address: '', text: 'pppoe-wan has only 100.64.3.1, shared by the provider\'s NAT', next: 'nothing to publish' },
			'No public address', 'pppoe-wan has only 100.64.3.1, shared by the provider\'s NAT', 'nothing to publish' ],
		[ 'a wrong password',
			{ state: 'refused', problem: true, text: 'refused: login: "BAD PASSWORD"', next: 'correct email or pass' },
			'Refused', 'refused: login: "BAD PASSWORD"', 'correct email or pass' ],
		[ 'a remedy of the shell is one of the page',
			{ state: 'refused', problem: true, text: 'refused: blocked: status 403', next: 'ask the provider, then change a setting or run dynwan once' },
			'Refused', 'refused: blocked: status 403', 'ask the provider, then change a setting or press Update now' ],
		[ 'a refusal that is tried again',
			{ state: 'refused', problem: true, text: 'refused: blocked: "x; correct the account"; ask the provider, then change a setting or run dynwan once', next: 'trying again', until: 96400 },
			'Refused', 'refused: blocked: "x; correct the account"; ask the provider, then change a setting or press Update now', 'trying again in 1 d, at Sa., 3. Jan. 14:22' ],
		[ 'all is well', {}, 'Up to date', 'confirmed 203.0.113.9', 'waits for the line to change' ],
		[ 'all is well behind NAT', { check: 'behind NAT: pppoe-wan holds 192.168.1.2, ssl.myserver.org sees 203.0.113.9' },
			'Up to date', 'confirmed 203.0.113.9', 'waits for the line to change, or what the server sees' ],
		[ 'DNS has it', { text: 'home.example.net answers 203.0.113.9 (ns1.example.net)' },
			'Up to date', 'the name home.example.net is at 203.0.113.9 (DNS: ns1.example.net)', 'waits for the line to change' ],
		[ 'settling', { state: 'settling', text: '203.0.113.9 on pppoe-wan', next: 'sending', until: 10000.4 },
			'Changing', 'a new address must hold still for a moment', 'sending now' ],
		[ 'a time that has passed', { state: 'waiting', text: '203.0.113.9 on pppoe-wan', next: 'sending', until: 9000 },
			'Held back', 'an update waits for its time', 'sending now' ],
		[ 'before the first question', { state: 'settling', address: '', text: '192.168.1.2 on pppoe-wan', next: 'asking ssl.myserver.org which address it sees', until: 10002 },
			'Changing', 'a new address must hold still for a moment', 'asking ssl.myserver.org which address it sees in 2 s, at 14:22' ],
		[ 'a question that waits', { state: 'waiting', address: '', text: '192.168.1.2 on pppoe-wan; the server may be asked once in 5m', next: 'asking ssl.myserver.org which address it sees', until: 10060 },
			'Held back', 'the server may be asked once in 5 min', 'asking ssl.myserver.org which address it sees in 1 min, at 14:23' ],
		[ 'a question', { state: 'sending', address: '', text: '192.168.1.2 on pppoe-wan', next: 'asking ssl.myserver.org which address it sees' },
			'Asking', 'a server is asked which address it sees', 'asking ssl.myserver.org which address it sees' ],
		[ 'a question by "Update now"', { state: 'sending', text: '192.168.1.2 on pppoe-wan', next: 'asking ssl.myserver.org which address it sees' },
			'Asking', 'a server is asked which address it sees', 'asking ssl.myserver.org which address it sees' ],
		[ 'a question without an answer', { state: 'waiting', problem: true, address: '', text: 'the server did not answer the IP check: the answer has the status 500', next: 'asking again', until: 10008 },
			'Trying again', 'the server did not answer the IP check: the answer has the status 500', 'asking again in 8 s, at 14:22' ],
		[ 'held back behind NAT', { state: 'waiting', text: '203.0.113.9, as ssl.myserver.org sees pppoe-wan; the provider allows one update in 11m', next: 'sending', until: 10600 },
			'Held back', 'the provider allows one update in 11 min', 'sending in 10 min, at 14:32' ],
		[ 'an update behind NAT', { state: 'sending', text: '203.0.113.9, as ssl.myserver.org sees pppoe-wan', next: 'sending' },
			'Sending', 'the provider is being told', 'sending' ],
		[ 'an update of what the line had before', { state: 'sending', address: '203.0.113.10', text: '203.0.113.9 on pppoe-wan', next: 'sending' },
			'Sending', '203.0.113.9 on pppoe-wan', 'sending' ],
		[ 'a device whose name begins with that of the line', { text: '203.0.113.9 on pppoe-wan2; sending' },
			'Up to date', '203.0.113.9 on pppoe-wan2; sending', 'waits for the line to change' ],
		[ 'a deletion without an addition', { state: 'waiting', text: '203.0.113.9 on pppoe-wan; the old record is deleted and the new one not added; the provider allows one update in 11m', next: 'sending' },
			'Held back', 'the old record is deleted and the new one not added; the provider allows one update in 11 min', 'sending' ]
	];

	for (const [ name, more, badge, reason, what ] of cases) {
		assert.strictEqual(words.badge(status(more)).word, badge, name + ': badge');
		assert.strictEqual(words.reason(status(more)), reason, name + ': reason');
		assert.strictEqual(next(more), what, name + ': next');
	}
});

test('what is held back says until when, and nothing else does', () => {
	const why = (more) => plain(words.why(status(Object.assign({ text: '203.0.113.9 on pppoe-wan; the provider allows one update in 11m', until: 10600 }, more)), UPTIME, NOW, 'de'));

	for (const [ name, more, said ] of [
		[ 'held back', { state: 'waiting' }, 'until 14:32: the provider allows one update in 11 min' ],
		[ 'the time is over', { state: 'waiting', until: 9999 }, 'the provider allows one update in 11 min' ],
		[ 'no time is known', { state: 'waiting', until: 0 }, 'the provider allows one update in 11 min' ],
		[ 'a try that failed is not held back', { state: 'waiting', problem: true, text: 'no answer' }, 'no answer' ],
		[ 'settling', { state: 'settling', text: '203.0.113.9 on pppoe-wan' }, 'a new address must hold still for a moment' ]
	])
		assert.strictEqual(why(more), said, name);
});

test('what the provider tells about the account', () => {
	const german = load('dynwan.words', (text) => text == 'the account ends on %s' ? 'das Konto endet am %s' : text);

	assert.strictEqual(words.notice(status({})), '');
	assert.strictEqual(words.notice(status({ notice: 'the account ended on 2026-01-01' })), 'the account ended on 2026-01-01');
	assert.strictEqual(german.notice(status({ notice: 'the account ends on 2027-01-01' })), 'das Konto endet am 2027-01-01');
	assert.strictEqual(words.notice(status({ notice: '<b>pay</b>' })), '<b>pay</b>');
});

test('the address is the published one, or the one that the line has', () => {
	for (const [ name, more, address ] of [
		[ 'published', {}, '203.0.113.9' ],
		[ 'not known yet', { address: '', text: '192.168.1.2 on pppoe-wan; the server may be asked once in 5m' }, '192.168.1.2' ],
		[ 'of another line', { address: '', text: '192.168.1.2 on eth7' }, '' ],
		[ 'nothing', { address: '', text: 'pppoe-wan has no IPv4 address' }, '' ],
		[ 'no text', { address: '', text: undefined }, '' ]
	])
		assert.strictEqual(words.address(status(more)), address, name);
});

test('what a server sees that was asked', () => {
	const nat = 'behind NAT: eth1 holds 192.168.1.2, ssl.myserver.org sees 203.0.113.9';

	for (const [ check, said, behind ] of [
		[ undefined, '', false ],
		[ nat, 'behind another router (NAT): eth1 has 192.168.1.2, and ssl.myserver.org sees 203.0.113.9', true ],
		[ nat + '; cannot ask again: cannot find ssl.myserver.org: the resolver does not answer',
			'behind another router (NAT): eth1 has 192.168.1.2, and ssl.myserver.org sees 203.0.113.9; cannot ask again: cannot find ssl.myserver.org: the resolver does not answer', true ],
		[ 'cannot ask again: no answer came in time', 'cannot ask again: no answer came in time', false ],
		[ '<b>x</b>', '<b>x</b>', false ]
	])
		assert.deepStrictEqual([ words.check(status({ check })), words.behind(status({ check })) ], [ said, behind ], check);
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
	assert.strictEqual(words.since(status({ since: 0 }), UPTIME, NOW, 'de'), '');
	assert.strictEqual(plain(words.answer(status({ answer: '"OK"', asked: 9940 }), UPTIME, NOW, 'de')), '"OK", at 14:21');
	assert.strictEqual(words.answer(status({ answer: '"OK"' }), UPTIME, NOW, 'de'), '"OK"');
	assert.strictEqual(words.answer(status({}), UPTIME, NOW, 'de'), '');
	assert.strictEqual(words.confirmed(status({ confirmed: '' })), 'not known');
	assert.strictEqual(words.account(status({})), 'home.example.net');
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
	for (const [ code, line, said ] of [
		[ 0, 'home: confirmed 203.0.113.9', 'done: confirmed 203.0.113.9' ],
		[ 4, 'home: 203.0.113.9 on eth1; the provider allows one update in 11m; sending in 9m12s',
			'not sent: 203.0.113.9 on eth1; the provider allows one update in 11 min; sending in 9 min 12 s' ],
		[ 3, 'home: refused: blocked: "x"; ask the provider, then change a setting or run dynwan once',
			'refused: blocked: "x"; ask the provider, then change a setting or press Update now' ],
		[ 5, 'home: accepted 203.0.113.9, not confirmed: the answer was "OK"; asking DNS in 1m',
			'not known yet: accepted 203.0.113.9, not confirmed: the answer was "OK"; asking DNS in 1 min' ],
		[ 4, 'home: 192.168.1.2 on eth1; the server may be asked once in 5m; asking ssl.myserver.org which address it sees in 4m3s',
			'not sent: 192.168.1.2 on eth1; the server may be asked once in 5 min; asking ssl.myserver.org which address it sees in 4 min 3 s' ],
		[ 5, 'home: 203.0.113.9, as ssl.myserver.org sees eth1; then run dynwan once', 'not known yet: 203.0.113.9, as ssl.myserver.org sees eth1; then press Update now' ],
		[ 2, 'dynwan: there is no account home to work with', 'not possible: dynwan: there is no account home to work with' ]
	])
		assert.strictEqual(words.outcome('home', code, line), said);
});

test('server text goes through as it is', () => {
	const text = '<img src=x onerror=alert(1)>';

	assert.strictEqual(words.reason(status({ state: 'refused', text: 'refused: ' + text })), 'refused: ' + text);
	assert.strictEqual(phrases.say(text), text);
});

test('every sentence of MyServer.org and of the question is known', () => {
	const known = phrases.spoken.join('\n');
	const files = [
		'updater/look.go', 'updater/account.go', 'updater/exchange/trouble.go', 'cmd/dynwan/replace.go',
		...[ 'update', 'judge', 'client', 'address' ].map((name) => 'updater/myserver/' + name + '.go')
	];
	let count = 0;

	for (const file of files) {
		const source = fs.readFileSync(path.join(__dirname, '../../..', file), 'utf8').replace(/^import \([^]*?^\)$|\/\/.*$|`[^`]*`/gm, '');

		for (const [ , text ] of source.matchAll(/"((?:[^"\\]|\\.)*)"/g))
			for (const part of text.split(/%[a-z]/).map((p) => p.replace(/^[:;, ]+|[:;,( ]+$/g, '')).filter((p) => / [a-z]+ /.test(p))) {
				assert.ok(known.includes(part), file + ' says ' + JSON.stringify(part));
				count++;
			}
	}
	assert.ok(count >= 40, 'sentences found: ' + count);
});

test('every sentence is one that the README lists, and every one there is known', () => {
	const readme = fs.readFileSync(path.join(__dirname, '../../../README.md'), 'utf8');
	const table = readme.slice(readme.indexOf('| message |')).split('\n\n')[0];
	const rows = [ ...table.matchAll(/^\| `NAME: (.*?)`/gm) ].map((m) => m[1]);

	assert.ok(rows.length >= 30, 'rows: ' + rows.length);

	for (const row of rows) {
		const text = row.replace('ADDRESS on DEVICE; ', '').replace('ADDRESS on DEVICE', '');
		const parts = text.replace(/ in TIME$/, '').split('; ');
		const remedy = parts.length > 1 ? parts.pop() : null;
		const fact = parts.join('; ');

		for (const part of [ fact, remedy ].filter((p) => p && p != 'REMEDY' && fact != 'cannot write FILE: REASON'))
			assert.ok(phrases.patterns.some((p) => p.test(part)), 'no sentence for ' + JSON.stringify(part));
	}
});
