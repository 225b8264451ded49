// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.template as template';
'require dynwan.time as time';
'require dynwan.url as url';

/*
 * The rules of the daemon for the value of one option: check(option, text,
 * provider) returns what is wrong in words, or null. The table of cmd/dynwan/testdata
 * holds them and the daemon's against each other.
 */

const TRUE = [ '1', 'on', 'true', 'yes', 'enabled' ];
const FALSE = [ '0', 'off', 'false', 'no', 'disabled' ];

const ZONES = {
	mtgsy: [ 'mtgsy.net', 'mtgsy.com', 'microtech.co.gg', 'cloudfloordns.com' ],
	myserver: [ 'myserver.org' ]
};

function bytes(text) {
	try {
		return encodeURIComponent(text).replace(/%../g, '.').length;
	}
	catch (e) {
		return -1; /* half of a pair, so no UTF-8 */
	}
}

function plain(text, limit) {
	if (bytes(text) > limit)
		return time.fill(_('must not be longer than %s bytes'), limit);
	if (bytes(text) < 0 || Array.from(text).some((c) => c < ' ' || (c >= '\x7f' && c < '\xa0')))
		return _('must be one line of text without control characters');
	return null;
}

function nameOf(limit) {
	return (text) => text == '' ? _('must not be empty') : plain(text, limit);
}

function label(text) {
	return /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(text);
}

function hostname(text) {
	const labels = text.split('.');

	return text.length <= 253 && labels.length >= 2 && labels.every(label)
		? null : _('must be a full domain name such as home.example.net, in plain letters');
}

function mx(text) {
	return text.slice(-1) == '.' ? hostname(text.slice(0, -1))
		: _('must be the full name of the server with a period at its end, such as mail.example.net.');
}

/* The account's name, or one domain of it: what has a dot and no @ can only be a domain. */
function email(text) {
	const domain = /[.*]/.test(text) && text.indexOf('@') < 0;

	return nameOf(254)(text) || (/^\s|\s$|\.$/.test(text.replace(/\ufeff/g, '_')) || (domain && hostname(text) != null)
		? _('must be an e-mail address or a full domain name such as home.example.net, in plain letters, without *, blanks or a period at its end') : null);
}

function isPort(text) {
	return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535;
}

function port(text) {
	return isPort(text) ? null : _('must be a port number from 1 to 65535');
}

function portButWeb(text) {
	if (text == '80')
		return _('must not be 80: the provider wants no port then; leave it empty');
	return isPort(text) ? null : _('must be a port number from 1 to 65535, other than 80');
}

function offlineurl(text) {
	const parts = url.parse(text);

	return plain(text, 255) || (parts && (parts.scheme == 'http' || parts.scheme == 'https') && parts.host != ''
		? null : _('must be a full address such as http://www.example.net/away'));
}

function portOf(parts) {
	return parts.port != '' ? parts.port : parts.scheme == 'https' ? '443' : '80';
}

function hostOf(parts) {
	return parts.host.toLowerCase().replace(/\.$/, '');
}

/* official says whether a server is the provider's own, whose rules bind. */
function official(text, provider) {
	const parts = url.parse(text);
	const host = parts ? hostOf(parts) : null;

	return host == null || ZONES[provider].some((zone) => host == zone || host.slice(-zone.length - 1) == '.' + zone);
}

function server(text) {
	const parts = url.parse(text);

	if (!parts || (parts.scheme != 'http' && parts.scheme != 'https') || parts.host == '' || parts.user ||
	    /[^/]/.test(parts.path) || /[?#]/.test(text))
		return _('must be https://HOST, http://HOST or http://HOST:PORT, without a path');
	if (/[^ -~]|%[89a-f]/i.test(parts.host))
		return _('must name its host in plain letters');
	if (Number(portOf(parts)) < 1 || Number(portOf(parts)) > 65535)
		return _('must have a port from 1 to 65535');
	return null;
}

function serverOfMtgsy(text) {
	const parts = url.parse(text);

	return server(text) || (official(text, 'mtgsy') && [ 'https 443', 'http 80', 'http 8147' ].indexOf(parts.scheme + ' ' + portOf(parts)) < 0
		? _('must use a port of the provider: 443 for https, 80 or 8147 for http') : null);
}

/* The two base addresses of MyServer.org have hosts and ports of their own. */
function serverOfMyserver(text) {
	const parts = url.parse(text);
	const places = [ 'https ssl 443', 'http autoupdate 80', 'http autoupdate 8080', 'http autoupdate 1400' ]
		.map((place) => place.replace(/(ssl|autoupdate)/, '$1.myserver.org'));

	return server(text) || (official(text, 'myserver') && places.indexOf(parts.scheme + ' ' + hostOf(parts) + ' ' + portOf(parts)) < 0
		? _('must be a place of the provider: https://ssl.myserver.org or, without encryption, http://autoupdate.myserver.org with port 80, 8080 or 1400') : null);
}

/* type: only an A record holds an address. */
function type(text) {
	return text == '' || text == 'A' ? null : _('must be A: records of the other types hold no address');
}

function name(text) {
	return /^[A-Za-z0-9_]{1,32}$/.test(text);
}

function device(text) {
	if (text.indexOf('@') >= 0)
		return _('must be the part before the @; in the place of @wan choose the interface wan');

	return /^[!-.0-9;-~]{1,15}$/.test(text) && text != '.' && text != '..'
		? null : _('must be the name of a device of at most 15 letters, such as pppoe-wan');
}

function between(low, high, example) {
	return (text) => {
		const seconds = time.parse(text);

		if (seconds != null && seconds >= low && seconds <= high)
			return null;

		return low > 0 ? time.fill(_('must be a time from %s to %s with its unit, such as %s'), time.span(low), time.span(high), example)
			: time.fill(_('must be a time of at most %s with its unit, such as %s'), time.span(high), example);
	};
}

function pattern(text) {
	return /^\s*$/.test(text.replace(/\ufeff/g, '.')) || bytes(text) > 120 || plain(text, 120) != null
		? _('must be a text of 1 to 120 bytes to look for in the answer') : null;
}

function prefix(text) {
	const slash = text.lastIndexOf('/');
	const address = text.slice(0, Math.max(slash, 0));
	const bits = text.slice(slash + 1);

	return /^(0|[1-9][0-9]{0,2})$/.test(bits) &&
		((url.ipv4(address) && Number(bits) <= 32) || (url.ipv6(address) && Number(bits) <= 128))
		? null : _('must be a network such as 203.0.113.0/24');
}

/* prefer is what netwatch.ParsePrefer reads: addresses or networks, or any but these. */
function prefer(text) {
	const list = text.replace(/^ *!?/, '').split(' ').filter((one) => one != '');

	return list.length > 0 && list.every((one) => prefix(one) == null || url.ipv4(one) || url.ipv6(one))
		? null : _('must be addresses or networks such as 203.0.113.0/24, with a ! before them for any other');
}

function word(...words) {
	return (text) => words.indexOf(text) >= 0 ? null : time.fill(_('must be one of: %s'), words.join(', '));
}

function flag(text) {
	return TRUE.concat(FALSE).indexOf(text) >= 0 ? null : _('must be 1 or 0');
}

const COMMON = {
	account: (text) => name(text) ? null : _('must be 1 to 32 letters, digits or _'),
	allow: prefix,
	enabled: flag, bind: flag,
	provider: word('mtgsy', 'myserver'),
	interface: (text) => name(text) ? null : _('must be the name of an interface, such as wan'),
	device: device, prefer: prefer, hostname: hostname, pass: nameOf(254),
	settle: between(0, 60, '1s'), min_gap: between(0, 86400, '11m'), recheck: between(0, 604800, '24h'),
	success: pattern, failure: pattern,
	address: word('device', 'check'), check_user: nameOf(120), check_server: serverOfMyserver, check_interval: between(1, 86400, '30m')
};

const CHECKS = {
	mtgsy: Object.assign({
		email: email, hb: flag, stealth: flag, ip: word('device', 'server'), mx: mx, port: portButWeb,
		offlineurl: offlineurl, offlinetext: (text) => plain(text, 255), server: serverOfMtgsy
	}, COMMON),
	myserver: Object.assign({
		user: nameOf(254), domain: (text) => text == '' ? null : hostname(text), type: type, port: port, remember: flag,
		login_query: template.login, delete_query: template.deletion, add_query: template.addition, relay_query: template.relay,
		server: serverOfMyserver
	}, COMMON)
};

/* ruleOf finds the rule of an option; a provider that nobody knows has none of its own. */
function ruleOf(option, provider) {
	return (Object.keys(CHECKS).indexOf(provider) >= 0 ? CHECKS[provider] : COMMON)[option] || null;
}

/* within says whether a name is a domain or below it. */
function within(lower, upper) {
	const n = lower.toLowerCase();
	const d = upper.toLowerCase();

	return n == d || n.slice(-d.length - 1) == '.' + d;
}

return baseclass.extend({
	/* options are all options of a provider that there are a rule for. */
	options: (provider) => Object.keys(CHECKS[provider]),
	official: official,
	within: within,
	isHostname: (text) => hostname(text) == null,
	isTrue: (text) => TRUE.indexOf(text) >= 0,

	/* knows says whether a provider has an option. */
	knows: (option, provider) => ruleOf(option, provider) != null,

	check(option, text, provider) {
		const rule = ruleOf(option, provider);

		return rule ? rule(text) : _('is no option of this provider');
	}
});
