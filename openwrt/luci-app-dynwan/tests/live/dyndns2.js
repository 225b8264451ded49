// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account at a server that the user names, through the form. Nothing runs.

const { settings, step, router, until, equal, matches, shot } = require('./lab.js');
const { open, edit, field, input, wrong, said, tab, saveAndApply, SETTINGS } = require('./browser.js');
const { configure, main } = require('./prepare.js');
const { type, add, save } = require('./form.js');

const VALUES = { server: settings.sandbox + '/v3/update', user: 'me', pass: 'home-password', hostname: 'home.example.net' };

async function play(page) {
	configure(main('0'));
	await open(page, SETTINGS);
	await step('the provider of a server of one’s own has its fields', async () => {
		await add(page, 'home');
		await input(page, 'provider').selectOption('dyndns2');
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
		const values = JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"home"}\'')).values;

		return equal(Object.fromEntries(Object.entries(values).filter(([ key ]) => key[0] != '.')),
			Object.assign({ enabled: '1', provider: 'dyndns2', interface: settings.line, address: 'device', ipv4: '0', ipv6: '1' }, VALUES));
	});
	await step('the table shows who updates', async () => matches(await page.locator('#cbi-dynwan-account').innerText(), /\bme\b/));
}

module.exports = { play };
