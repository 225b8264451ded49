// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const { step, until, equal, shot } = require('./lab.js');
const { open } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');

async function play(page) {
	configure(main('1') + account('home', {}));
	await open(page, 'admin/status/overview');
	const card = page.locator('.cbi-section', { hasText: 'Dynamic DNS (dynwan)' });

	await step('the overview has a card with the state', async () => until(async () => {
		const text = await card.count() ? await card.innerText() : '';

		return /home\.example\.net\s+Up to date/.test(text) && text;
	}));
	await card.scrollIntoViewIfNeeded();
	await shot(page, 'overview');
	await step('and says when nothing runs', async () => {
		configure(main('0'));
		return until(async () => /switched off|does not run/.test(await card.innerText()) && card.innerText());
	});
	await step('it asks for nothing, and leads to the page', async () => {
		equal(await card.locator('button:not([data-indicator])').count(), 0);
		await card.locator('a').click();
		await page.waitForURL(/services\/dynwan\/status/);
		return page.locator('#view h2').innerText();
	});
}

module.exports = { play };
