// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const { step, router, equal, matches, until, shot } = require('./lab.js');
const { open, edit, field, input, wrong, said, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

async function play(page) {
	router('uci set luci.languages.de=Deutsch; uci set luci.main.lang=de; uci commit luci; rm -f /tmp/luci-indexcache*');
	configure(main('1') + account('home', {}));
	await open(page, STATUS);
	await step('the status speaks German', async () => {
		matches(await shows(page, 1, /Aktuell/), /seit [0-9]{2}:[0-9]{2} \([0-9]+ (Sek|Min)\./);
		return equal(await page.locator('#view h2').innerText(), 'Dynamisches DNS (dynwan)');
	});
	await step('and so does the menu', async () => equal(await page.locator('a[href$="services/dynwan/settings"]').last().innerText(), 'Einstellungen'));
	await shot(page, 'german-status');
	await open(page, SETTINGS);
	await step('and the dialog with what it says at once', async () => {
		await edit(page).click();
		await field(page, 'email').waitFor();
		await input(page, 'hostname').fill('home');
		await input(page, 'hostname').blur();
		await shot(page, 'german-dialog');
		matches(await field(page, 'provider').innerText(), /Wer den Namen verwaltet/);
		return matches(await wrong(page, 'hostname').innerText(), /^Muss ein vollständiger Domainname wie home\.example\.net sein/);
	});
	configure(main('1') + account('home', { hostname: 'other.net' }));
	await step('and what the daemon says', async () => {
		await open(page, SETTINGS);
		await until(async () => /Falsche Einstellung/.test(await page.locator('#dynwan-says-home').innerText()));
		await edit(page).click();
		return matches(await said(page, 'hostname').innerText(), /^Muss home\.example\.net oder ein Name darunter sein/);
	});
}

module.exports = { play };
