// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { collect, parse, template, words, TEMPLATE } = require('./texts.js');
const { m } = require('./message.js');
const { load, SCHEMA } = require('./shim.js');

const texts = collect();
const LANGUAGES = fs.readdirSync(path.join(__dirname, '../po')).filter((name) => name != 'templates');
const german = parse('po/de/dynwan.po');
const translate = (text, context) => german.get((context ? context + '\u0004' : '') + text) || text;

test('the template holds every text of the sources and no other', () => {
	assert.ok(texts.size >= 150, 'texts found: ' + texts.size);
	assert.ok(fs.readFileSync(TEMPLATE, 'utf8') === template(texts), 'it is out of date; run: node openwrt/luci-app-dynwan/tests/texts.js');
});

for (const language of LANGUAGES) {
	const translated = parse('po/' + language + '/dynwan.po');

	test('the translation ' + language + ' is whole, without texts that have gone', () => {
		assert.deepStrictEqual([ ...translated.keys() ].filter((key) => !texts.has(key)), [], 'texts that have gone');
		assert.deepStrictEqual([ ...texts.keys() ].filter((key) => !translated.get(key)), [], 'texts without a translation');
	});

	test('a text in ' + language + ' takes as many values', () => {
		for (const [ key, translation ] of translated) {
			const count = (text) => text.split('%s').length - 1;

			assert.strictEqual(count(translation), count(key), key);
		}
	});
}

test('a status is told in German', () => {
	const told = load('dynwan.words', translate);
	const gap = m('both', m('on-device', '203.0.113.9', 'eth1'), m('one-update-in', '11m0s'));
	const s = { account: 'home', state: 'waiting', address: '203.0.113.9', device: 'eth1', text: gap, next: m('sending'), until: 700 };
	const printed = (more) => told.outcome(4, JSON.stringify({ uptime: 100, records: [ more ] }));

	assert.strictEqual(told.badge(s).word, 'Zurückgehalten');
	assert.strictEqual(told.reason(s), 'der Anbieter erlaubt nur alle 11 Min. eine Aktualisierung');
	assert.match(told.next(s, 100, new Date(2026, 0, 2, 14, 22), 'de'), /^Senden in 10 Min\. \(14:32\)$/);
	assert.strictEqual(printed({ text: m('both', m('on-device', '192.168.1.2', 'eth1'), m('asks-rarely', '5m0s')), next: m('asking-server', 'ssl.myserver.org'), until: 340 }),
		'nicht gesendet: 192.168.1.2 an eth1; der Server darf nur alle 5 Min. gefragt werden; Anfrage an ssl.myserver.org nach der sichtbaren Adresse in 4 Min.');
	assert.strictEqual(printed({ text: m('both', m('seen-by', '203.0.113.9', 'ssl.myserver.org', 'eth1'), m('pause')) }),
		'nicht gesendet: 203.0.113.9, wie ssl.myserver.org es von eth1 sieht; der Anbieter hat um eine Pause gebeten');
});

test('what a server says is told in German, its own words as they came', () => {
	const message = load('dynwan.message', translate);

	for (const [ said, told ] of [
		[ m('cannot-log-in', m('server-said', '"the provider asked for a pause"')),
			'die Anmeldung gelingt nicht: der Server sagte "the provider asked for a pause"' ],
		[ m('cannot-find', 'ssl.myserver.org', m('resolver-silent')), 'ssl.myserver.org ist nicht zu finden: der DNS-Resolver antwortet nicht' ],
		[ m('cannot-trust', 'ssl.myserver.org', m('certificate-ended', '2026-01-01', '2026-02-01')),
			'ssl.myserver.org ist nicht zu trauen: sein Zertifikat ist am 2026-01-01 abgelaufen, und die Uhr steht auf 2026-02-01' ],
		[ m('cannot-reach', 'ssl.myserver.org', m('no-connection', '10s')), 'ssl.myserver.org ist nicht erreichbar: keine Verbindung in 10 Sek.' ],
		[ m('cannot-reach', 'ssl.myserver.org', m('literal', 'no route to host')), 'ssl.myserver.org ist nicht erreichbar: no route to host' ],
		[ m('deletion-unknown', '203.0.113.9', m('web-page')),
			'ob der Eintrag von 203.0.113.9 gelöscht ist, ist nicht bekannt: statt einer Antwort kam eine Webseite; verlangt der Anschluss eine Anmeldung?; nichts wurde hinzugefügt' ],
		[ m('not-added', '203.0.113.9', '203.0.113.10', m('cannot-add', '203.0.113.10', m('server-said', '"Error:Full"'))),
			'der Eintrag von 203.0.113.9 ist gelöscht, aber 203.0.113.10 ist nicht hinzugefügt: 203.0.113.10 lässt sich nicht hinzufügen: der Server sagte "Error:Full"' ],
		[ m('both', m('confirmed', '203.0.113.10'), m('relay-failed', m('no-answer-in-time'))),
			'bestätigt: 203.0.113.10; die Port-Weiterleitung lässt sich nicht einrichten: es kam nicht rechtzeitig eine Antwort' ],
		[ m('may-have-arrived', m('not-waited')), 'dynwan hat nicht auf die Antwort gewartet, die Aktualisierung kann angekommen sein' ],
		[ m('list', m('account-ends', '2027-01-01'), m('level', '5')), 'das Konto läuft am 2027-01-01 ab, Stufe 5' ],
		[ m('list', m('level', '"gold, until 3"'), m('until', '2027-01-01')), 'Stufe "gold, until 3", gültig bis 2027-01-01' ],
		[ m('both', m('behind-nat', 'eth1', '192.168.1.2', 'ssl.myserver.org', '203.0.113.9'), m('cannot-ask-again', m('check-error', '"Busy"'))),
			'hinter einem anderen Router (NAT): eth1 hat 192.168.1.2, und ssl.myserver.org sieht 203.0.113.9; neue Anfrage nicht möglich: der Server hat die IP-Prüfung mit einem Fehler beantwortet: "Busy"' ],
		[ m('has-only', 'pppoe-wan', '100.64.3.1', m('shared')), 'pppoe-wan hat nur 100.64.3.1, die Ihr Internetanbieter auf mehrere Kunden verteilt (NAT)' ],
		[ m('answers', 'home.example.net', m('held-by', '203.0.113.9', 'ns1.example.net')), 'der Name home.example.net zeigt auf 203.0.113.9 (DNS: ns1.example.net)' ],
		[ m('left-out', m('option', 'port', m('port-80'))),
			'ausgelassen: port darf nicht 80 sein: die Protokollseite sagt "If port is 80 DO NOT USE"; port bitte leer lassen' ],
		[ m('literal', '"x has only 1, as a sees b"'), '"x has only 1, as a sees b"' ],
		[ '"x has only 1, as a sees b"', '"x has only 1, as a sees b"' ]
	])
		assert.strictEqual(message.say(said), told);
});

test('a rule is told in German, with what it wants', () => {
	const message = load('dynwan.message', translate);

	assert.strictEqual(message.rule('not-span', '1s', '24h0m0s'), 'Muss eine Zeit von 1 Sek. bis 1 Tg. mit Einheit sein, etwa "1s"');
	assert.strictEqual(message.problem({ account: 'home', option: 'port', rule: m('port-80'), text: 'dynwan.home.port: must not be 80' }),
		'Darf nicht 80 sein: die Protokollseite sagt "If port is 80 DO NOT USE"; port bitte leer lassen');
	assert.strictEqual(message.problem({ text: 'x: is odd' }), 'X: is odd');
});

test('the words of the schema are among the texts', () => {
	const schema = Object.assign({}, SCHEMA, { providers: [ { title: 'A title', about: 'About it.', options: [ { title: 'Odd', help: 'An odd one.' } ] } ] });

	for (const text of [ 'A title', 'About it.', 'Odd', 'An odd one.', 'Settle time', 'must be a port number from 1 to 65535' ])
		assert.ok(words(schema).includes(text), text);
	assert.ok(words(schema).includes('%s; %s'), 'marks are those of the language, too');
	assert.ok(!words(schema).includes('%s'));
});
