// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds a row of the status page, and the card of the overview, to what they
// show of a status, without a browser.

const assert = require('node:assert');
const test = require('node:test');
const { m } = require('./message.js');
const { load } = require('./shim.js');

/* E stands for LuCI's. A child that stands in no list would be HTML. */
function E(tag, attributes, children) {
	assert.ok(children == null || Array.isArray(children), tag + ' has children that are HTML: ' + children);

	return {
		tag, style: {},
		classList: {
			toggle(name, yes) {
				this[name] = yes;
			}
		},
		attributes: attributes || {}, children: children || [],
		setAttribute(name, value) {
			this.attributes[name] = value;
		},
		insertBefore(node, at) {
			this.children.splice(at ? this.children.indexOf(at) : this.children.length, 0, node);
			node.remove = () => this.children.splice(this.children.indexOf(node), 1);
		},
		appendChild(node) {
			this.insertBefore(node, null);
		},
		get textContent() {
			return this.children.map((c) => typeof c == 'string' ? c : c.textContent).join(' ');
		}
	};
}

const given = {
	dom: {
		content(node, parts) {
			assert.ok(Array.isArray(parts), 'content is HTML: ' + parts);
			node.children = parts;
		}
	},
	ui: { createHandlerFn: () => null }
};
const page = { document: { documentElement: { lang: 'en' } }, navigator: { language: 'en-GB' }, E, window: {} };
const block = load('dynwan.block', undefined, given, page);
const NOW = new Date(2026, 0, 2, 14, 22, 0);
const NAT = m('behind-nat', 'eth1', '192.168.1.2', 'ssl.myserver.org', '203.0.113.9');

const status = (more) => Object.assign({
	record: 'home', account: 'home', device: 'eth1', state: 'current', address: '203.0.113.9', confirmed: '203.0.113.9',
	text: m('confirmed', '203.0.113.9'), since: 9400
}, more);

/* rows returns the texts of the cells of each row of a block. */
function rows(list, b = block.make('home', null), problems = [], enabled = true, running = true) {
	block.update(b, list, problems, enabled);
	block.show(b, running, 10000, NOW);

	return b.node.children.map((tr) => tr.children.map((td) => td.textContent.replace(/ +/g, ' ').trim()));
}

/* cells returns the texts of state, line, confirmed and what is next. */
const cells = (more) => rows([ status(more) ])[0].slice(1);

test('where the address comes from stands below it', () => {
	for (const [ name, more, line ] of [
		[ 'the line', {}, '203.0.113.9 on eth1' ],
		[ 'behind NAT', { probe: NAT }, '203.0.113.9 behind another router (NAT): eth1 has 192.168.1.2, and ssl.myserver.org sees 203.0.113.9' ],
		[ 'the last question had no answer', { probe: m('cannot-ask-again', m('no-answer-in-time')) }, '203.0.113.9 on eth1 cannot ask again: no answer came in time' ],
		[ 'nobody was asked yet', { state: 'settling', address: '', text: m('on-device', '192.168.1.2', 'eth1'), next: m('asking-server', 'ssl.myserver.org') }, '192.168.1.2 on eth1' ],
		[ 'nothing', { state: 'no address', address: '', text: m('no-address', 'eth1', 'IPv4') }, 'none on eth1' ]
	])
		assert.strictEqual(cells(more)[1], line, name);
});

test('no text of a status is HTML', () => {
	const html = '<img src=x onerror=alert(1)>';
	const said = m('literal', html);
	const [ state, line, confirmed, next ] = cells({
		device: html, text: said, next: said, address: html, confirmed: html, probe: said, notice: said, memory: said, ipv6: said, answer: html
	});

	for (const text of [ state, line, confirmed, next ])
		assert.ok(text.includes(html), text);
	assert.strictEqual(line.split(html).length - 1, 4, 'address, device, check and IPv6 in ' + line);
	assert.ok(cells({ probe: m('behind-nat', html, html, 'x', 'y') })[1].includes(html));
});

const HTML = '<img src=x onerror=alert(1)>';
const record = (hostname, family, more) => status(Object.assign({ record: [ 'home', hostname, family ].join('/'), hostname, family, provider: 'p', probe: NAT, notice: m('literal', HTML) }, more));
const six = () => [ 'a', 'b', HTML ].flatMap((name) => [ record(name, 'IPv4', {}), record(name, 'IPv6', { address: '2001:db8::9', confirmed: '', state: 'refused', text: m('refused', HTML), next: m('then-once') }) ]);

test('an account of several records is a row of the account and a short one of each', () => {
	const b = block.make('home', null);
	const [ head, first, second, , , , last ] = rows(six(), b);

	assert.deepStrictEqual(head, [ 'home p', 'Refused 0 of 3 names up to date ' + HTML, '203.0.113.9 2001:db8::9 behind another router (NAT): eth1 has 192.168.1.2, and ssl.myserver.org sees 203.0.113.9', '203.0.113.9', '' ]);
	assert.deepStrictEqual(first, [ 'a IPv4', 'Up to date confirmed 203.0.113.9 since 14:12 (10 min)', '203.0.113.9', '203.0.113.9', 'waits for the line to change, or what the server sees' ]);
	assert.deepStrictEqual(second.slice(2), [ '2001:db8::9', 'not known', 'then press Update now' ]);
	assert.match(second[1], /^Refused refused: <img/);
	assert.strictEqual(last[0], HTML + ' IPv6');
	assert.strictEqual(b.node.children.length, 7);
	assert.deepStrictEqual(b.node.children.slice(0, 2).map((tr) => tr.children[0].attributes['data-title']), [ 'Account', 'Name' ]);
	const kept = b.node.children[1];

	assert.strictEqual(rows(six().slice(0, 2), b).length, 3, 'names that have gone');
	assert.strictEqual(b.node.children[1], kept, 'a row that stays');
	assert.strictEqual(rows(six().slice(0, 1), b).length, 1, 'one record is one row');
});

test('a record names its line if another one has another', () => {
	const two = (device) => [ record('a', 'IPv4', { device: 'lte0', probe: null }), record('a', 'IPv6', { device, address: '2001:db8::9', probe: null }) ];

	assert.deepStrictEqual(rows(two('wan')).map((r) => r[2]), [ '203.0.113.9 2001:db8::9 on lte0, wan', '203.0.113.9 on lte0', '2001:db8::9 on wan' ]);
	assert.deepStrictEqual(rows(two('lte0')).map((r) => r[2]), [ '203.0.113.9 2001:db8::9 on lte0', '203.0.113.9', '2001:db8::9' ]);
	assert.deepStrictEqual(rows(two('')).map((r) => r[2]), [ '203.0.113.9 2001:db8::9 on lte0', '203.0.113.9', '2001:db8::9' ]);
});

test('the card of the overview counts names', () => {
	const card = load('view.status.include.70_dynwan', undefined, Object.assign({ 'dynwan.service': {} }, given), Object.assign({ L: { url: (where) => '/' + where } }, page));
	const text = (records) => card.render({ installed: true, running: true, uptime: 10000, now: NOW, board: { running: true, accounts: [ { account: 'home', records } ] } })
		.textContent.replace(/ +/g, ' ');

	assert.match(text(six()), /home Refused a IPv6: refused: <img src=x onerror=alert\(1\)> 0 of 3 names up to date/);
	assert.match(text([ record('a', '', {}), record('b', '', {}) ]), /home Up to date confirmed 203\.0\.113\.9 2 of 2 names up to date/);
	assert.doesNotMatch(text([ record('a', '', {}) ]), /names/);
});

test('the card of the overview tells of the other router too', () => {
	const card = load('view.status.include.70_dynwan', undefined, Object.assign({ 'dynwan.service': {} }, given), Object.assign({ L: { url: (where) => '/' + where } }, page));
	const seen = { installed: true, running: true, uptime: 10000, now: NOW };
	const text = (more) => card.render(Object.assign({ board: { running: true, accounts: [ { account: 'home', records: [ status(more) ] } ] } }, seen)).textContent;

	assert.match(text({ probe: NAT }), /behind another router \(NAT\): eth1 has 192\.168\.1\.2, and ssl\.myserver\.org sees 203\.0\.113\.9/);
	assert.doesNotMatch(text({}), /router/);
	assert.match(text({ probe: m('literal', '<b>x</b>') }), /<b>x<\/b>/);
});

test('an address that nobody can publish is shown, with the reason', () => {
	for (const [ text, line ] of [
		[ m('has-only', 'eth1', '192.168.1.2', m('private')), '192.168.1.2 a private address on eth1' ],
		[ m('both', m('line-in-use', 'eth1', m('device-down', 'wan')), m('has-only-and-more', 'eth1', '100.64.3.1', m('shared'), '2')), '100.64.3.1 shared by the provider\'s NAT on eth1' ],
		[ m('no-address', 'eth1', 'IPv4'), 'none on eth1' ]
	])
		assert.strictEqual(cells({ state: 'no address', address: '', text })[1], line);
	assert.strictEqual(cells({ text: m('both', m('confirmed', '203.0.113.9'), m('family-missing', 'IPv6', m('has-only', 'eth1', 'fd00::1', m('private')))) })[1], '203.0.113.9 on eth1', 'the other family is published');
	const b = block.make('home', null);

	rows([ status({ state: 'no address', address: '', text: m('has-only', 'eth1', '192.168.1.2', m('private')) }) ], b);
	assert.match(b.head.line.children[0].attributes.class, /dynwan-grey/);
});

test('a host behind the router that has the address is named', () => {
	assert.strictEqual(cells({ family: 'IPv6', host: '::1234' })[1], '203.0.113.9 IPv6 of the host ::1234 on eth1');
	assert.deepStrictEqual(rows([ record('a', 'IPv4', { probe: null }), record('a', 'IPv6', { probe: null, host: HTML }) ]).map((r) => r[2]),
		[ '203.0.113.9 on eth1', '203.0.113.9', '203.0.113.9 IPv6 of the host ' + HTML ]);
});

/* all who may do everything. */
const MAY = { once: () => null, turn: () => null, settings: (account, option) => '/settings#' + account + '/' + option };

test('"Update now" is there where it can do something', () => {
	for (const [ more, there ] of [
		[ {}, true ], [ { state: 'refused' }, true ], [ { state: 'unverified' }, true ], [ { state: 'waiting', problem: true }, true ], [ { state: 'sending' }, true ],
		[ { state: 'no address' }, false ], [ { state: 'waiting' }, false ], [ { state: 'misconfigured' }, false ], [ { state: 'off' }, false ], [ { state: 'starting' }, false ]
	]) {
		const b = block.make('home', MAY);

		rows([ status(more) ], b);
		assert.strictEqual(b.head.button.style.display, there ? '' : 'none', JSON.stringify(more));
		assert.strictEqual(b.head.next.classList['dynwan-none'], !there, JSON.stringify(more));
	}
	const b = block.make('home', MAY);

	rows([ record('a', '', { state: 'waiting' }), record('b', '', { state: 'refused' }) ], b);
	assert.strictEqual(b.head.button.style.display, '', 'for one of its records');
	rows([ status({}) ], b, [], true, false);
	assert.strictEqual(b.head.button.style.display, 'none', 'nothing runs');
});

test('what is wrong leads to its field, and who only looks to nothing', () => {
	const wrong = [ { account: 'home', option: 'port', title: 'Port' }, { account: 'home', option: '', title: '' } ];
	const links = (may, s, problems) => {
		const b = block.make('home', may);

		rows([ status(s) ], b, problems);

		return b.head.links.children.map((n) => [ n.children[0].attributes.href, n.textContent ]);
	};

	assert.deepStrictEqual(links(MAY, { state: 'misconfigured' }, wrong), [ [ '/settings#home/port', 'Correct: Port' ], [ '/settings#home/', 'Open its settings' ] ]);
	assert.deepStrictEqual(links(MAY, { state: 'refused' }, []), [ [ '/settings#home/', 'Open its settings' ] ]);
	assert.deepStrictEqual(links(MAY, {}, []), []);
	assert.deepStrictEqual(links(null, { state: 'misconfigured' }, wrong), []);
});

test('the switch says what the settings say, and only who may has one', () => {
	const b = block.make('home', MAY);

	rows([ status({}) ], b, [], false);
	assert.strictEqual(b.head.toggle.checked, false);
	assert.deepStrictEqual([ b.head.toggle.attributes.role, b.head.toggle.attributes['aria-label'] ], [ 'switch', 'Enabled: home' ]);
	assert.strictEqual(block.make('home', null).head.toggle, null);
	assert.deepStrictEqual(rows([ { record: 'home', account: 'home', state: 'off' } ], b, [], false), [ [ 'home Enabled', 'Switched off its name is not kept up to date', '', '', 'Update now' ] ]);
});

test('among many what is well is folded to a line, and stays as its reader wants it', () => {
	const b = block.make('home', null);
	const folded = (list, short) => {
		rows(list, b);
		block.pick(b, () => true, short);

		return [ b.folded, b.node.className, b.fold.attributes['aria-expanded'], b.head.account.children.includes(b.fold) ];
	};

	assert.deepStrictEqual(folded([ status({}) ], false), [ false, '', 'true', false ]);
	assert.deepStrictEqual(folded([ status({}) ], true), [ true, 'dynwan-folded', 'false', true ]);
	assert.deepStrictEqual(folded(six(), true)[0], false, 'what is not well');
	block.folded(b, true);
	assert.strictEqual(folded(six(), true)[0], true);
	assert.strictEqual(block.pick(b, (s) => s.family == 'IPv4', true), 3);
	assert.deepStrictEqual(Object.values(b.rows).map((r) => r.node.style.display), [ '', 'none', '', 'none', '', 'none' ]);
	assert.strictEqual(block.pick(b, () => false, true), 0);
	assert.strictEqual(b.node.style.display, 'none');
	assert.deepStrictEqual(folded(six(), false), [ false, '', 'true', false ]);
	assert.strictEqual(folded(six(), true)[0], false, 'what its reader wanted goes with the short form');
});

test('the card of the overview leads to the page, and leaves out what is well of many', () => {
	const card = load('view.status.include.70_dynwan', undefined, Object.assign({ 'dynwan.service': {} }, given), Object.assign({ L: { url: (where) => '/' + where } }, page));
	const account = (n, more) => ({ account: 'a' + n, records: [ status(Object.assign({ account: 'a' + n }, more)) ] });
	const shown = (accounts) => card.render({ installed: true, running: true, uptime: 10000, now: NOW, board: { running: true, accounts } });
	const links = (n) => (n.tag == 'a' ? [ n.attributes.href ] : []).concat(...(n.children || []).map(links));
	const many = [ 0, 1, 2, 3, 4, 5, 6, 7 ].map((n) => account(n, n == 5 ? { state: 'refused', text: m('refused', 'x') } : {}));

	assert.deepStrictEqual(links(shown([ account(1, {}) ])), [ '/admin/services/dynwan/status#a1' ]);
	assert.deepStrictEqual(links(shown(many)), [ '/admin/services/dynwan/status#a5', '/admin/services/dynwan/status' ]);
	assert.match(shown(many).textContent.replace(/ +/g, ' '), /a5 Refused refused: x All accounts Up to date 7 of 8 accounts/);
	assert.deepStrictEqual(links(card.render({ installed: true, running: false, switched: false })), [ '/admin/services/dynwan/status' ]);
});

test('a row in which no second counts is written anew now and then', () => {
	const b = block.make('home', null);
	const at = (s, uptime) => {
		block.update(b, [ status(s) ], [], true);
		block.show(b, true, uptime, NOW);
		const first = b.head.past.textContent + b.head.soon.textContent;

		block.show(b, true, uptime + 10, NOW);

		return b.head.past.textContent + b.head.soon.textContent != first;
	};

	assert.strictEqual(at({ since: 9990 }, 10000), true, 'its first minute');
	assert.strictEqual(at({ state: 'waiting', next: m('sending'), until: 10600 }, 10000), true, 'a countdown');
	assert.strictEqual(at({ since: 9345 }, 10000), false, 'minutes');
	block.show(b, true, 10016, NOW);
	assert.match(b.head.past.textContent, /11 min/);
});

test('how "Update now" ended is told for a minute, or until something else happens', () => {
	const b = block.make('home', MAY);
	const said = (seconds, since) => {
		b.head.message = '14:22: done';
		b.head.told = NOW.getTime() - seconds * 1000;
		rows([ status({ since }) ], b);

		return b.head.answer.textContent;
	};

	assert.deepStrictEqual([ said(10, 9000), said(59, 9000), said(61, 9000), said(10, 9992), said(10, 9999) ], [ '14:22: done', '14:22: done', '', '14:22: done', '' ]);
});
