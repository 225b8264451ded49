// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Somebody who has an account at a provider and has read no manual: how many
// fields, how many clicks, how long, until the name runs. Then the button that
// tries it, and the form of every provider.

const { settings, step, router, control, until, equal, matches, shot } = require('./lab.js');
const { open, button, field, saveAndApply, SETTINGS, STATUS } = require('./browser.js');
const { configure, main } = require('./prepare.js');
const { shows } = require('./status.js');

const OFF = 'config dynwan main\n\toption enabled \'0\'\n';

/* person counts what somebody does; a key of the keyboard is none of it. */
function person(page) {
	const done = { fields: 0, clicks: 0, began: Date.now() };

	return Object.assign(done, {
		async click(what) {
			done.clicks++;
			await what.click();
		},
		async search(words) {
			done.fields++;
			await page.locator('#modal_overlay .dynwan-picker input').pressSequentially(words);
			await page.keyboard.press('Enter');
		},
		async fill(name, text) {
			done.fields++;
			await field(page, name).locator('input:not([type="hidden"])').last().pressSequentially(text);
		},
		told: () => done.fields + ' fields, ' + done.clicks + ' clicks, ' + ((Date.now() - done.began) / 1000).toFixed(1) + ' s'
	});
}

/* begin opens the dialog of a new account at a provider. */
async function begin(page, who, words) {
	await who.click(page.locator('#cbi-dynwan-account .cbi-section-create button'));
	await who.search(words);
	await until(() => page.evaluate(() => document.activeElement.closest('.cbi-value') != null), 10);
}

async function finish(page, who) {
	await who.click(button(page, 'Save').last());
	await until(() => page.evaluate(() => !document.body.classList.contains('modal-overlay-active')), 20);
	await who.click(button(page, 'Switch on'));
	who.clicks++;
	await saveAndApply(page);
}

async function dyndns2(page) {
	configure(main('0'));
	await open(page, SETTINGS);
	await step('a name runs after five fields: a server of dyndns2', async () => {
		const who = person(page);

		await begin(page, who, 'dyndns2');
		for (const [ name, text ] of [ [ 'server', settings.sandbox ], [ 'user', 'member' ], [ 'pass', settings.pass ], [ 'hostname', 'office.example.net' ] ])
			await who.fill(name, text);
		await finish(page, who);
		await open(page, STATUS);
		await shows(page, 1, /Up to date/, 'dyndns2');
		const took = (Date.now() - who.began) / 1000;

		if (who.fields > 5 || who.clicks > 5 || took > 60)
			throw new Error(who.told());

		return who.told();
	});
}

/* known plays the same at a provider that is not reached from here: the program accepts it. */
async function known(page, what, words, values, name) {
	configure(OFF);
	await open(page, SETTINGS);
	await step('five fields are enough for ' + what, async () => {
		const who = person(page);

		await begin(page, who, words);
		for (const [ option, text ] of values)
			await who.fill(option, text);
		await finish(page, who);
		if (who.fields > 5 || who.clicks > 5)
			throw new Error(who.told());
		matches(router('/etc/init.d/dynwan check'), new RegExp('^' + name + ': ok:', 'm'));

		return who.told();
	});
}

const tried = (page) => until(async () => await page.locator('.dynwan-tried .dynwan-badge').count() && page.locator('.dynwan-tried').innerText(), 30);

async function test(page) {
	configure(main('0'));
	await open(page, SETTINGS);
	await control('POST', 'clear');
	const sent = async () => (await control('GET', 'ledger')).requests.length;
	const before = await sent();
	const who = person(page);

	await step('a test says what is missing, at its field', async () => {
		await begin(page, who, 'dyndns2');
		for (const [ name, text ] of [ [ 'server', settings.sandbox ], [ 'user', 'member' ], [ 'pass', 'a-very-secret-word' ] ])
			await who.fill(name, text);
		await page.locator('.dynwan-test').click();
		return matches(await until(() => field(page, 'hostname').locator('.dynwan-wrong').innerText(), 10), /^Is missing/);
	});
	await step('it says what an update would do, and nobody sees the password meanwhile', async () => {
		await who.fill('hostname', 'office.example.net');
		router('(for i in $(seq 60); do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -ac "very-secret-wor[d]"; sleep 0.05; done >/tmp/dynwan-seen) >/dev/null 2>&1 &');
		await page.locator('.dynwan-test').click();
		const text = await tried(page);

		await shot(page, 'form-test');
		await until(() => router('wc -l </tmp/dynwan-seen').trim() == '60', 20);
		equal(router('sort -u /tmp/dynwan-seen; rm /tmp/dynwan-seen; ls -d /var/run/dynwan-test.* 2>/dev/null'), '0');
		matches(text, /^Works[^]*on pppoe-wan|^Works[^]*on wan0/);

		return matches(text, /(The name office\.example\.net is at|No A record of office\.example\.net yet)[^]*Reached https:\/\/203\.0\.113\.1[^]*Whether the login is right[^]*Saved like this/);
	});
	await step('nothing was sent, nothing was saved', async () => {
		equal(await sent(), before);
		return equal(router('uci -q get dynwan.dyndns2; grep -l a-very-secret-word /var/run/rpcd/uci-*/dynwan /etc/config/* 2>/dev/null'), '');
	});
	await step('a server that is not there does not work', async () => {
		const server = field(page, 'server').locator('input').last();

		await server.fill('https://203.0.113.1:4');
		await server.blur();
		await until(async () => await page.locator('.dynwan-tried > *').count() == 0, 5); /* what was found is old now */
		await page.locator('.dynwan-test').click();
		return matches(await tried(page), /^Does not work yet[^]*Cannot reach 203\.0\.113\.1|^Does not work yet/);
	});
	await shot(page, 'form-test-fails');
}

/* shown are the fields of the dialog at a provider: what LuCI shows of those of the schema. */
function shown(page, name) {
	return page.evaluate(async (provider) => {
		const dom = await L.require('dom');
		const node = document.querySelector('#modal_overlay .dynwan-picker');

		dom.callClassMethod(node, 'setValue', provider);
		node.dispatchEvent(new window.CustomEvent('dynwan-picked'));

		return [ ...document.querySelectorAll('#modal_overlay .cbi-value[data-name]:not(.hidden)') ].map((n) => n.getAttribute('data-name').split('__')[0])
			.filter((n) => n != 'provider' && n != 'about').sort().concat('wrong: ' + document.querySelectorAll('#modal_overlay .dynwan-wrong:not(:empty)').length);
	}, name);
}

async function forms(page) {
	const schema = await (await fetch(settings.url + '/luci-static/resources/dynwan/schema.json')).json();
	const options = (p) => typeof p.options == 'string' ? schema.shared.filter((o) => p.options.split(' ').includes(o.name))
		.map((o) => Object.assign({}, o, p.always6 ? { if: '' } : {})) : p.options;

	configure(OFF);
	await open(page, SETTINGS);
	await begin(page, person(page), 'dyndns2');
	await step('the form of every provider has its fields, and no other, and nothing is red', async () => {
		const all = schema.providers.concat(schema.catalogue);

		for (const p of all) {
			const wanted = options(p).concat(schema.common).filter((o) => !o.if).map((o) => o.name).sort().concat('wrong: 0');

			equal([ p.name ].concat(await shown(page, p.name)), [ p.name ].concat(wanted));
		}

		return all.length + ' providers';
	});
}

async function takeover(page) {
	configure(OFF);
	const kept = router('cat /etc/config/ddns 2>/dev/null');

	router('/etc/config/ddns', 'config service \'duck\'\n\toption enabled \'1\'\n\toption service_name \'duckdns.org\'\n\toption domain \'me.duckdns.org\'\n' +
		'\toption username \'me.duckdns.org\'\n\toption password \'from-ddns-scripts\'\n\toption interface \'wan\'\n\n' +
		'config service \'script\'\n\toption enabled \'1\'\n\toption update_script \'/root/x.sh\'\n\toption domain \'a.example.net\'\n\n' +
		'config service \'odd\'\n\toption enabled \'1\'\n\toption service_name \'duckdns.org\'\n\toption domain \'"><img src=x onerror=alert(9)>\'\n\toption password \'from-ddns-scripts\'\n');
	await step('what ddns-scripts has is offered, and what does not come is said', async () => {
		await open(page, SETTINGS);
		const card = page.locator('.dynwan-takeover');

		await card.locator('summary').click();
		await shot(page, 'takeover');
		equal(await page.locator('#view img[src="x"], #view [onerror]').count(), 0);
		equal((await Promise.all(page.bodies)).filter((b) => b.includes('from-ddns-scripts')).length, 0);
		equal(router('uci -q get dynwan.duck'), '');
		return matches(await card.innerText(), /me\.duckdns\.org – duckdns\.org, as the account duck[^]*Not taken over/);
	});
	await step('it comes on a click, switched off, and ddns-scripts stays as it is', async () => {
		const before = router('cat /etc/config/ddns');

		await Promise.all([ page.waitForEvent('load'), page.locator('.dynwan-takeover button').click() ]);
		await until(async () => await page.locator('#cbi-dynwan-duck').count() > 0, 20);
		equal(router('cat /etc/config/ddns'), before);
		equal(await page.locator('.dynwan-takeover').count(), 0);
		return equal([ router('uci get dynwan.duck.enabled'), router('uci get dynwan.duck.token') == 'from-ddns-scripts' ], [ '0', true ]);
	});
	if (kept)
		router('/etc/config/ddns', kept + '\n');
	else
		router('rm /etc/config/ddns');
}

async function play(page) {
	await dyndns2(page);
	await known(page, 'a token', 'duck', [ [ 'token', 'a-token' ], [ 'hostname', 'me.duckdns.org' ] ], 'duckdns');
	await known(page, 'an API', 'cloudflare', [ [ 'token', 'a-token' ], [ 'hostname', 'home.example.net' ], [ 'zone', 'example.net' ] ], 'cloudflare');
	await test(page);
	await forms(page);
	await takeover(page);
	configure(main('0')); // for the next part
}

module.exports = { play };
