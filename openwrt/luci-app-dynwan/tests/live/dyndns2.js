// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account at a server that the user names, through the form. Nothing is sent:
// what runs in the end has no public address.

const { settings, step, router, until, equal, matches, shot } = require('./lab.js');
const { open, button, cell, edit, field, input, wrong, said, tab, saveAndApply, SETTINGS, STATUS } = require('./browser.js');
const { configure, main } = require('./prepare.js');
const { type, add, save } = require('./form.js');

const VALUES = { server: settings.sandbox + '/v3/update', user: 'me', pass: 'home-password', hostname: 'home.example.net' };
const NAMES = [ VALUES.hostname, 'www.example.net' ];

/* stored is what UCI has of the account. */
function stored() {
	const values = JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"home"}\'')).values;

	return Object.fromEntries(Object.entries(values).filter(([ key ]) => key[0] != '.'));
}

async function names(page) {
	await step('a name that is typed and not added yet is looked at, too', async () => {
		await edit(page).click();
		await field(page, 'hostname').waitFor();
		await input(page, 'hostname').pressSequentially('www'); // LuCI looks at each key
		await button(page, 'Save').last().click();
		matches(await until(() => wrong(page, 'hostname').innerText(), 10), /^Must be a full domain name/);
		return until(() => page.evaluate(() => document.activeElement.closest('.cbi-value[data-name="hostname__dyndns2"]') != null), 10);
	});
	await step('a second name makes a list, and the program accepts both', async () => {
		await input(page, 'hostname').fill('');
		await input(page, 'hostname').pressSequentially(NAMES[1]);
		await input(page, 'hostname').press('Enter');
		equal(await field(page, 'hostname').locator('.item').allInnerTexts(), NAMES);
		await shot(page, 'form-names');
		await save(page);
		await saveAndApply(page);
		equal(stored().hostname, NAMES);
		const checked = router('/etc/init.d/dynwan check');

		return matches(checked, new RegExp('^home: ok: dyndns2 keeps ' + NAMES.join(', '), 'm'));
	});
	router('uci set dynwan.home.interface=lan; uci set dynwan.home.ipv4=1; uci set dynwan.home.ipv6=0; uci set dynwan.main.enabled=1;' +
		'uci commit dynwan; /etc/init.d/dynwan reload');
	await open(page, SETTINGS);
	await step('the table tells of each name', () => until(async () => {
		const text = await page.locator('#dynwan-says-home').innerText();

		return NAMES.every((name) => text.includes(name + ' No public address')) && text;
	}));
	await shot(page, 'settings-names');
	await open(page, STATUS);
	for (const name of NAMES)
		await step('the status page has a row for ' + name, () => until(async () =>
			/No public address/.test(await cell(page, 'home/' + name, 1).innerText()) && cell(page, 'home/' + name, 0).innerText()));
	await shot(page, 'status-names');
}

async function play(page) {
	configure(main('0'));
	await open(page, SETTINGS);
	await step('the provider of a server of one’s own has its fields', async () => {
		await add(page, 'home', 'server that you name');
		await field(page, 'ipv6').waitFor();
		matches(await field(page, 'about').innerText(), /Ask your provider for the address of its server/);
		equal([ await field(page, 'email').count(), await field(page, 'delete_query').count() ], [ 0, 0 ]);
		return equal(await input(page, 'server').getAttribute('placeholder'), 'https://members.dyndns.org');
	});
	await shot(page, 'form-dyndns2');
	await step('a server must have a scheme', async () => {
		await type(page, 'server', 'members.dyndns.org');
		return matches(await until(() => wrong(page, 'server').innerText(), 10), /^Must be https:\/\/HOST or http:\/\/HOST, with a port and a path/);
	});
	await step('an account that publishes nothing is saved, and the program says what is wrong at the field', async () => {
		for (const [ name, text ] of Object.entries(VALUES))
			await type(page, name, text);
		await tab(page, 'advanced');
		await input(page, 'ipv4').uncheck();
		await save(page);
		await saveAndApply(page);
		await until(async () => /Wrong setting IPv6: must be on while ipv4 is off/.test(await page.locator('#dynwan-says-home').innerText()));
		await edit(page).click();
		return matches(await said(page, 'ipv6').innerText(), /^Must be on while ipv4 is off/);
	});
	await step('with IPv6 the program accepts it', async () => {
		await input(page, 'ipv6').check();
		await save(page);
		await saveAndApply(page);
		matches(router('/etc/init.d/dynwan check'), /^home: ok: dyndns2 keeps home\.example\.net/m);
		return equal(stored(), Object.assign({ enabled: '1', provider: 'dyndns2', ipv4: '0', ipv6: '1' },
			VALUES, { hostname: [ VALUES.hostname ] }));
	});
	await step('the table shows which name', async () => matches(await page.locator('#cbi-dynwan-account').innerText(), /home\.example\.net/));
	await names(page);
}

module.exports = { play };
