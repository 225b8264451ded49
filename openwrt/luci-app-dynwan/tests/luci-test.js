// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Drives the page in a live LuCI with a browser without a screen:
//
//	dynwan-sandbox serve -listen 203.0.113.1 -https 443 -dns 53 -min-gap 3s -ca-out ca.pem
//	make luci-test URL=http://192.168.1.1 PASSWORD=... ENTER='ssh root@192.168.1.1' SANDBOX_CA=ca.pem
//
// The one thing to know: the router has dynwan and luci-app-dynwan, with the
// German and the Chinese translation, and speaks to a sandbox of its own, never to the
// provider. Its settings of dynwan, rpcd and luci are replaced for the test and
// put back; its line changes its address, so it must not be the one of ENTER.
// Its names come from the sandbox, as the head of openwrt/router-test says.
//
//	LOGIN, PASSWORD  of LuCI; root without a password
//	ENTER            runs its arguments on the router
//	CONTROL          the sandbox's control interface as this machine sees it
//	SANDBOX          the update page as the router sees it, without a path
//	SANDBOX_CA       the file that the sandbox wrote for -ca-out; needed for https
//	EMAIL, PASS      a domain of the sandbox and its password
//	LINE             the interface under test
//	SHOTS            where pictures of the pages go
//	ONLY             names of parts, to play no others

const { settings, counts, failed } = require('./live/lab.js');
const { launch, login } = require('./live/browser.js');
const prepare = require('./live/prepare.js');

const PARTS = [ 'story', 'form', 'myserver', 'dyndns2', 'catalogue', 'problems', 'status', 'switch', 'report', 'many', 'hostile', 'reader', 'phone', 'keyboard', 'overview', 'german', 'chinese' ];

async function main() {
	const wanted = process.env.ONLY ? process.env.ONLY.split(/[ ,]+/) : PARTS;
	let browser = null;

	try {
		await prepare.begin();
		browser = await launch();

		for (const part of PARTS.filter((p) => wanted.includes(p))) {
			console.log('--- ' + part);
			const page = await login(browser, settings.login, settings.password);

			await require('./live/' + part + '.js').play(page, browser).catch((e) => failed(part + ' plays to its end', e));
			await page.context().close();
		}
	}
	finally {
		if (browser)
			await browser.close();
		prepare.end();
	}

	console.log(counts.ok + ' ok, ' + counts.failed + ' failed');
	process.exitCode = counts.failed == 0 && counts.ok > 0 ? 0 : 1;
}

main().catch((e) => {
	console.log('luci-test: ' + e.message);
	process.exitCode = 2;
});
