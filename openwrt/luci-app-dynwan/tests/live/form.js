// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account through the form: a slip of each kind, then saved and applied.

const { settings, step, router, control, until, equal, matches, shot } = require('./lab.js');
const { open, button, edit, field, input, wrong, choose, tab, saveAndApply, SETTINGS } = require('./browser.js');
const { line } = require('./prepare.js');

const LONG = 'x'.repeat(300);

/* Each row: tab, field, what is typed, what is said at once, what is right. */
const KINDS = [
	[ 'general', 'email', LONG, /^Must not be longer than 254 bytes/, settings.email ],
	[ 'general', 'pass', LONG, /^Must not be longer than 254 bytes/, settings.pass ],
	[ 'general', 'hostname', 'home', /^Must be a full domain name/, '' ],
	[ 'general', 'offlineurl', 'www.example.net/away', /^Must be a full URL such as http/, 'https://status.example.net/away' ],
	[ 'general', 'offlinetext', LONG, /^Must not be longer than 255 bytes/, 'Back <b>soon</b> & "well".' ],
	[ 'advanced', 'port', '70000', /^Must be a port number from 1 to 65535/, '8080' ],
	[ 'advanced', 'mx', LONG, /^Must not be longer than 254 bytes/, 'mail.example.net.' ],
	[ 'advanced', 'probe_user', 'x'.repeat(121), /^Must not be longer than 120 bytes/, 'looker' ],
	[ 'advanced', 'probe_server', 'ssl.myserver.org', /^Must be https:\/\/HOST/, '' ],
	[ 'advanced', 'probe_interval', '1', /^Must be a time from 1 s to 1 d/, '' ],
	[ 'advanced', 'server', 'http://www.mtgsy.net/dns', /^Must be https:\/\/HOST/, settings.sandbox ],
	[ 'advanced', 'settle', '2m', /^Must be a time from 0 s to 1 min/, '1s' ],
	[ 'advanced', 'min_gap', '9', /^Must be a time from 0 s to 1 d/, '4s' ],
	[ 'advanced', 'success', 'x'.repeat(121), /^Must not be longer than 120 bytes/, '' ],
	[ 'advanced', 'failure', 'x'.repeat(121), /^Must not be longer than 120 bytes/, '' ]
];

async function type(page, name, text) {
	await input(page, name).fill(text);
	await input(page, name).press('End');
	await input(page, name).blur();
}

/* add makes an account at the provider that somebody finds by some words, or a section of another kind. */
async function add(page, name, provider, kind = 'account') {
	const section = page.locator('#cbi-dynwan-' + kind);

	await section.locator('.cbi-section-create-name').fill(name);
	await section.locator('.cbi-section-create button').click();
	if (provider)
		await choose(page, provider);
}

async function kinds(page) {
	for (const [ pane, name, bad, said, good ] of KINDS)
		await step('the form says at once what is wrong with ' + name + ' ' + JSON.stringify(bad.slice(0, 30)), async () => {
			await tab(page, pane);
			await type(page, name, bad);
			const text = await until(() => wrong(page, name).innerText(), 10);

			await type(page, name, good);
			await until(async () => await wrong(page, name).count() == 0 || await wrong(page, name).innerText() == '', 10);
			return matches(text, said);
		});
}

/* save saves the dialog. */
async function save(page) {
	await button(page, 'Save').last().click();
	await until(() => page.evaluate(() => !document.body.classList.contains('modal-overlay-active')), 20);
}

/* source has the fields shown that say whom to ask for the address, or hidden. */
async function source(page, word) {
	await tab(page, 'advanced');
	await input(page, 'address').selectOption(word);
	await field(page, 'probe_user').waitFor({ state: word == 'probe' ? 'visible' : 'hidden' });

	return [ await field(page, 'probe_server').isVisible(), await field(page, 'probe_interval').isVisible() ];
}

async function heartbeat(page) {
	await step('the fields of the offline page appear with the heartbeats', async () => {
		await tab(page, 'general');
		equal(await field(page, 'offlineurl').isVisible(), false);
		await input(page, 'hb').check();
		await field(page, 'offlineurl').waitFor();
		return equal([ await field(page, 'offlinetext').isVisible(), await field(page, 'stealth').isVisible() ], [ true, true ]);
	});
}

async function play(page) {
	await open(page, SETTINGS);
	await step('a name that is no name of an account cannot be added', async () => {
		await add(page, 'main');
		return matches(await until(() => page.locator('.alert-message', { hasText: 'section of that name' }).innerText(), 10), /^There is a section/);
	});
	await step('an account is added, and its dialog opens', async () => {
		await add(page, 'home', 'cloudfloor mtgsy');
		await field(page, 'email').waitFor();
		return equal(await input(page, 'enabled').isChecked(), true);
	});
	await step('an empty account is not saved, and the first wrong field has the focus', async () => {
		await button(page, 'Save').last().click();
		await until(() => page.evaluate(() => document.activeElement.closest('.cbi-value') != null), 10);
		await shot(page, 'form-empty');
		equal(await page.evaluate(() => document.activeElement.closest('.cbi-value').getAttribute('data-name')), 'email__mtgsy');
		return matches(await wrong(page, 'email').innerText(), /^Is missing/);
	});
	await heartbeat(page);
	await step('the fields of the question appear when a server is asked', async () => {
		await tab(page, 'advanced');
		equal(await field(page, 'probe_user').isVisible(), false);
		return equal(await source(page, 'probe'), [ true, true ]);
	});
	await kinds(page);
	await shot(page, 'form-check');
	await step('and go when none is', async () => equal(await source(page, 'device'), [ false, false ]));
	await tab(page, 'general');
	await shot(page, 'form-general');
	await tab(page, 'advanced');
	await shot(page, 'form-advanced');
	await step('the dialog is saved', () => save(page));
	await step('the service is switched on, saved and applied', async () => {
		await page.locator('.cbi-value[data-name="enabled"] input[type="checkbox"]').first().check();
		await saveAndApply(page);
	});
	await step('UCI holds what was typed', async () => equal(
		JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"home"}\'')).values,
		{
			'.anonymous': false, '.type': 'account', '.name': 'home', enabled: '1', provider: 'mtgsy',
			email: settings.email, pass: settings.pass, hb: '1', offlineurl: 'https://status.example.net/away',
			offlinetext: 'Back <b>soon</b> & "well".', port: '8080', mx: 'mail.example.net.', server: settings.sandbox, settle: '1s', min_gap: '4s'
		}));
	await step('and the provider hears of it', async () => until(async () =>
		JSON.stringify(await control('GET', 'records')).includes('"ip":"' + line.address + '"') && line.address));
	await step('the settings show what dynwan says to the account', async () =>
		until(async () => /Up to date/.test(await page.locator('#dynwan-says-home').innerText()) && page.locator('#dynwan-says-home').innerText()));
	await step('the password is in no field', async () => {
		await edit(page).click();
		await field(page, 'email').waitFor();
		equal(await input(page, 'pass').inputValue(), '');
		equal(await input(page, 'pass').getAttribute('placeholder'), 'unchanged');
		const text = await page.evaluate(() => [ ...document.querySelectorAll('*') ].map((n) => [ n.value, n.textContent, ...n.getAttributeNames().map((a) => n.getAttribute(a)) ].join(' ')).join(' '));

		return equal(text.includes(settings.pass), false);
	});
	await step('a save without a password keeps it', async () => {
		await input(page, 'pass').focus();
		await input(page, 'offlinetext').fill('Later.');
		await save(page);
		await saveAndApply(page);
		equal(router('uci get dynwan.home.offlinetext'), 'Later.');
		return equal(router('uci get dynwan.home.pass') == settings.pass, true);
	});
	await shot(page, 'settings');
}

module.exports = { play, type, add, save };
