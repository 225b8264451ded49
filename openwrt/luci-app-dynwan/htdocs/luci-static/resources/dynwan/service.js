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
const LOGREAD = '/sbin/logread';

const callInfo = rpc.declare({ object: 'system', method: 'info' });
const callServices = rpc.declare({ object: 'rc', method: 'list', params: [ 'name' ], reject: true });
const callTest = rpc.declare({ object: 'luci.dynwan', method: 'test', params: [ 'name', 'config' ] });
const callPreview = rpc.declare({ object: 'luci.dynwan', method: 'preview' });
const callTakeover = rpc.declare({ object: 'luci.dynwan', method: 'takeover' });
const callSettings = rpc.declare({ object: 'uci', method: 'get', params: [ 'config' ], expect: { values: {} }, reject: true });

const callBoard = rpc.declare({ object: 'system', method: 'board' });
const callAccess = rpc.declare({ object: 'session', method: 'access', params: [ 'scope', 'object', 'function' ], expect: { access: false } });
const callChanges = rpc.declare({ object: 'uci', method: 'changes', params: [ 'config' ], expect: { changes: [] }, reject: true });
const callSet = rpc.declare({ object: 'uci', method: 'set', params: [ 'config', 'section', 'values' ], reject: true });
const callCommit = rpc.declare({ object: 'uci', method: 'commit', params: [ 'config' ], reject: true });

/* on says whether an option is what UCI takes for yes. */
function on(value) {
	return [ '1', 'on', 'true', 'yes', 'enabled' ].indexOf(value) >= 0;
}

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
		const accounts = Object.keys(sections).map((name) => sections[name]).filter((s) => s['.type'] == 'account');

		return sections.main ? { switched: on(sections.main.enabled), accounts: accounts.filter((s) => on(s.enabled)).length } : {};
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

	/* maySet says whether this login may change the settings. */
	maySet() {
		return L.resolveDefault(callAccess('uci', 'dynwan', 'write'), false);
	},

	/* accounts are those of the settings, for who may read them: what the page of the status tells of them. */
	accounts() {
		return callSettings('dynwan').then((sections) => Object.keys(sections).map((name) => sections[name]).filter((s) => s['.type'] == 'account').map((s) => ({
			name: s['.name'], enabled: on(s.enabled), provider: s.provider, host: L.toArray(s.ip6suffix).join(', '), hostname: L.toArray(s.hostname).join(', ') || (String(s.email || '').includes('@') ? '' : s.email)
		})), () => []);
	},

	/*
	 * turn switches an account on or off at once. It fails with null if there are
	 * changes that this login has saved and not applied, which would go with it.
	 */
	turn(name, enabled) {
		return callChanges('dynwan').then((changes) => changes.length ? Promise.reject(null)
			: callSet('dynwan', name, { enabled: enabled ? '1' : '0' }).then(() => callCommit('dynwan')));
	},

	/* log returns the lines of the system log that are dynwan's. */
	log() {
		return fs.exec(LOGREAD, [ '-e', 'dynwan' ]).then((result) => (result.stdout || '').split('\n').filter((line) => line != ''));
	},

	/* router says what this machine is, and what runs on it. */
	router() {
		return L.resolveDefault(callBoard(), {});
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
