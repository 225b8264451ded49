// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// All of it without a mouse.

const { step, router, until, equal, matches } = require('./lab.js');
const { open, wrong, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

/* focused names what has the focus. */
const focused = (page) => page.evaluate(() => {
	const n = document.activeElement;
	const value = n.closest('.cbi-value');

	if (n == document.body)
		return 'nothing';

	return value ? value.getAttribute('data-name') : n.getAttribute('data-account') || n.className + ' ' + n.textContent.trim();
});

/* walk presses Tab until what has the focus fits. */
async function walk(page, pattern, most = 60) {
	const seen = [];

	for (let i = 0; i < most; i++) {
		const name = await focused(page);

		if (pattern.test(name))
			return seen;
		seen.push(name);
		await page.keyboard.press('Tab');
	}
	throw new Error('the focus came to ' + JSON.stringify(seen));
}

async function play(page) {
	configure(main('1') + account('home', {}));
	await open(page, STATUS);
	await shows(page, 1, /Up to date/);
	await step('"Update now" by Tab and Enter, and the focus stays', async () => {
		await walk(page, /^home$/);
		await page.keyboard.press('Enter');
		await shows(page, 4, /done:/);
		await until(async () => await focused(page) == 'home', 20);
	});
	configure('config dynwan main\n\toption enabled \'0\'\n');
	await step('an account by the keyboard alone', async () => {
		await open(page, SETTINGS);
		await walk(page, /cbi-section-create-name/);
		await page.keyboard.type('keys');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await until(() => page.evaluate(() => document.activeElement.getAttribute('role') == 'combobox'), 20);
		await page.keyboard.type('mtgs');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('Enter');
		await until(async () => await focused(page) == 'email__mtgsy', 20);
		const order = [ ...new Set(await walk(page, /^interface$/)) ].filter((n) => /^[a-z_]+$/.test(n));

		return equal(order, [ 'email__mtgsy', 'pass__mtgsy', 'hostname__mtgsy', 'hb__mtgsy' ]);
	});
	await step('the dialog says what is wrong, and is mended and saved', async () => {
		await walk(page, /positive.* Save$/);
		await page.keyboard.press('Enter');
		await until(async () => await focused(page) == 'email__mtgsy', 20).catch(async (e) => {
			throw new Error(e.message + ': ' + await focused(page));
		});
		matches(await wrong(page, 'email').innerText(), /^Is missing/);
		await page.keyboard.type('keys.example.net');
		await walk(page, /^pass__mtgsy$/);
		await page.keyboard.type('by keyboard');
		await walk(page, /positive.* Save$/);
		await page.keyboard.press('Enter');
		return until(() => page.evaluate(() => !document.body.classList.contains('modal-overlay-active')), 20);
	});
	await step('and applied', async () => {
		await walk(page, /Save & Apply/);
		await Promise.all([ page.waitForEvent('load', { timeout: 40000 }), page.keyboard.press('Enter') ]);
		return equal(router('uci get dynwan.keys.pass'), 'by keyboard');
	});
}

module.exports = { play };
