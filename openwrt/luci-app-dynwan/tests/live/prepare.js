// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Makes the router ready and puts everything back at the end.

const fs = require('node:fs');
const { settings, router, control } = require('./lab.js');

const KEEP = '/tmp/dynwan-luci-test';
const READER = { user: 'dynwan-reader', password: 'only-looking' };
const CA = '/etc/ssl/certs/dynwan-luci-test.pem';

const line = {};

/* configure writes /etc/config/dynwan and has it applied. */
function configure(text) {
	router('/etc/config/dynwan', text);

	return router('chmod 600 /etc/config/dynwan; /etc/init.d/dynwan reload; sleep 1');
}

const main = (enabled) => 'config dynwan main\n\toption enabled \'' + enabled + '\'\n\tlist allow \'' + line.network + '\'\n';

function account(name, options) {
	return 'config account \'' + name + '\'\n' + Object.entries(Object.assign({
		enabled: '1', provider: 'mtgsy', interface: settings.line, email: settings.email, pass: settings.pass,
		server: settings.sandbox, min_gap: '4s'
	}, options)).map(([ key, value ]) => '\toption ' + key + ' \'' + value + '\'\n').join('');
}

/* onLine is an address as ip names it on the line: a PPPoE line has a peer and
   no broadcast. */
const onLine = (address) => address + (line.peer ? ' peer ' + line.peer : '') + '/' + line.mask + ' dev ' + line.device;

/* readdress gives the line another address in the place of its own. */
function readdress(to) {
	router('ip addr del ' + onLine(line.now) + '; ip addr add ' + onLine(to) + (line.peer ? '' : ' brd +') +
		(line.gateway ? '; ip route replace default via ' + line.gateway + ' dev ' + line.device : ''));
	line.now = to;
}

/* resolves says why the router does not know the sandbox's names, or nothing. */
function resolves() {
	return router('set -- $(nslookup -type=ns ' + settings.email + ' | sed -n "s/.*nameserver = //p")\n' +
		'[ $# -gt 0 ] || { echo "no name servers of ' + settings.email + '"; exit; }\n' +
		'at=$(nslookup "$1" | sed -n "/^Name:/,\\$s/^Address[ 1]*: *//p" | head -n 1)\n' +
		'[ -n "$at" ] || { echo "no address of the name server $1"; exit; }\n' +
		'nslookup ' + settings.email + ' "$at" >/dev/null || echo "no answer of the name server $1 at $at"');
}

async function begin() {
	if (!settings.enter)
		throw new Error('ENTER must run its arguments on the router, such as ssh root@192.168.1.1');

	await control('POST', 'clear');
	const said = router('. /lib/functions/network.sh; network_get_device d ' + settings.line + '; network_get_gateway g ' + settings.line + '; echo "$d ${g:-.} $(ip -4 -o addr show dev "$d" scope global)"');
	const seen = said.match(/^(\S+) (\S+) .*? inet ([0-9.]+)(?: peer ([0-9.]+))?\/([0-9]+) /);

	if (!seen)
		throw new Error('the router says that its line is ' + JSON.stringify(said));

	[ , line.device, line.gateway, line.address, line.peer, line.mask ] = seen;
	line.gateway = line.gateway == '.' ? '' : line.gateway;
	line.now = line.address;
	line.network = line.address.replace(/[0-9]+$/, '0/24');
	line.other = line.address.replace(/[0-9]+$/, (n) => Number(n) < 240 ? Number(n) + 1 : Number(n) - 1);

	const unknown = resolves();

	if (unknown != '')
		throw new Error('the router\'s resolver must ask the sandbox\'s and let private addresses through, as the head of openwrt/router-test says: ' + unknown);

	router('[ -d ' + KEEP + ' ] || { mkdir ' + KEEP + '; cp -p /etc/config/dynwan /etc/config/rpcd /etc/config/luci ' + KEEP + '; }');
	if (settings.ca)
		router(CA, fs.readFileSync(settings.ca, 'utf8'));
	router('hash=$(uhttpd -m ' + READER.password + '); uci -q delete rpcd.dynwan_test; uci set rpcd.dynwan_test=login\n' +
		'uci set rpcd.dynwan_test.username=' + READER.user + '; uci set rpcd.dynwan_test.password="$hash"; uci add_list rpcd.dynwan_test.read="*"\n' +
		'uci commit rpcd; killall -HUP rpcd; sleep 1');
	router('/etc/init.d/dynwan stop; rm -rf /var/run/dynwan');
	configure(main('0'));
}

/* end puts back what was there, whatever happened. */
function end() {
	if (line.now && line.now != line.address)
		readdress(line.address);
	router('[ ! -d ' + KEEP + ' ] || { cp -p ' + KEEP + '/* /etc/config/ && rm -rf ' + KEEP + '; }\nrm -f ' + CA + '\nkillall -HUP rpcd; /etc/init.d/dynwan reload');
}

module.exports = { begin, end, configure, main, account, readdress, line, READER };
