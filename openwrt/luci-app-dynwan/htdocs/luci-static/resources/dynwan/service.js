// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require fs';
'require rpc';
'require dynwan.situation as situation';

/*
 * All that the pages ask of the router, each thing by the least that the
 * access list must grant for it.
 */

const STATUS = '/var/run/dynwan/status.json';
const SCRIPT = '/etc/init.d/dynwan';

const callInfo = rpc.declare({ object: 'system', method: 'info' });
const callServices = rpc.declare({ object: 'rc', method: 'list', params: [ 'name' ], reject: true });
const callTest = rpc.declare({ object: 'luci.dynwan', method: 'test', params: [ 'name', 'config' ] });
const callPreview = rpc.declare({ object: 'luci.dynwan', method: 'preview' });
const callTakeover = rpc.declare({ object: 'luci.dynwan', method: 'takeover' });
const callSettings = rpc.declare({ object: 'uci', method: 'get', params: [ 'config' ], expect: { values: {} }, reject: true });

function readStatus() {
	return fs.read(STATUS).then((text) => situation.parse(text || ''), (e) =>
		e.name == 'PermissionError' ? { denied: true } : e.name == 'NotFoundError' || e.name == 'NoDataError' ? { missing: true } : { broken: true });
}

/*
 * readSettings is for who may; the others get nothing, and no complaint. It
 * asks by itself: what a form holds and has not saved yet must not be dropped.
 */
function readSettings(running) {
	if (running)
		return Promise.resolve({});

	return callSettings('dynwan').then((sections) => {
		const on = (s) => [ '1', 'on', 'true', 'yes', 'enabled' ].indexOf(s.enabled) >= 0;
		const accounts = Object.keys(sections).map((name) => sections[name]).filter((s) => s['.type'] == 'account');

		return sections.main ? { switched: on(sections.main), accounts: accounts.filter(on).length } : {};
	}, () => ({}));
}

return baseclass.extend({
	/*
	 * look returns what situation.describe wants, with boot (started with the
	 * router?), uptime, and the Date of it.
	 */
	look() {
		return Promise.all([ readStatus(), callInfo(), L.resolveDefault(callServices('dynwan'), {}) ]).then((all) => {
			const entry = all[2].dynwan;
			const running = entry ? entry.running === true : false;

			return readSettings(running).then((settings) => Object.assign({
				installed: entry != null, running: running, boot: entry ? entry.enabled : false,
				uptime: all[1].uptime, now: new Date()
			}, all[0], settings));
		});
	},

	/* start starts the service, now and with the router. */
	start(boot) {
		return (boot ? Promise.resolve() : fs.exec(SCRIPT, [ 'enable' ])).then(() => fs.exec(SCRIPT, [ 'start' ]));
	},

	/*
	 * check has the program judge the settings as they are stored, for who may,
	 * and returns the problems as status.json has them.
	 */
	check() {
		return fs.exec(SCRIPT, [ 'check', '-json' ]).then((result) => situation.list(result.stdout || '', (result.stderr || '').trim()), () => []);
	},

	/* test tries an account with settings that are not saved; they are text as UCI has it. */
	test(name, config) {
		return callTest(name, config);
	},

	/* preview says what of ddns-scripts could be taken over, for who may; takeover does it. */
	preview() {
		return L.resolveDefault(callPreview(), {}).then((found) => found || {});
	},

	takeover() {
		return callTakeover().then((result) => result != null && result.done === true);
	},

	/* once does now what the daemon would do for one account. */
	once(name) {
		return fs.exec(SCRIPT, [ 'once', '-json', name ]);
	}
});
