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
		tag, style: {}, children: children || [],
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
const row = load('dynwan.row', undefined, given, page);
const NOW = new Date(2026, 0, 2, 14, 22, 0);
const NAT = m('behind-nat', 'eth1', '192.168.1.2', 'ssl.myserver.org', '203.0.113.9');

const status = (more) => Object.assign({
	account: 'home', device: 'eth1', state: 'current', address: '203.0.113.9', confirmed: '203.0.113.9',
	text: m('confirmed', '203.0.113.9'), since: 9400
}, more);

/* cells returns the texts of state, line, confirmed and what is next. */
function cells(more) {
	const r = row.make('home', null);

	r.status = status(more);
	row.show(r, true, 10000, NOW);

	return [ r.state, r.line, r.confirmed, r.next ].map((node) => node.textContent.trim());
}

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

test('the card of the overview tells of the other router too', () => {
	const card = load('view.status.include.70_dynwan', undefined, Object.assign({ 'dynwan.service': {} }, given), page);
	const seen = { installed: true, running: true, uptime: 10000, now: NOW };
	const text = (more) => card.render(Object.assign({ board: { running: true, accounts: [ status(more) ] } }, seen)).textContent;

	assert.match(text({ probe: NAT }), /behind another router \(NAT\): eth1 has 192\.168\.1\.2, and ssl\.myserver\.org sees 203\.0\.113\.9/);
	assert.doesNotMatch(text({}), /router/);
	assert.match(text({ probe: m('literal', '<b>x</b>') }), /<b>x<\/b>/);
});
