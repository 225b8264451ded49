// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The status page tells what happens, without a reload: the line and the
// provider change, the daemon is away and comes back.

const { step, router, control, until, equal, matches, shot, sleep } = require('./lab.js');
const { open, row, cell, button, notice, STATUS } = require('./browser.js');
const { configure, main, account, readdress, line } = require('./prepare.js');

const shows = (page, n, pattern, name = 'home') => until(async () => {
	const text = await cell(page, name, n).innerText();

	return pattern.test(text) && text;
});

async function away(page) {
	configure(main('0'));
	await open(page, STATUS);
	await step('switched off: the page says so and leads to the settings', async () => {
		matches(await notice(page).innerText(), /switched off in its settings/);
		return matches(await notice(page).locator('a').getAttribute('href'), /services\/dynwan\/settings$/);
	});
	await shot(page, 'status-off');
	configure(main('1') + account('home', { enabled: '0' }));
	await step('no account: the page says so', async () =>
		until(async () => /No account is switched on/.test(await notice(page).innerText())));
	configure(main('1') + account('home', { min_gap: '40s' }));
	router('/etc/init.d/dynwan stop; /etc/init.d/dynwan disable');
	await step('stopped: the page says so and starts it', async () => {
		await until(async () => /switched on, but does not run/.test(await notice(page).innerText()));
		matches(await shows(page, 2, /before it stopped/), /^[0-9.]+/);
		await shot(page, 'status-stopped');
		await button(page, 'Start dynwan').click();
		await until(async () => await notice(page).count() == 0);
		return equal(router('ls /etc/rc.d | grep -c dynwan; pidof dynwan >/dev/null && echo runs').replace(/\n/g, ' ').replace(/^[1-9]/, 'boot'), 'boot runs');
	});
}

async function changes(page) {
	await step('the address of the line and the confirmed one stand side by side', async () => {
		await shows(page, 1, /Up to date/);
		return equal([ (await cell(page, 'home', 2).innerText()).split('\n')[0], await cell(page, 'home', 3).innerText() ], [ line.address, line.address ]);
	});
	await page.evaluate(() => {
		window.stayed = true;
	});
	await step('a change of the line becomes one of the page', async () => {
		readdress(line.other);
		await until(async () => (await cell(page, 'home', 3).innerText()) == line.other);
		return shows(page, 1, /Up to date/);
	});
	await step('a change within the gap is held back, with the reason and a countdown', async () => {
		readdress(line.address);
		const reason = await shows(page, 1, /Held back/);

		matches(reason, /until [0-9]{2}:[0-9]{2}: the provider allows one update in 40 s/);
		equal((await cell(page, 'home', 2).innerText()).split('\n')[0], line.address);
		const first = Number((await shows(page, 4, /sending in [0-9]+ s, at [0-9]{2}:[0-9]{2}/)).match(/in ([0-9]+) s/)[1]);

		await sleep(3000);
		const second = Number((await cell(page, 'home', 4).innerText()).match(/in ([0-9]+) s/)[1]);

		if (second >= first || first > 40)
			throw new Error('the countdown went from ' + first + ' to ' + second);

		return first + ' s, then ' + second + ' s';
	});
	await shot(page, 'status-held');
	await step('"Update now" can do nothing then, and is not there', async () => equal(await row(page, 'home').locator('button:visible').count(), 0));
	await step('then it is sent, and the page says so without a reload', async () => {
		await shows(page, 1, /Up to date/);
		equal(await page.evaluate(() => window.stayed), true);
		return matches(await cell(page, 'home', 3).innerText(), new RegExp(line.address));
	});
	await step('"Update now" with nothing to do says that all is well', async () => {
		await row(page, 'home').locator('button').click();
		return matches(await shows(page, 4, /done:/), /done: (confirmed|the name)/);
	});
}

async function troubles(page) {
	configure(main('1') + account('home', {}));
	await step('a provider in trouble: the page says what and when it is tried again', async () => {
		await shows(page, 1, /Up to date/);
		await control('POST', 'fault?name=refuse');
		readdress(line.other);
		matches(await shows(page, 1, /Trying again/), /cannot reach .*connection refused/);
		return shows(page, 4, /trying again (in|now)/);
	});
	await shot(page, 'status-trouble');
	await control('POST', 'clear');
	await step('and when it is back', () => shows(page, 1, /Up to date/));
	configure(main('1') + account('home', { pass: 'not-the-password' }));
	readdress(line.address);
	await step('a wrong password is refused, and the page says what to do', async () => {
		await shows(page, 1, /Refused/);
		return matches(await cell(page, 'home', 4).innerText(), /correct (login or password|the account)/);
	});
	configure(main('1') + account('home', {}) + account('office', { email: 'office.example.net', port: '80' }) + account('cabin', { email: 'me@example.com', hostname: 'cabin.example.com', pass: 'wrong', interface: 'lan' }));
	await step('a wrong setting is told in the daemon’s own words', async () =>
		matches(await shows(page, 1, /Wrong setting/, 'office'), /left out: port must not be 80: the protocol page says/));
	await step('a line without a public address is told', async () =>
		matches(await shows(page, 1, /No public address/, 'cabin'), /has only 192\.168\./));
	await shows(page, 1, /Up to date/);
	await shot(page, 'status-several');
	await page.emulateMedia({ colorScheme: 'dark' });
	await sleep(300);
	await shot(page, 'status-dark');
	await page.emulateMedia({ colorScheme: 'light' });
	await step('accounts that have gone leave the page', async () => {
		configure(main('1') + account('home', {}));
		await until(async () => await row(page, 'office').count() == 0);
	});
}

async function play(page) {
	await away(page);
	await changes(page);
	await troubles(page);
}

module.exports = { play, shows };
