// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// A browser that is logged in to LuCI.

const { chromium } = require('playwright-core');
const { settings, failed } = require('./lab.js');

const FLAGS = [
	'--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'
];

const STATUS = 'admin/services/dynwan/status';
const SETTINGS = 'admin/services/dynwan/settings';

function launch() {
	return chromium.launch({ executablePath: settings.chromium, args: FLAGS });
}

/* login opens a page of its own; what goes wrong in its scripts is a failure, but
   for those of the login page itself: LuCI's asks for more than it may. */
async function login(browser, user, password, options = {}) {
	const context = await browser.newContext(Object.assign({ viewport: { width: 1100, height: 800 }, locale: 'en-GB' }, options));
	const page = await context.newPage();

	page.setDefaultTimeout(15000);
	page.on('dialog', (d) => {
		failed('no dialog of a script', d.message());
		d.dismiss().catch(() => {}); // the page may be closed by now
	});
	page.bodies = [];
	page.on('response', (r) => page.bodies.push(r.text().catch(() => '')));

	await page.goto(settings.url + '/cgi-bin/luci/');
	await page.locator('#luci_username').fill(user);
	await page.locator('#luci_password').fill(password);
	await page.locator('button:visible', { hasText: /Log in|Anmelden|登录/ }).click();
	await page.locator('#topmenu').waitFor();
	page.on('pageerror', (e) => failed('no script of the page breaks', e));

	return page;
}

async function open(page, where) {
	await page.goto(settings.url + '/cgi-bin/luci/' + where);
	await page.locator('#view h2, #view h3, #view .cbi-map').first().waitFor();
}

/* row is the row of an account on the status page. */
const row = (page, name) => page.locator('tr[data-account="' + name + '"]');
const cell = (page, name, n) => row(page, name).locator('td').nth(n);
const button = (page, text) => page.locator('button:visible', { hasText: text });

/* edit opens the dialog of an account, notice is what the page itself warns of:
   LuCI has notices above it, and no release keeps the word for Edit. */
const edit = (page) => page.locator('#view .cbi-button-edit:visible');
const notice = (page) => page.locator('#view .alert-message');

/* field is that of an option in the dialog, of the chosen provider if several have
   it; input is what one types into, wrong what the page says against it, and said
   what the daemon does. */
const field = (page, name) => page.locator([ '="' + name, '^="' + name + '__' ].map((is) =>
	'#modal_overlay .cbi-value[data-name' + is + '"]:not(.hidden)').join(', '));
const input = (page, name) => field(page, name).locator('input:not([type="hidden"]), select').last();
const wrong = (page, name) => field(page, name).locator('.dynwan-wrong');
const said = (page, name) => field(page, name).locator('.dynwan-said');

/* choose picks the provider in an open dialog, by what is typed and Enter. */
async function choose(page, text) {
	const search = page.locator('#modal_overlay .dynwan-picker input');

	await search.fill(text);
	await page.locator('#modal_overlay .dynwan-choices [role="option"]').first().waitFor();
	await search.press('Enter');
}

async function tab(page, name) {
	await page.locator('#modal_overlay .cbi-tabmenu li[data-tab="' + name + '"] a').click();
}

/* saveAndApply waits until LuCI has applied, which reloads the page. */
async function saveAndApply(page) {
	await Promise.all([
		page.waitForEvent('load', { timeout: 120000 }),
		page.locator('.cbi-page-actions .cbi-button-apply li[data-value="0"], .cbi-page-actions button.cbi-button-apply').first().click()
	]);
	await page.locator('#view .cbi-map').first().waitFor();
}

module.exports = { launch, login, open, row, cell, button, edit, notice, field, input, wrong, said, choose, tab, saveAndApply, STATUS, SETTINGS };
