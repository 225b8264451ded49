// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What the status page leads to and switches: a field that is wrong, an account
// on and off; and an address that nobody can publish.

const { step, router, until, equal, matches, shot } = require('./lab.js');
const { open, row, cell, field, said, notice, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

/* focused is the option whose field has the focus. */
const focused = (page) => page.evaluate(() => document.activeElement.closest('.cbi-value') && document.activeElement.closest('.cbi-value').getAttribute('data-name'));
const toggle = (page, name) => page.locator('input[data-switch="' + name + '"]');

async function links(page) {
	configure(main('1').replace(/'[^']+'\n$/, (last) => last + '\tlist allow \'nonsense\'\n') + account('bad', { email: 'office.example.net', port: '80' }) +
		account('home', {}) + account('cabin', { email: 'me@example.com', hostname: 'cabin.example.com', pass: 'wrong', interface: 'lan' }));
	await open(page, STATUS);
	await step('accounts stand where the settings have them', async () => {
		await shows(page, 1, /Wrong setting/, 'bad');
		return equal(await page.locator('tr[data-account]').evaluateAll((rows) => rows.map((r) => r.getAttribute('data-account'))), [ 'bad', 'home', 'cabin' ]);
	});
	await step('a private address is grey, with its reason', async () => {
		matches(await cell(page, 'cabin', 2).innerText(), /^192\.168\.1\.1\s+a private address/);
		return equal(await cell(page, 'cabin', 2).locator('.dynwan-grey').innerText(), '192.168.1.1');
	});
	await step('no button where it can do nothing', async () => equal(
		await Promise.all([ 'home', 'bad', 'cabin' ].map((name) => row(page, name).locator('button:visible').count())), [ 1, 0, 0 ]));
	await page.mouse.move(0, 0);
	await shot(page, 'status-links');
	await step('a problem leads to its field', async () => {
		await row(page, 'bad').locator('a').click();
		await field(page, 'port').waitFor();
		await until(async () => await focused(page) == 'port__mtgsy', 20);
		return matches(await said(page, 'port').innerText(), /^Must not be 80/);
	});
	await shot(page, 'status-led');
	await step('and the address asks no more', async () => equal(new URL(page.url()).hash, ''));
	await open(page, STATUS);
	await step('what concerns no account leads to its field too', async () => {
		await notice(page).locator('a').first().click();
		await page.waitForURL(new RegExp(SETTINGS));
		return until(async () => await focused(page) == 'allow' && 'allow', 20);
	});
}

async function switches(page) {
	configure(main('1') + account('home', {}) + account('office', { email: 'office.example.net', enabled: '0' }));
	await open(page, STATUS);
	await step('an account that is switched off is there', async () => {
		await shows(page, 1, /Switched off/, 'office');
		return equal([ await toggle(page, 'office').isChecked(), await toggle(page, 'home').isChecked() ], [ false, true ]);
	});
	await shot(page, 'status-switch');
	await step('its switch is named for who cannot see it', async () =>
		equal([ await page.getByRole('switch', { name: 'Enabled: home' }).count(), await page.getByRole('switch', { name: 'Enabled: office' }).count() ], [ 1, 1 ]));
	await step('it is switched on at once, by the keyboard, and stays where it is', async () => {
		await toggle(page, 'office').focus();
		await page.keyboard.press('Space');
		await until(() => router('uci get dynwan.office.enabled; uci -q changes dynwan') == '1', 20);
		await until(async () => !/Switched off|Starting/.test(await cell(page, 'office', 1).innerText()), 20);
		equal(await page.evaluate(() => document.activeElement.getAttribute('data-switch')), 'office');
		return cell(page, 'office', 1).innerText();
	});
	await step('and off, and the others go on', async () => {
		await toggle(page, 'home').click();
		await shows(page, 1, /Switched off/);
		equal(router('uci get dynwan.home.enabled'), '0');
		return equal(await toggle(page, 'office').isChecked(), true);
	});
	await step('what is saved and not applied does not go with it', async () => {
		await page.evaluate(async () => {
			await fetch('/ubus', { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call',
				params: [ L.env.sessionid, 'uci', 'set', { config: 'dynwan', section: 'home', values: { port: '8081' } } ] }) });
		});
		await toggle(page, 'office').click();
		const text = await until(async () => await page.locator('.alert-message', { hasText: 'not applied yet' }).count() && page.locator('.alert-message', { hasText: 'not applied yet' }).innerText(), 20);

		equal(router('uci get dynwan.office.enabled; uci -q get dynwan.home.port'), '1');
		await until(() => toggle(page, 'office').isChecked(), 10);
		return text;
	});
	await page.evaluate(() => fetch('/ubus', { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call',
		params: [ L.env.sessionid, 'uci', 'revert', { config: 'dynwan' } ] }) }));
}

async function play(page) {
	await links(page);
	await switches(page);
}

module.exports = { play };
