// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// An account at a provider of the catalogue, one of two lines, and one at a
// provider that the user describes, through the form. Nothing is sent.

const { settings, step, router, equal, matches, shot, until } = require('./lab.js');
const { open, button, field, input, wrong, said, choose, saveAndApply, SETTINGS } = require('./browser.js');
const { configure } = require('./prepare.js');
const { type, add, save } = require('./form.js');

const OFF = 'config dynwan main\n\toption enabled \'0\'\n';
const URL = 'https://dyn.example.org/set?host={hostname}&to={ip}&key={token}';
const NAMES = [ 'a.duckdns.org', 'b.duckdns.org' ];

/* stored is what UCI has of a section. */
function stored(name) {
	const values = JSON.parse(router('ubus call uci get \'{"config":"dynwan","section":"' + name + '"}\'')).values;

	return Object.fromEntries(Object.entries(values).filter(([ key ]) => key[0] != '.'));
}

/* enter adds an entry to a list. */
async function enter(page, name, text) {
	await input(page, name).pressSequentially(text);
	await input(page, name).press('Enter');
}

const visible = (page, names) => Promise.all(names.map((name) => field(page, name).isVisible()));

async function duck(page) {
	await step('a provider of the catalogue has its fields and its words', async () => {
		await add(page, '', 'duckdns');
		await field(page, 'token').waitFor();
		matches(await field(page, 'about').innerText(), /^About this provider\s+This provider takes IPv4 and IPv6 addresses\.\s+dynwan speaks with it as its documentation says\.[^]*duckdns\.org/);
		equal(await visible(page, [ 'hostname', 'ipv6', 'ip6suffix', 'email', 'user', 'pass', 'update_url', 'zone' ]), [ true, true, false, false, false, false, false, false ]);
		return matches(await field(page, 'token').innerText(), /The token on the first page after the login/);
	});
	await shot(page, 'form-catalogue');
	await step('another one of the catalogue has its own words in the same fields', async () => {
		await choose(page, 'dynu');
		await field(page, 'user').waitFor();
		equal(await visible(page, [ 'token', 'pass' ]), [ false, true ]);
		equal(await page.locator('#modal_overlay .dynwan-wrong:not(:empty)').count(), 0); /* nobody has touched them */
		await choose(page, 'duck dns');
		await field(page, 'token').waitFor();
		return matches(await field(page, 'token').innerText(), /The token on the first page after the login/);
	});
	await step('a token is asked for', async () => {
		await button(page, 'Save').last().click();
		return matches(await until(() => wrong(page, 'token').innerText(), 10), /^Is missing/);
	});
	await step('two names and a second line are saved', async () => {
		await type(page, 'token', 'a-token');
		for (const name of NAMES)
			await enter(page, 'hostname', name);
		await field(page, 'interface').locator('.cbi-dropdown').click();
		await field(page, 'interface').locator('.cbi-dropdown ul.dropdown li[data-value="lan"]').click();
		await until(async () => await field(page, 'interface').locator('.item').count() == 2, 10);
		await shot(page, 'form-lines');
		await save(page);
		await saveAndApply(page);
		return equal(stored('duckdns'), {
			enabled: '1', provider: 'duckdns.org', interface: [ settings.line, 'lan' ], token: 'a-token', hostname: NAMES
		});
	});
	await step('the table shows both names and both lines', async () => matches(await page.locator('#cbi-dynwan-account').innerText(), new RegExp(NAMES.join(', ') + '\\s+' + settings.line + ', lan')));
	await step('and the program accepts it', async () => matches(router('/etc/init.d/dynwan check'), new RegExp('^duckdns: ok: duckdns\\.org keeps ' + NAMES.join(', '), 'm')));
}

async function own(page) {
	await step('a provider of one’s own is described', async () => {
		await add(page, 'mine', '', 'provider');
		await field(page, 'url').waitFor();
		await shot(page, 'form-provider');
		await type(page, 'title', 'Mine');
		await input(page, 'families').selectOption('ipv4');
		await type(page, 'url', URL);
		await enter(page, 'yes', 'done');
		await save(page);
		await saveAndApply(page);
		return equal(stored('mine'), { title: 'Mine', families: 'ipv4', url: URL, yes: [ 'done' ] });
	});
	await step('an account at it is saved, and the program accepts both', async () => {
		await add(page, 'ours', 'mine your own');
		await field(page, 'token').waitFor();
		await type(page, 'token', 'another');
		await enter(page, 'hostname', 'home.example.org');
		await save(page);
		await saveAndApply(page);
		equal(stored('ours').token, 'another');
		return matches(router('/etc/init.d/dynwan check'), /^ours: ok: mine keeps home\.example\.org/m);
	});
	await step('what is wrong with it stands in its row and at its field', async () => {
		router('uci set dynwan.mine.url=ftp://example.org; uci commit dynwan');
		await open(page, SETTINGS);
		await until(async () => /Wrong setting Update URL: must be/.test(await page.locator('#dynwan-says-mine').innerText()));
		await page.locator('#cbi-dynwan-provider .cbi-button-edit').click();
		await field(page, 'url').waitFor();
		await shot(page, 'form-provider-wrong');
		return matches(await said(page, 'url').first().innerText(), /^Must be https:\/\//);
	});
}

async function play(page) {
	configure(OFF);
	await open(page, SETTINGS);
	await duck(page);
	await own(page);
	await open(page, SETTINGS);
	await until(async () => /Wrong setting/.test(await page.locator('#dynwan-says-mine').innerText()));
	await shot(page, 'settings-catalogue', true);
}

module.exports = { play };
