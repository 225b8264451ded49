// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account at MyServer.org through the form. Nothing runs: the command words
// mean nothing to any server.

const { settings, step, router, until, equal, matches, shot } = require('./lab.js');
const { open, button, field, input, wrong, tab, saveAndApply, SETTINGS } = require('./browser.js');
const { configure, main } = require('./prepare.js');
const { type, add } = require('./form.js');

const VALUES = {
	general: { user: 'me', pass: 'office-password', hostname: 'office.example.net' },
	commands: { delete_query: 'FXN=TestDelete&Host={host}&IP={old}', add_query: 'FXN=TestAdd&IP={new}', relay_query: 'FXN=TestRelay&P={port}' },
	records: { port: '8080' },
	advanced: { check_server: settings.sandbox, server: settings.sandbox }
};

async function fill(page) {
	for (const [ pane, values ] of Object.entries(VALUES)) {
		await tab(page, pane);
		for (const [ name, text ] of Object.entries(values))
			await type(page, name, text);
	}
}

async function play(page) {
	configure(main('0'));
	await open(page, SETTINGS);
	await step('another provider brings its fields and takes those of the first', async () => {
		await add(page, 'office');
		await field(page, 'email').waitFor();
		equal([ await field(page, 'user').isVisible(), await page.locator('#modal_overlay li[data-tab="commands"]').isVisible() ], [ false, false ]);
		await input(page, 'provider').selectOption('myserver');
		await field(page, 'user').waitFor();
		return equal([ await field(page, 'email').isVisible(), await page.locator('#modal_overlay li[data-tab="heartbeat"]').isVisible() ], [ false, false ]);
	});
	await step('a command whose wording is lost must be set', async () => {
		await tab(page, 'commands');
		await shot(page, 'form-commands');
		await button(page, 'Save').last().click();
		return matches(await until(() => wrong(page, 'delete_query').innerText(), 10), /^Is missing: the page that describes this protocol/);
	});
	await step('the form says what is wrong with a command', async () => {
		await tab(page, 'commands');
		await type(page, 'add_query', 'FXN=TestAdd&IP={old}');
		return matches(await until(() => wrong(page, 'add_query').innerText(), 10), /^Must have no other placeholder here than .*\{new\}/);
	});
	await step('a server can be asked for the address, without another user', async () => {
		await tab(page, 'advanced');
		await input(page, 'address').selectOption('check');
		await field(page, 'check_user').waitFor();
		await type(page, 'check_interval', '30m');
		return equal((await wrong(page, 'check_user').allInnerTexts()).join(''), '');
	});
	await step('the account is saved and applied', async () => {
		await fill(page);
		await tab(page, 'commands');
		await input(page, 'remember').check();
		await button(page, 'Save').last().click();
		await until(() => page.evaluate(() => !document.body.classList.contains('modal-overlay-active')), 20);
		await saveAndApply(page);
	});
	await step('UCI holds what was typed', async () => equal(
		JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"office"}\'')).values,
		Object.assign({
			'.anonymous': false, '.type': 'account', '.name': 'office', enabled: '1', provider: 'myserver', interface: settings.line,
			type: 'A', remember: '1', address: 'check', check_interval: '30m'
		}, ...Object.values(VALUES))));
	await step('and the program accepts it', async () =>
		matches(router('/etc/init.d/dynwan check'), /^office: ok: myserver keeps office\.example\.net at the address that .* sees of /m));
}

module.exports = { play };
