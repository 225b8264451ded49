// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The report for a forum, and the tab with the log, for who may do all and for
// who only looks.

const { settings, step, router, control, until, equal, matches, shot } = require('./lab.js');
const { login, open, STATUS } = require('./browser.js');
const { configure, main, account, line, READER } = require('./prepare.js');
const { shows } = require('./status.js');

const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const LOG = 'admin/services/dynwan/log';
const report = (page) => page.locator('#modal_overlay textarea').inputValue();

async function forum(page) {
	await open(page, STATUS);
	await shows(page, 1, /Up to date/);
	await page.locator('[data-forum]').click();
	await page.locator('#modal_overlay textarea').waitFor();
	await step('the report tells versions, states and the log, and not where its owner is', async () => {
		const text = await report(page);

		matches(text, /^```\ndynwan [0-9.]+, running, router up /);
		matches(text, /home at mtgsy\n(?: .*\n)*- \[name 1\] IPv4 on \S+; state: current/);
		matches(text, /log:\n.* dynwan\[/);
		return equal([ settings.email, line.address, settings.pass ].map((owner) => text.includes(owner)), [ false, false, false ]);
	});
	await shot(page, 'report');
	await step('addresses and names come when they are wanted, passwords never', async () => {
		await page.locator('[data-shows="addresses"]').check();
		const some = await report(page);

		await page.locator('[data-shows="names"]').check();
		const all = await report(page);

		equal([ some.includes(line.address), some.includes(settings.email) ], [ true, false ]);
		return equal([ all.includes(line.address), all.includes(settings.email), all.includes(settings.pass) ], [ true, true, false ]);
	});
	await step('it is copied', async () => {
		await page.locator('[data-copy]').click();
		return until(async () => /Copied|Ctrl/.test(await page.locator('#modal_overlay').innerText()) && page.evaluate(() => window.getSelection().toString().length || document.activeElement.selectionEnd), 10);
	});
}

async function log(page, name) {
	await open(page, LOG);
	await step('the log has a tab for ' + name, async () => {
		matches(await page.locator('.tabs, #tabmenu').first().innerText(), /Log/);
		return matches(await until(async () => (await page.locator('.dynwan-log div').count()) > 0 && page.locator('.dynwan-log').innerText(), 20), /dynwan\[[0-9]+\]: home: /);
	});
	await shot(page, 'log-' + name);
}

/* call asks ubus in the name of who is logged in and returns the code of the answer. */
function call(page, object, method, params) {
	return page.evaluate(async (q) => {
		const answer = await fetch('/ubus', { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call', params: [ L.env.sessionid, q.object, q.method, q.params ] }) });
		const result = await answer.json();

		return result.error ? result.error.code : result.result[0];
	}, { object, method, params });
}

/* looks holds a login that may only read to that. */
async function looks(reader) {
	await open(reader, STATUS);
	await shows(reader, 1, /Up to date/);
	await step('who only looks has no switch, no way to the settings and no button of an account', async () => equal(await Promise.all(
		[ '[data-switch]', 'a[href*="dynwan/settings"]', 'tr button' ].map((what) => reader.locator('#view ' + what).count())), [ 0, 0, 0 ]));
	for (const [ object, method, params ] of [
		[ 'uci', 'commit', { config: 'dynwan' } ], [ 'file', 'exec', { command: '/sbin/logread', params: [ '-e', 'dropbear' ] } ],
		[ 'file', 'exec', { command: '/sbin/logread' } ], [ 'file', 'exec', { command: '/sbin/logread', params: [ '-e', 'dynwan', '-f' ] } ]
	])
		await step('who only looks may not: ' + object + ' ' + method + ' ' + JSON.stringify(params), async () => {
			const code = await call(reader, object, method, params);

			if (code !== 6 && code !== -32002)
				throw new Error('the answer was ' + code);
		});
}

/* hostile has a server answer with HTML, which comes to the log and to the report. */
async function hostile(page) {
	await control('POST', 'fault?name=status&arg=' + encodeURIComponent('200;body=invalid ' + HTML));
	configure(main('1') + account('home', { offlinetext: 'a' + Date.now() }));
	await open(page, LOG);
	await step('HTML in the log is text', async () => {
		await until(async () => /onerror/.test(await page.locator('.dynwan-log').innerText()), 30);
		return equal(await page.locator('.dynwan-log img, .dynwan-log script').count(), 0);
	});
	await open(page, STATUS);
	await shows(page, 1, /onerror/);
	await page.locator('[data-forum]').click();
	await step('in the report too', async () => {
		matches(await report(page), /onerror/);
		return equal(await page.locator('#modal_overlay img, #modal_overlay script').count(), 0);
	});
	await control('POST', 'clear');
	router('uci set dynwan.other=account; uci set dynwan.other.hostname="<img src=x onerror=alert(1)>"; uci set dynwan.other.email="<img src=x onerror=alert(2)>"; uci commit dynwan');
	await open(page, STATUS);
	await step('and the name of an account that is switched off', async () => {
		await shows(page, 0, /<img,? src=x/, 'other');
		return equal(await page.locator('#view img, #view [onerror]').count(), 0);
	});
}

async function play(page, browser) {
	configure(main('1') + account('home', {}));
	await forum(page);
	await log(page, 'root');

	const reader = await login(browser, READER.user, READER.password);

	await forum(reader);
	await log(reader, 'reader');
	await looks(reader);
	await reader.context().close();

	await hostile(page);
	configure(main('1') + account('home', {}));

	const phone = await login(browser, settings.login, settings.password, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });

	for (const where of [ LOG, STATUS ]) {
		await open(phone, where);
		if (where == STATUS)
			await phone.locator('[data-forum]').click();
		await step('it fits a phone: ' + where, async () => equal(await phone.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)), 360));
		await shot(phone, 'phone-' + where.replace(/.*\//, '') + (where == STATUS ? '-report' : ''));
	}
	await phone.context().close();
}

module.exports = { play };
