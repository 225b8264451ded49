// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What a server answers, and what somebody wrote into the settings, stays text.

const { step, router, control, equal, matches, shot, until } = require('./lab.js');
const { open, cell, button, edit, field, input, notice, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');
const { add } = require('./form.js');

const BOARD = '/var/run/dynwan/status.json';
const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>';

/* board is a status.json whose every text is HTML, names included. The account home has two records. */
function board() {
	const kept = [ 'account', 'record', 'state' ];
	const seen = JSON.parse(router('cat ' + BOARD));
	const said = (text) => ({ id: 'literal', args: [ text ], text: text });
	const spoil = (o) => Object.fromEntries(Object.entries(o).map(([ key, v ]) =>
		[ key, typeof v == 'string' && !kept.includes(key) ? HTML : v && typeof v == 'object' ? said(HTML) : v ]));
	const record = spoil(seen.accounts[0].records[0]);
	const bad = Object.assign(spoil(seen.accounts[0]), { records: [ record ] });

	Object.assign(bad, { notice: said('notice ' + HTML), probe: said('check ' + HTML), memory: said(HTML), ipv6: { id: HTML, args: [ HTML ], text: HTML } });
	seen.accounts = [ Object.assign({}, bad, { records: [ record, Object.assign({}, record, { record: 'home/' + HTML, family: HTML }) ] }),
		Object.assign({}, bad, { account: HTML, records: [ Object.assign({}, record, { state: HTML }) ] }), Object.assign({}, bad, {
		account: 'constructor',
		notice: { id: 'account-ends', args: [ '2027-01-01' ], text: HTML },
		probe: { id: 'behind-nat', args: [ 'eth1', '192.168.1.2', 'ssl.myserver.org', '203.0.113.9' ], text: HTML }
	}) ];

	return JSON.stringify(Object.assign(seen, { version: HTML, problems: [ { text: HTML } ] }));
}

/* status puts such a board in the place of the daemon's, which is idle. */
async function status(page) {
	await open(page, STATUS);
	await shows(page, 1, /Up to date/);
	router(BOARD, board());
	await step('a status of HTML alone is text, and what the provider tells is shown', async () => {
		const text = await shows(page, 1, /notice/);

		equal(await page.locator('#view img, #view script, [onerror]').count(), 0);
		equal(await page.locator('#view tbody tr').count(), 5);
		matches(await notice(page).innerText(), /<img/);
		matches(await shows(page, 1, /the account ends/, 'constructor'), /the account ends on 2027-01-01/);
		matches(await cell(page, 'constructor', 2).innerText(), /behind another router \(NAT\): eth1 has 192\.168\.1\.2/);
		matches(await cell(page, 'home', 2).innerText(), /check <img src=x onerror=alert\(1\)>/);
		return matches(text, /notice <img src=x onerror=alert\(1\)>/);
	});
	await shot(page, 'status-notice');
	await step('on the overview too', async () => {
		await open(page, 'admin/status/overview');
		const card = page.locator('.cbi-section', { hasText: 'Dynamic DNS (dynwan)' });
		const text = await until(async () => await card.count() && /the account ends/.test(await card.innerText()) && card.innerText());

		equal(await card.locator('img, script, [onerror]').count(), 0);
		matches(text, /check <img/);
		return matches(text, /notice <img/);
	});
}

async function play(page) {
	configure(main('1') + account('home', {}));
	await status(page);
	await control('POST', 'clear');
	await control('POST', 'fault?name=status&arg=' + encodeURIComponent('200;body=invalid ' + HTML));
	configure(main('1') + account('home', { offlinetext: 'a' + Date.now() }));
	await open(page, STATUS);
	await step('HTML in the answer is shown as text', async () => {
		const text = await shows(page, 1, /onerror/);

		equal(await cell(page, 'home', 1).locator('img, script').count(), 0);
		return matches(text, /<img src=x onerror=alert\(1\)>/);
	});
	await shot(page, 'status-hostile');
	await step('in the settings too', async () => {
		await open(page, SETTINGS);
		const text = await until(async () => {
			const said = await page.locator('#dynwan-says-home').innerText();

			return /onerror/.test(said) && said;
		});

		equal(await page.locator('#dynwan-says-home img, #dynwan-says-home script').count(), 0);
		return matches(text, /<img/);
	});
	await control('POST', 'clear');
	router('set -- email device hostname interface provider server ip offlineurl port mx settle min_gap hb\n' +
		'for o; do uci set dynwan.home.$o="\\"><img src=x onerror=alert($o)>"; done; uci add_list dynwan.home.success="<img src=x onerror=alert(5)>"\n' +
		'uci add_list dynwan.main.allow="<img src=x onerror=alert(6)>"; uci commit dynwan; /etc/init.d/dynwan reload');
	await step('settings that hold HTML are text, in the table and in the dialog', async () => {
		await open(page, SETTINGS);
		equal(await page.locator('#view img[src="x"], #view [onerror]').count(), 0);
		matches(await page.locator('#cbi-dynwan-account').innerText(), /<img src=x onerror=alert\(hostname\)>/);
		await edit(page).click();
		await page.locator('#modal_overlay .cbi-map').waitFor();
		equal(await input(page, 'provider').inputValue(), '"><img src=x onerror=alert(provider)> (not known here)');
		await button(page, 'Save').last().click();
		await until(async () => await page.locator('#modal_overlay .dynwan-error:not(:empty)').count() > 0, 10);
		return equal(await page.locator('img[src="x"], [onerror]').count(), 0);
	});
	await schemaless(page);
	await titles(page);
}

/* titles makes HTML of what the schema says of a provider. Another second makes it another file for the browser. */
async function titles(page) {
	const file = '/www/luci-static/resources/dynwan/schema.json';

	await step('a provider whose words are HTML is text, in the list and in the dialog', async () => {
		router('sleep 1; cp ' + file + ' /tmp/dynwan-schema.json; sed -i \'s|"title": "Duck DNS"|"title": "Duck <img src=x onerror=alert(7)>", "about": "<img src=x onerror=alert(8)>"|\' ' + file);
		try {
			await open(page, SETTINGS);
			await add(page, '', 'onerror');
			await field(page, 'token').waitFor();
			equal(await page.locator('img[src="x"], [onerror]').count(), 0);
			return equal([ await input(page, 'provider').inputValue(), /<img src=x onerror=alert\(8\)>/.test(await field(page, 'about').innerText()) ], [ 'Duck <img src=x onerror=alert(7)>', true ]);
		}
		finally {
			router('mv /tmp/dynwan-schema.json ' + file);
		}
	});
}

/* schemaless takes the description of the options away. */
async function schemaless(page) {
	const file = '/www/luci-static/resources/dynwan/schema.json';

	for (const [ name, spoil ] of [ [ 'missing', 'rm ' + file ], [ 'damaged', 'echo "<script>" >' + file ], [ 'of another make', 'echo "{}" >' + file ] ])
		await step('a schema that is ' + name + ' is told, and breaks no page', async () => {
			router('cp ' + file + ' /tmp/dynwan-schema.json; ' + spoil);
			try {
				await open(page, SETTINGS);
				const told = await notice(page).innerText();

				await open(page, STATUS);
				return matches(told, /^The file schema\.json of luci-app-dynwan is missing or damaged/);
			}
			finally {
				router('mv /tmp/dynwan-schema.json ' + file);
			}
		});
}

module.exports = { play };
