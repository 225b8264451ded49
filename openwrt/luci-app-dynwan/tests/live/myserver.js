// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account at MyServer.org through the form. Nothing runs: the command words
// mean nothing to any server.

const { settings, step, router, until, equal, matches, shot } = require('./lab.js');
const { open, button, field, input, wrong, choose, tab, saveAndApply, SETTINGS } = require('./browser.js');
const { configure, main } = require('./prepare.js');
const { type, add, save } = require('./form.js');

const VALUES = {
	general: {
		user: 'me', pass: 'office-password', hostname: 'office.example.net',
		delete_query: 'FXN=TestDelete&Host={host}&IP={old}', add_query: 'FXN=TestAdd&IP={new}'
	},
	advanced: { relay_query: 'FXN=TestRelay&P={port}', port: '8080', probe_server: settings.sandbox, server: settings.sandbox }
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
		await add(page, 'office', 'mtgsy.net');
		await field(page, 'email').waitFor();
		equal([ await field(page, 'user').isVisible(), await field(page, 'add_query').isVisible() ], [ false, false ]);
		await type(page, 'pass', 'of the first');
		await choose(page, 'myserver');
		await field(page, 'user').waitFor();
		matches(await field(page, 'about').innerText(), /the wording of the other commands is lost, and dynwan does not guess/);
		return equal([ await field(page, 'email').isVisible(), await field(page, 'hb').isVisible(), await input(page, 'pass').inputValue() ], [ false, false, '' ]);
	});
	await step('a command whose wording is lost must be set', async () => {
		await shot(page, 'form-myserver');
		await button(page, 'Save').last().click();
		return matches(await until(() => wrong(page, 'delete_query').innerText(), 10), /^Is missing/);
	});
	await step('a server can be asked for the address, without another user', async () => {
		await tab(page, 'advanced');
		await input(page, 'address').selectOption('probe');
		await field(page, 'probe_user').waitFor();
		await type(page, 'probe_interval', '30m');
		return equal((await wrong(page, 'probe_user').allInnerTexts()).join(''), '');
	});
	await step('the account is saved and applied', async () => {
		await fill(page);
		await input(page, 'remember').check();
		await shot(page, 'form-myserver-advanced');
		await save(page);
		await saveAndApply(page);
	});
	await step('UCI holds what was typed', async () => equal(
		JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"office"}\'')).values,
		Object.assign({
			'.anonymous': false, '.type': 'account', '.name': 'office', enabled: '1', provider: 'myserver',
			remember: '1', address: 'probe', probe_interval: '30m'
		}, ...Object.values(VALUES), { hostname: [ VALUES.general.hostname ] })));
	await step('and the program accepts it', async () =>
		matches(router('/etc/init.d/dynwan check'), /^office: ok: myserver keeps office\.example\.net at the address that .* sees of /m));
}

module.exports = { play };
