// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What several options decide together the program says, whether it runs or
// not, and the form shows it at the field.

const { settings, step, router, until, equal, matches, shot } = require('./lab.js');
const { open, button, edit, field, input, wrong, said, notice, choose, tab, saveAndApply, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { type, save } = require('./form.js');

const verdict = (page, pattern) => until(async () => {
	const text = await page.locator('#dynwan-says-home').innerText();

	return pattern.test(text) && text;
});

/* dialog opens that of the account once the page knows what is wrong with it. */
async function dialog(page, pattern) {
	await open(page, SETTINGS);
	const text = await verdict(page, pattern);

	await edit(page).click();
	await field(page, 'email').or(field(page, 'user')).first().waitFor({ state: 'attached' });

	return text;
}

async function stopped(page) {
	configure(main('0') + account('home', { port: '80', odd: '1' }));
	await step('what is wrong is said although nothing runs', async () =>
		matches(await dialog(page, /not running/), /Wrong setting Port: must not be 80: the protocol page says[^]*Wrong setting odd: is not a key of an account/));
	await shot(page, 'problems');
	await step('each at its field, what has none above all', async () => {
		matches(await page.locator('#modal_overlay .cbi-map > .dynwan-said').innerText(), /^odd: is not a key of an account/);
		return matches(await said(page, 'port').innerText(), /^Must not be 80: the protocol page says/);
	});
	await step('the focus is at the field, in its tab', async () => equal(
		await page.evaluate(() => document.activeElement.closest('.cbi-value').getAttribute('data-name')), 'port__mtgsy'));
	await step('it goes when the field is changed', async () => {
		await type(page, 'port', '8080');
		return equal(await said(page, 'port').count(), 0);
	});
	await step('a rule of more than one option is broken, saved and applied, and stands at its field', async () => {
		await tab(page, 'general');
		await type(page, 'hostname', 'other.net');
		await save(page);
		router('uci delete dynwan.home.odd; uci commit dynwan');
		await saveAndApply(page);
		matches(await verdict(page, /Wrong setting/), /Hostname: must be home\.example\.net or a name below it/);
		await edit(page).click();
		return matches(await said(page, 'hostname').innerText(), /^Must be home\.example\.net or a name below it/);
	});
	await step('what is mended is wrong no more', async () => {
		await type(page, 'hostname', '');
		await save(page);
		await saveAndApply(page);
		return matches(await verdict(page, /not running/), /^not running$/);
	});
}

async function running(page) {
	configure(main('1') + account('home', {}));
	await step('while it runs too', async () => {
		await dialog(page, /Up to date/);
		await tab(page, 'advanced');
		await type(page, 'server', 'https://www.mtgsy.net');
		await save(page);
		await saveAndApply(page);
		matches(await verdict(page, /Wrong setting/), /Minimum interval: must be at least 10m/);
		await edit(page).click();
		await said(page, 'min_gap').waitFor();
		return matches(await said(page, 'min_gap').innerText(), /^Must be at least 10m: the protocol page/);
	});
	await shot(page, 'problems-field');
	await step('a dialog that is open hears of the next', async () => {
		router('uci set dynwan.home.port=80; uci commit dynwan; /etc/init.d/dynwan reload');
		await until(async () => await said(page, 'port').count() == 1, 20);
		return matches(await said(page, 'port').innerText(), /^Must not be 80/);
	});
	await step('what concerns no account stands above all', async () => {
		router('uci add_list dynwan.main.allow=nonsense; uci commit dynwan; /etc/init.d/dynwan reload');
		await open(page, SETTINGS);
		return matches(await until(async () => await notice(page).count() && notice(page).innerText()), /^allow: must be a list of prefixes/);
	});
}

/* others has an account that is wrong beside one that is right. */
async function others(page) {
	configure(main('1') + account('home', { port: '80' }) + account('office', { provider: 'dyndns2', user: 'member', hostname: 'office.example.net', enabled: '0' }).replace(/.*option email.*\n/, ''));
	await step('an account that is wrong keeps no other from being switched on, by the switch of its row', async () => {
		await open(page, SETTINGS);
		await verdict(page, /Wrong setting/);
		await page.locator('#cbi-dynwan-office input[type="checkbox"]').check();
		await saveAndApply(page);
		equal(router('uci get dynwan.office.enabled'), '1');
		return until(async () => {
			const text = await page.locator('#dynwan-says-office').innerText();

			return /Up to date/.test(text) && text;
		});
	});
	await step('what is wrong leads to its field', async () => {
		await page.locator('#dynwan-says-home a').click();
		await said(page, 'port').waitFor();
		return equal(await page.evaluate(() => document.activeElement.closest('.cbi-value').getAttribute('data-name')), 'port__mtgsy');
	});
}

/* stored is what UCI has of the account. */
const stored = () => JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"home"}\'')).values;

async function moves(page) {
	configure(main('0') + account('home', { hostname: 'home.example.net', port: '8080', hb: '1' }));
	await step('another provider takes over nothing of the first, and there and back loses nothing', async () => {
		await dialog(page, /not running/);
		await choose(page, 'myserver');
		await field(page, 'user').waitFor();
		equal([ await input(page, 'hostname').inputValue(), await input(page, 'pass').getAttribute('placeholder'), await input(page, 'port').inputValue() ], [ '', '', '' ]);
		await choose(page, 'mtgsy.net');
		await field(page, 'email').waitFor();
		await tab(page, 'advanced');
		await type(page, 'mx', 'mail.example.net.');
		await save(page);
		await saveAndApply(page);
		const { email, pass, hostname, port, hb, server, mx } = stored();

		return equal([ email, pass, hostname, port, hb, server, mx ], [ settings.email, settings.pass, 'home.example.net', '8080', '1', settings.sandbox, 'mail.example.net.' ]);
	});
	await step('a dialog that could not be saved and is dismissed leaves nothing behind', async () => {
		const before = stored();

		await dialog(page, /not running/);
		await choose(page, 'myserver');
		await button(page, 'Save').last().click();
		await until(() => wrong(page, 'user').innerText(), 10);
		equal(await page.evaluate(() => document.activeElement.closest('.cbi-value').getAttribute('data-name')), 'user__myserver');
		await button(page, 'Dismiss').last().click();
		await page.locator('.cbi-value[data-name="enabled"] input[type="checkbox"]').first().check();
		await saveAndApply(page);
		equal(stored(), before);
		configure(main('0') + account('home', {}));
	});
	await step('what is saved is the chosen provider’s alone', async () => {
		await dialog(page, /not running/);
		await choose(page, 'myserver');
		for (const [ name, text ] of [ [ 'user', 'me' ], [ 'pass', 'other' ], [ 'hostname', 'home.example.org' ], [ 'delete_query', 'FXN=TestDelete&H={host}' ], [ 'add_query', 'FXN=TestAdd&H={host}&IP={new}' ] ])
			await type(page, name, text);
		await save(page);
		await saveAndApply(page);

		return equal(Object.fromEntries(Object.entries(stored()).filter(([ key ]) => key[0] != '.')), {
			enabled: '1', provider: 'myserver', interface: settings.line, min_gap: '4s', user: 'me', pass: 'other', hostname: [ 'home.example.org' ],
			delete_query: 'FXN=TestDelete&H={host}', add_query: 'FXN=TestAdd&H={host}&IP={new}'
		});
	});
}

async function play(page) {
	await stopped(page);
	await running(page);
	await others(page);
	await moves(page);
}

module.exports = { play };
