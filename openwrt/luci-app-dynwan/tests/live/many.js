// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Sixty accounts of two names each, as a status that no daemon writes: the page
// has a filter and a short form, and stays quick.

const { settings, step, router, until, equal, matches, shot, sleep } = require('./lab.js');
const { login, open, row, STATUS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');
const { m } = require('../message.js');

const BOARD = '/var/run/dynwan/status.json';
const ACCOUNTS = 60;

/* MOST is what a look at the status may cost, in milliseconds of script. */
const MOST = 50;

function record(name, family, state, uptime) {
	const texts = {
		current: m('answers', name, m('held-by', '203.0.113.77', 'a.ns.example.net')), refused: m('refused', m('refused-login', '"badauth"')),
		waiting: m('both', m('on-device', '203.0.113.77', 'pppoe-wan'), m('one-update-in', '11m0s'))
	};
	const nexts = { refused: m('correct-account'), waiting: m('sending') };

	return {
		record: name + '/' + family, hostname: name, family, device: 'pppoe-wan', state, address: '203.0.113.77', confirmed: state == 'current' ? '203.0.113.77' : '203.0.113.9',
		text: texts[state], next: nexts[state], until: state == 'waiting' ? uptime + 600 : undefined, since: uptime - 500, answer: '"good 203.0.113.77"', asked: uptime - 400
	};
}

/* board is such a status; shift makes every record say something new. */
function board(shift = 0) {
	const uptime = Number(router('cut -d" " -f1 /proc/uptime'));
	const accounts = [ ...Array(ACCOUNTS).keys() ].map((i) => {
		const state = i % 17 == 5 ? 'refused' : i % 23 == 7 ? 'waiting' : 'current';

		return { account: 'acc' + i, provider: i % 2 ? 'duckdns.org' : 'mtgsy', records: [ 'a', 'b' ].map((name) => record(name + i + '.example.net', 'IPv4', name == 'a' ? state : 'current', uptime - shift)) };
	});

	return JSON.stringify({ version: '0.1.0', pid: 1, running: true, accounts });
}

/* spent is how long the browser worked at the page so far, in milliseconds. */
async function spent(session) {
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name) => metrics.find((one) => one.name == name).value * 1000;

	return { script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration') };
}

async function many(page) {
	await step('of sixty accounts what is well is a line, and what is not is told', async () => {
		await until(async () => await page.locator('#view tbody:visible').count() == ACCOUNTS);
		equal(await row(page, 'acc1').locator('.dynwan-reason:visible').count(), 0);
		matches(await page.locator('#view tbody', { has: page.locator('[data-account="acc5"]') }).innerText(), /refused: login: "badauth"/);
		return matches(await row(page, 'acc1').innerText(), /acc1\s+Up to date\s*2 of 2 names up to date/);
	});
	await page.mouse.move(0, 0);
	await shot(page, 'many');
	await step('one is opened by the keyboard', async () => {
		const fold = page.getByRole('button', { name: 'Details of acc1', exact: true });

		await fold.focus();
		await page.keyboard.press('Enter');
		equal(await fold.getAttribute('aria-expanded'), 'true');
		return matches(await page.locator('[data-account="acc1"] ~ tr').first().innerText(), /a1\.example\.net/);
	});
	await step('a text finds a name', async () => {
		await page.locator('.dynwan-bar input[type="search"]').pressSequentially('B33.');
		await until(async () => await page.locator('#view tbody:visible').count() == 1, 10);
		return matches(await page.locator('.dynwan-bar').innerText(), /1 of 120 records/);
	});
	await step('a state finds what needs somebody', async () => {
		await page.locator('.dynwan-bar input[type="search"]').fill('');
		await page.locator('.dynwan-bar select').selectOption('unwell');
		await until(async () => await page.locator('#view tbody:visible').count() < 10, 10);
		await shot(page, 'many-unwell');
		return matches(await page.locator('.dynwan-bar select').innerText(), /All states \(120\)\s+Not up to date \(7\)/);
	});
	await page.locator('.dynwan-bar select').selectOption('all');
	await step('without the short form all is told', async () => {
		await page.getByLabel('Short form').uncheck();
		return until(() => page.locator('.dynwan-reason:visible').count(), 10);
	});
}

async function quick(page, name) {
	await step('a look at the status, and five seconds, cost under ' + MOST + ' ms of script, ' + name, async () => {
		const session = await page.context().newCDPSession(page);

		await session.send('Performance.enable');
		const seen = [];

		for (let shift = 1; shift <= 3; shift++) {
			router(BOARD, board(shift * 60));
			const before = await spent(session);

			await sleep(5000);
			const after = await spent(session);

			seen.push({ script: after.script - before.script, layout: after.layout - before.layout });
		}
		await session.detach();
		const [ , middle ] = seen.sort((one, other) => one.script - other.script);

		if (middle.script >= MOST || middle.script == 0)
			throw new Error(JSON.stringify(seen));

		return middle.script.toFixed(1) + ' ms, and ' + middle.layout.toFixed(1) + ' ms of layout';
	});
	await step('and the page scrolls smoothly, ' + name, async () => {
		const slow = await page.evaluate(() => new Promise((resolve) => {
			const end = window.performance.now() + 3000;
			const times = [];
			let last = window.performance.now();
			const frame = (now) => {
				times.push(now - last);
				last = now;
				window.scrollBy(0, 40);
				if (now < end)
					window.requestAnimationFrame(frame);
				else
					resolve(times.slice(2).sort((a, b) => b - a));
			};

			window.requestAnimationFrame(frame);
		}));

		if (slow[Math.floor(slow.length / 20)] > 50)
			throw new Error('a frame in twenty took ' + slow[Math.floor(slow.length / 20)] + ' ms');

		return slow.length + ' frames, the slowest ' + slow[0].toFixed(0) + ' ms';
	});
}

async function play(page, browser) {
	configure(main('1') + account('acc0', {}));
	await open(page, STATUS);
	await shows(page, 1, /Up to date/, 'acc0');
	router(BOARD, board());
	await page.reload();
	await many(page);
	await quick(page, 'in full');
	await page.getByLabel('Short form').check();
	await quick(page, 'in short');
	await step('the overview counts them', async () => {
		await open(page, 'admin/status/overview');
		const card = page.locator('.cbi-section', { hasText: 'Dynamic DNS (dynwan)' });
		const text = await until(async () => await card.count() && /of 60 accounts/.test(await card.innerText()) && card.innerText());

		await card.scrollIntoViewIfNeeded();
		await shot(page, 'many-overview');
		equal(await card.locator('tr').count(), 7);
		return text;
	});

	const phone = await login(browser, settings.login, settings.password, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2, colorScheme: 'dark' });

	await open(phone, STATUS);
	await until(async () => await phone.locator('#view tbody:visible').count() == ACCOUNTS);
	await sleep(500);
	await step('sixty accounts fit a phone', async () => equal(await phone.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)), 360));
	await shot(phone, 'phone-many');
	await phone.context().close();
	configure(main('0'));
}

module.exports = { play };
