// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What a server answers, and what somebody wrote into the settings, stays text.

const { step, router, control, equal, matches, shot, until } = require('./lab.js');
const { open, cell, button, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>';

async function play(page) {
	await control('POST', 'clear');
	await control('POST', 'fault?name=status&arg=' + encodeURIComponent('200;body=invalid ' + HTML));
	configure(main('1') + account('home', { offlinetext: 'a' + Date.now() }));
	await open(page, STATUS);
	await step('HTML in the answer is shown as text', async () => {
		const text = await shows(page, 1, /onerror/);

		equal(await cell(page, 'home', 1).locator('img, script').count(), 0);
		return matches(text, /<img src=x onerror=alert\(1\)>/);
	});
	await shot(page, 'status-hostile');
	await step('in the settings too', async () => {
		await open(page, SETTINGS);
		const text = await until(async () => {
			const said = await page.locator('#dynwan-says-home').innerText();

			return /onerror/.test(said) && said;
		});

		equal(await page.locator('#dynwan-says-home img, #dynwan-says-home script').count(), 0);
		return matches(text, /<img/);
	});
	await control('POST', 'clear');
	router('uci set dynwan.home.email=\'"><img src=x onerror=alert(3)>\'; uci set dynwan.home.device=\'<b>x</b>\'; uci set dynwan.home.hostname=\'<img src=x onerror=alert(4)>\'; uci commit dynwan; /etc/init.d/dynwan reload');
	await step('settings that hold HTML are text, in the table and in the dialog', async () => {
		await open(page, SETTINGS);
		equal(await page.locator('#cbi-dynwan-account img, #cbi-dynwan-account b').count(), 0);
		await button(page, 'Edit').click();
		await page.locator('#modal_overlay .cbi-map').waitFor();
		await button(page, 'Save').last().click();
		await until(async () => await page.locator('#modal_overlay .dynwan-error:not(:empty)').count() > 0, 10);
		return equal(await page.locator('#modal_overlay img[src="x"], #modal_overlay b').count(), 0);
	});
}

module.exports = { play };
