// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The report for a forum, and the tab with the log, for who may do all and for
// who only looks.

const { settings, step, until, equal, matches, shot } = require('./lab.js');
const { login, open, STATUS } = require('./browser.js');
const { configure, main, account, line, READER } = require('./prepare.js');
const { shows } = require('./status.js');

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

async function play(page, browser) {
	configure(main('1') + account('home', {}));
	await forum(page);
	await log(page, 'root');

	const reader = await login(browser, READER.user, READER.password);

	await forum(reader);
	await log(reader, 'reader');
	await reader.context().close();

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
