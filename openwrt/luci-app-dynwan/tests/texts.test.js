// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const test = require('node:test');
const { collect, parse, template, TEMPLATE } = require('./texts.js');
const { load } = require('./shim.js');

const texts = collect();

test('the template holds every text of the sources and no other', () => {
	assert.ok(texts.size >= 150, 'texts found: ' + texts.size);
	assert.strictEqual(fs.readFileSync(TEMPLATE, 'utf8'), template(texts),
		'it is out of date; run: node openwrt/luci-app-dynwan/tests/texts.js');
});

test('the German translation is whole, without texts that have gone', () => {
	const german = parse('po/de/dynwan.po');

	assert.deepStrictEqual([ ...german.keys() ].filter((key) => !texts.has(key)), [], 'texts that have gone');
	assert.deepStrictEqual([ ...texts.keys() ].filter((key) => !german.get(key)), [], 'texts without a translation');
});

test('a translation takes as many values as its text', () => {
	for (const [ key, translation ] of parse('po/de/dynwan.po')) {
		const count = (text) => text.split('%s').length - 1;

		assert.strictEqual(count(translation), count(key), key);
	}
});

test('a status is told in German', () => {
	const german = parse('po/de/dynwan.po');
	const words = load('dynwan.words', (text, context) => german.get((context ? context + '\u0004' : '') + text));
	const s = {
		account: 'home', state: 'waiting', address: '203.0.113.9', device: 'eth1',
		text: '203.0.113.9 on eth1; the provider allows one update in 11m', next: 'sending', until: 700
	};

	assert.strictEqual(words.badge(s).word, 'Zurückgehalten');
	assert.strictEqual(words.reason(s), 'der Anbieter erlaubt eine Aktualisierung in 11 Min.');
	assert.match(words.next(s, 100, new Date(2026, 0, 2, 14, 22), 'de'), /^Senden in 10 Min\., um 14:32$/);
	assert.strictEqual(words.outcome('home', 4, 'home: 192.168.1.2 on eth1; the server may be asked once in 5m; asking ssl.myserver.org which address it sees in 4m'),
		'nicht gesendet: 192.168.1.2 an eth1; der Server darf einmal in 5 Min. gefragt werden; Frage an ssl.myserver.org nach der sichtbaren Adresse in 4 Min.');
	assert.strictEqual(words.outcome('home', 4, 'home: 203.0.113.9, as ssl.myserver.org sees eth1; the provider asked for a pause'),
		'nicht gesendet: 203.0.113.9, wie ssl.myserver.org es von eth1 sieht; der Anbieter hat um eine Pause gebeten');
});

test('what a server says is told in German, its own words as they came', () => {
	const german = parse('po/de/dynwan.po');
	const phrases = load('dynwan.phrases', (text, context) => german.get((context ? context + '\u0004' : '') + text));

	for (const [ said, told ] of [
		[ 'cannot log in: the server said "the provider asked for a pause"',
			'die Anmeldung gelingt nicht: der Server sagte "the provider asked for a pause"' ],
		[ 'cannot log in: the answer does not say so: "Hello"', 'die Anmeldung gelingt nicht: die Antwort sagt nichts davon: "Hello"' ],
		[ 'cannot find ssl.myserver.org: the resolver does not answer', 'ssl.myserver.org ist nicht zu finden: der DNS-Resolver antwortet nicht' ],
		[ 'cannot trust ssl.myserver.org: its certificate ended on 2026-01-01, and the clock says 2026-02-01',
			'ssl.myserver.org ist nicht zu trauen: sein Zertifikat endete am 2026-01-01, und die Uhr steht auf 2026-02-01' ],
		[ 'cannot reach ssl.myserver.org: no connection in 10s', 'ssl.myserver.org ist nicht erreichbar: keine Verbindung in 10 Sek.' ],
		[ 'cannot reach ssl.myserver.org: no route to host', 'ssl.myserver.org ist nicht erreichbar: no route to host' ],
		[ 'whether the record of 203.0.113.9 is deleted is not known: a web page came instead of an answer; a login page of the line?; nothing was added',
			'ob der Eintrag von 203.0.113.9 gelöscht ist, ist nicht bekannt: statt einer Antwort kam eine Webseite; verlangt der Anschluss eine Anmeldung?; nichts wurde hinzugefügt' ],
		[ 'the record of 203.0.113.9 is deleted, and 203.0.113.10 not added: cannot add 203.0.113.10: the server said "Error:Full"',
			'der Eintrag von 203.0.113.9 ist gelöscht, und 203.0.113.10 nicht hinzugefügt: 203.0.113.10 lässt sich nicht hinzufügen: der Server sagte "Error:Full"' ],
		[ 'the answer has the status 500, 203.0.113.10 may have been added', 'die Antwort hat den Status 500, 203.0.113.10 kann hinzugefügt worden sein' ],
		[ 'confirmed 203.0.113.10; cannot set up the port relay: no answer came in time',
			'bestätigt: 203.0.113.10; die Port-Weiterleitung lässt sich nicht einrichten: es kam nicht rechtzeitig eine Antwort' ],
		[ 'accepted 203.0.113.10, not confirmed: the answer was "Hello"; the answer to the port relay says neither yes nor no: "Hi"',
			'203.0.113.10 angenommen, aber nicht bestätigt: die Antwort war "Hello"; die Antwort auf die Port-Weiterleitung sagt weder Ja noch Nein: "Hi"' ],
		[ 'dynwan did not wait for the answer, the update may have arrived', 'dynwan hat nicht auf die Antwort gewartet, die Aktualisierung kann angekommen sein' ],
		[ 'the account ends on 2027-01-01, level 5', 'das Konto endet am 2027-01-01, Stufe 5' ],
		[ 'level "gold, until 3", until 2027-01-01', 'Stufe "gold, until 3", gültig bis 2027-01-01' ],
		[ 'level 5', 'Stufe 5' ], [ 'until 2027-01-01', 'gültig bis 2027-01-01' ],
		[ 'behind NAT: eth1 holds 192.168.1.2, ssl.myserver.org sees 203.0.113.9; cannot ask again: the server answered the IP check with an error: "Busy"',
			'hinter einem anderen Router (NAT): eth1 hat 192.168.1.2, und ssl.myserver.org sieht 203.0.113.9; neue Frage nicht möglich: der Server hat auf die IP-Prüfung mit einem Fehler geantwortet: "Busy"' ],
		[ 'the answer to the IP check does not say DNS LOGIN:SUCCESS', 'in der Antwort auf die IP-Prüfung steht nicht DNS LOGIN:SUCCESS' ],
		[ 'the answer to the IP check holds more than one public IPv4 address: 203.0.113.9 and 203.0.113.10',
			'die Antwort auf die IP-Prüfung enthält mehr als eine öffentliche IPv4-Adresse: 203.0.113.9 und 203.0.113.10' ],
		[ 'the server may be asked once in 5m', 'der Server darf einmal in 5 Min. gefragt werden' ],
		[ 'confirmed 203.0.113.10; the answer to the port relay says neither yes nor no: "Hi"',
			'bestätigt: 203.0.113.10; die Antwort auf die Port-Weiterleitung sagt weder Ja noch Nein: "Hi"' ],
		[ 'accepted 203.0.113.10, not confirmed: the answer was "Hello"; cannot set up the port relay: the answer has the status 500',
			'203.0.113.10 angenommen, aber nicht bestätigt: die Antwort war "Hello"; die Port-Weiterleitung lässt sich nicht einrichten: die Antwort hat den Status 500' ],
		[ 'cannot find ssl.myserver.org: no such host', 'ssl.myserver.org ist nicht zu finden: no such host' ],
		[ 'the account ended on 2026-01-01, level 5', 'das Konto endete am 2026-01-01, Stufe 5' ],
		[ 'cannot set up the port relay: the server said "Full"', 'die Port-Weiterleitung lässt sich nicht einrichten: der Server sagte "Full"' ],
		[ 'the answer to the port relay says neither yes nor no: "Hi"', 'die Antwort auf die Port-Weiterleitung sagt weder Ja noch Nein: "Hi"' ],
		[ 'cannot log in: the connection broke before the answer was complete', 'die Anmeldung gelingt nicht: die Verbindung brach vor dem Ende der Antwort ab' ],
		[ 'what came is no answer of a web server, the update may have arrived', 'was kam, ist keine Antwort eines Webservers, die Aktualisierung kann angekommen sein' ],
		[ 'the record of 203.0.113.9 is deleted, and 203.0.113.10 not added: dynwan was stopped',
			'der Eintrag von 203.0.113.9 ist gelöscht, und 203.0.113.10 nicht hinzugefügt: dynwan wurde beendet' ],
		[ 'cannot ask again: the answer to the IP check holds no public IPv4 address', 'neue Frage nicht möglich: die Antwort auf die IP-Prüfung enthält keine öffentliche IPv4-Adresse' ],
		[ 'asking again', 'neue Frage' ],
		[ '203.0.113.9, as ssl.myserver.org sees eth1', '203.0.113.9, wie ssl.myserver.org es von eth1 sieht' ],
		[ '"x has only 1, as a sees b"', '"x has only 1, as a sees b"' ]
	])
		assert.strictEqual(phrases.say(said), told);
});
