// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// A login that may only read sees the status, and nothing that is not its own.

const { settings, step, equal, until, shot } = require('./lab.js');
const { login, open, row, STATUS, SETTINGS } = require('./browser.js');
const { configure, main, account, READER } = require('./prepare.js');
const { shows } = require('./status.js');

/* call asks ubus in the reader's name and returns the code of the answer. */
function call(page, object, method, params) {
	return page.evaluate(async (q) => {
		const answer = await fetch('/ubus', { method: 'POST', body: JSON.stringify({
			jsonrpc: '2.0', id: 1, method: 'call', params: [ L.env.sessionid, q.object, q.method, q.params ]
		}) });
		const result = await answer.json();

		return result.error ? result.error.code : result.result[0];
	}, { object, method, params });
}

async function play(_page, browser) {
	configure(main('1') + account('home', {}));
	const page = await login(browser, READER.user, READER.password);

	await open(page, STATUS);
	await step('the reader sees the status', () => shows(page, 1, /Up to date/));
	await step('and no button, and no settings', async () => {
		equal(await row(page, 'home').locator('button').count(), 0);
		return equal(await page.locator('a[href*="dynwan/settings"]').count(), 0);
	});
	await shot(page, 'reader');
	await step('the settings by their address are refused', async () => {
		const address = settings.url + '/cgi-bin/luci/';

		equal((await page.context().request.get(address + STATUS)).status(), 200);
		return equal((await page.context().request.get(address + SETTINGS)).status(), 403);
	});

	const denied = [
		[ 'uci', 'get', { config: 'dynwan' } ], [ 'uci', 'get', { config: 'dynwan', section: 'home', option: 'pass' } ],
		[ 'uci', 'set', { config: 'dynwan', section: 'main', values: { enabled: '0' } } ],
		[ 'file', 'read', { path: '/etc/config/dynwan' } ], [ 'file', 'read', { path: '/var/etc/dynwan.toml' } ],
		[ 'file', 'read', { path: '/var/run/dynwan/../../etc/dynwan.toml' } ],
		[ 'file', 'exec', { command: '/etc/init.d/dynwan', params: [ 'start' ] } ],
		[ 'file', 'exec', { command: '/etc/init.d/dynwan', params: [ 'once', 'home' ] } ],
		[ 'file', 'exec', { command: '/etc/init.d/dynwan', params: [ 'check', '-json' ] } ],
		[ 'luci.dynwan', 'test', { name: 'home', config: '' } ], [ 'luci.dynwan', 'preview', {} ], [ 'luci.dynwan', 'takeover', {} ],
		[ 'rc', 'init', { name: 'dynwan', action: 'stop' } ]
	];

	for (const [ object, method, params ] of denied)
		await step('the reader may not: ' + object + ' ' + method + ' ' + JSON.stringify(params), async () => {
			const code = await call(page, object, method, params);

			if (code !== 6 && code !== -32002)
				throw new Error('the answer was ' + code);

			return code == 6 ? 'permission denied' : 'access denied';
		});
	await step('what the page itself asks is granted', async () => equal([
		await call(page, 'file', 'read', { path: '/var/run/dynwan/status.json' }), await call(page, 'rc', 'list', { name: 'dynwan' }), await call(page, 'system', 'info', {})
	], [ 0, 0, 0 ]));
	await step('no answer to the reader held the password', async () => {
		await until(() => page.bodies.length > 20);
		const bodies = await Promise.all(page.bodies);

		equal(bodies.filter((b) => b.includes(settings.pass)).length, 0);
		return bodies.length + ' answers';
	});
	await page.context().close();

	await step('even who may act runs nothing else', async () => {
		await open(_page, STATUS);

		for (const params of [ [ 'once', '-n', 'home' ], [ 'once', '-config', '/etc/shadow', 'home' ], [ 'check' ], [ 'check', '-config', '/etc/shadow' ], [ 'once' ], [ 'disable' ] ])
			if (await call(_page, 'file', 'exec', { command: '/etc/init.d/dynwan', params }) != 6)
				throw new Error('it ran ' + params);
	});
}

module.exports = { play };
