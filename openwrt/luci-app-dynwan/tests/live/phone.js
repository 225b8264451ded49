// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// A phone of 360 pixels: no page is wider than the screen.

const { settings, step, equal, shot } = require('./lab.js');
const { login, open, edit, field, choose, tab, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

const width = (page) => page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));

/* cut lists what is inside the view and reaches beyond the screen. */
const cut = (page, where) => page.evaluate((selector) => [ ...document.querySelectorAll(selector + ' *') ]
	.filter((n) => n.getClientRects().length && n.getBoundingClientRect().right > 361)
	.map((n) => n.tagName + '.' + n.className).slice(0, 5), where);

async function play(_page, browser) {
	configure(main('1') + account('home', {}) + account('office', { email: 'a-rather-long-name-of-an-office.example.net', port: '80' }));
	const page = await login(browser, settings.login, settings.password, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });

	await open(page, STATUS);
	await shows(page, 1, /Up to date/);
	await step('the status fits a phone', async () => equal([ await width(page), await cut(page, '#view') ], [ 360, [] ]));
	await shot(page, 'phone-status', true);
	await open(page, SETTINGS);
	await step('the settings fit a phone', async () => equal([ await width(page), await cut(page, '#view') ], [ 360, [] ]));
	await shot(page, 'phone-settings', true);
	await edit(page).first().click();
	await field(page, 'email').waitFor();
	await step('the dialog fits a phone', async () => equal([ await width(page), await cut(page, '#modal_overlay .cbi-map') ], [ 360, [] ]));
	await shot(page, 'phone-dialog');

	await step('the tab of the rest fits a phone', async () => {
		await tab(page, 'advanced');
		return equal([ await width(page), await cut(page, '#modal_overlay .cbi-map') ], [ 360, [] ]);
	});
	await shot(page, 'phone-advanced');

	/* Of the catalogue, whose providers share their fields, two with different ones. */
	for (const name of [ 'mtgsy', 'myserver', 'dyndns2', 'rfc2136', 'duckdns.org', 'ovh.com' ])
		await step('the dialog of ' + name + ' fits a phone', async () => {
			await tab(page, 'general');
			await choose(page, name);
			await field(page, 'about').waitFor();
			await shot(page, 'phone-' + name);
			return equal([ await width(page), await cut(page, '#modal_overlay .cbi-map') ], [ 360, [] ]);
		});
	await page.context().close();
}

module.exports = { play };
