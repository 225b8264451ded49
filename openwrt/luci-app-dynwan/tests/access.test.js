// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Holds the access list to its promise: a login that may only read sees the
// status and nothing else.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const APP = path.join(__dirname, '..');
const read = (name) => JSON.parse(fs.readFileSync(path.join(APP, name), 'utf8'));
const acl = read('root/usr/share/rpcd/acl.d/luci-app-dynwan.json');
const menu = read('root/usr/share/luci/menu.d/luci-app-dynwan.json');

/* flat lists what is granted as "scope object function". */
function flat(permission) {
	const granted = [];

	for (const [ scope, objects ] of Object.entries(permission || {}))
		for (const [ object, functions ] of Array.isArray(objects) ? objects.map((o) => [ o, [ '*' ] ]) : Object.entries(objects))
			for (const f of functions)
				granted.push(scope + ' ' + object + ' ' + f);

	return granted.sort();
}

test('who may only read gets the status, the log of dynwan, what the router is, and whether services run', () => {
	const granted = Object.values(acl).flatMap((group) => flat(group.read));

	assert.deepStrictEqual(granted.sort(), [
		'file /sbin/logread -e dynwan exec',
		'file /tmp/run/dynwan/status.json read', /* what /var leads to, which rpcd of July 2026 and later asks for as well */
		'file /var/run/dynwan/status.json read', 'ubus file exec', 'ubus file read', 'ubus rc list', 'ubus system board', 'ubus system info'
	]);
});

test('only the settings group reads and changes the configuration', () => {
	assert.deepStrictEqual(flat(acl['luci-app-dynwan-settings'].write),
		[ 'file /etc/init.d/dynwan check -json exec', 'ubus file exec', 'ubus luci.dynwan preview', 'ubus luci.dynwan takeover', 'ubus luci.dynwan test', 'ubus uci commit', 'uci dynwan read', 'uci dynwan write' ]);
	assert.ok(!flat(acl['luci-app-dynwan'].write).some((g) => g.startsWith('uci ')));
	assert.deepStrictEqual(Object.keys(acl), [ 'luci-app-dynwan', 'luci-app-dynwan-settings', 'luci-app-dynwan-log' ]);
	assert.deepStrictEqual(flat(acl['luci-app-dynwan-log'].write), []);
});

test('only whole command lines may be run', () => {
	const commands = Object.values(acl).flatMap((group) => flat(group.write)).filter((g) => g.startsWith('file '));

	assert.deepStrictEqual(commands, [
		'file /etc/init.d/dynwan enable exec',
		'file /etc/init.d/dynwan once -json [A-Za-z0-9_]* exec', /* no option: the first letter is none of "-" */
		'file /etc/init.d/dynwan start exec',
		'file /etc/init.d/dynwan check -json exec'
	]);
});

test('the menu leads to views that are there, each behind its group', () => {
	const groups = {
		'admin/services/dynwan': 'luci-app-dynwan', 'admin/services/dynwan/status': 'luci-app-dynwan',
		'admin/services/dynwan/settings': 'luci-app-dynwan-settings', 'admin/services/dynwan/log': 'luci-app-dynwan-log'
	};

	assert.deepStrictEqual(Object.keys(menu), Object.keys(groups));

	for (const [ node, group ] of Object.entries(groups)) {
		assert.deepStrictEqual(menu[node].depends.acl, [ group ], node);

		if (menu[node].action.type == 'view')
			assert.ok(fs.existsSync(path.join(APP, 'htdocs/luci-static/resources/view', menu[node].action.path + '.js')), node);
	}
});

test('what the pages ask of the router is granted', () => {
	const service = fs.readFileSync(path.join(APP, 'htdocs/luci-static/resources/dynwan/service.js'), 'utf8');
	const granted = Object.values(acl).flatMap((group) => flat(group.read).concat(flat(group.write)));
	const verbs = [ ...service.matchAll(/fs\.exec\(SCRIPT, \[ '([a-z]+)'/g) ].map((m) => m[1]);
	const calls = [ ...service.matchAll(/object: '([a-z.]+)', method: '([a-z]+)'/g) ];

	assert.deepStrictEqual(verbs, [ 'enable', 'start', 'check', 'once' ]);
	assert.strictEqual(calls.length, 11);

	for (const verb of verbs)
		assert.ok(granted.some((g) => g.startsWith('file /etc/init.d/dynwan ' + verb)), verb);
	/* LuCI itself grants session access, and uci get, changes and set, for the files of the list. */
	for (const [ , object, method ] of calls.filter((c) => c[1] != 'session' && (c[1] != 'uci' || c[2] == 'commit')))
		assert.ok(granted.includes('ubus ' + object + ' ' + method), object + ' ' + method);
	assert.ok(granted.includes('file ' + service.match(/LOGREAD = '([^']+)'/)[1] + ' ' + service.match(/fs\.exec\(LOGREAD, \[ '([^']+)', '([^']+)' \]/).slice(1).join(' ') + ' exec'));
	assert.ok(granted.includes('file ' + service.match(/STATUS = '([^']+)'/)[1] + ' read'));
});
