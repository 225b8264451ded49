// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The page in Chinese, whose package LuCI calls by another code than its file.

const { settings, step, router, equal, matches, until, shot } = require('./lab.js');
const { login, open, STATUS } = require('./browser.js');
const { configure, main, account } = require('./prepare.js');
const { shows } = require('./status.js');

async function play(page, browser) {
	router('uci set luci.languages.zh_cn=中文; uci set luci.main.lang=zh_cn; uci commit luci; rm -f /tmp/luci-indexcache*');
	configure(main('1') + account('home', {}) + account('office', { email: 'office.example.net', port: '80' }));
	await step('the translation is installed', async () => equal(router('ls /usr/lib/lua/luci/i18n/ | grep dynwan.zh'), 'dynwan.zh-cn.lmo'));
	await open(page, STATUS);
	await step('the status speaks Chinese', async () => {
		matches(await shows(page, 1, /已是最新/), /自 [0-9]{2}:[0-9]{2} 起（[0-9]+ (秒|分)/);
		return matches(await shows(page, 1, /设置有误/, 'office'), /已略过：port 不得为 80/);
	});
	await step('its tabs too', async () => matches(await page.locator('.tabs, #tabmenu').first().innerText(), /状态\s+设置\s+日志/));
	await shot(page, 'chinese-status');

	const phone = await login(browser, settings.login, settings.password, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2, colorScheme: 'dark', locale: 'zh-CN' });

	await open(phone, STATUS);
	await until(async () => await phone.locator('#view tbody').count() == 2);
	await step('and fits a phone', async () => equal(await phone.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)), 360));
	await shot(phone, 'phone-chinese', true);
	await phone.context().close();
	router('uci set luci.main.lang=auto; uci commit luci; rm -f /tmp/luci-indexcache*');
}

module.exports = { play };
