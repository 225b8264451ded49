// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';
'require dynwan.url as url';

/*
 * The rules of the daemon for the value of one option: check(option, text)
 * returns what is wrong in words, or null. The table of cmd/dynwan/testdata
 * holds them and the daemon's against each other.
 */

const TRUE = [ '1', 'on', 'true', 'yes', 'enabled' ];
const FALSE = [ '0', 'off', 'false', 'no', 'disabled' ];

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

function login(text) {
	return text == '' ? _('must not be empty') : plain(text, 254);
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

function port(text) {
	if (text == '80')
		return _('must not be 80: the provider wants no port then; leave it empty');
	return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535
		? null : _('must be a port number from 1 to 65535, other than 80');
}

function offlineurl(text) {
	const parts = url.parse(text);

	return plain(text, 255) || (parts && (parts.scheme == 'http' || parts.scheme == 'https') && parts.host != ''
		? null : _('must be a full address such as http://www.example.net/away'));
}

function portOf(parts) {
	return parts.port != '' ? parts.port : parts.scheme == 'https' ? '443' : '80';
}

/* official says whether a server is the provider's own, whose rules bind. */
function official(text) {
	const parts = url.parse(text);
	const host = parts ? parts.host.toLowerCase().replace(/\.$/, '') : null;

	return host == null || [ 'mtgsy.net', 'mtgsy.com', 'microtech.co.gg', 'cloudfloordns.com' ]
		.some((zone) => host == zone || host.slice(-zone.length - 1) == '.' + zone);
}

function server(text) {
	const parts = url.parse(text);

	if (!parts || (parts.scheme != 'http' && parts.scheme != 'https') || parts.host == '' || parts.user ||
	    /[^/]/.test(parts.path) || parts.query != '' || parts.fragment != '')
		return _('must be https://HOST, http://HOST or http://HOST:PORT, without a path');
	if (/[^ -~]|%[89a-f]/i.test(parts.host))
		return _('must name its host in plain letters');
	if (Number(portOf(parts)) < 1 || Number(portOf(parts)) > 65535)
		return _('must have a port from 1 to 65535');
	if (official(text) && [ 'https 443', 'http 80', 'http 8147' ].indexOf(parts.scheme + ' ' + portOf(parts)) < 0)
		return _('must use a port of the provider: 443 for https, 80 or 8147 for http');
	return null;
}

function name(text) {
	return /^[A-Za-z0-9_]{1,32}$/.test(text);
}

function device(text) {
	return /^[!-.0-9;-~]{1,15}$/.test(text) && text != '.' && text != '..'
		? null : _('must be the name of a device of at most 15 letters, such as pppoe-wan');
}

function between(low, high, example) {
	return (text) => {
		const seconds = time.parse(text);

		return seconds != null && seconds >= low && seconds <= high
			? null : time.fill(_('must be a time of at most %s with its unit, such as %s'), time.span(high), example);
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

function word(...words) {
	return (text) => words.indexOf(text) >= 0 ? null : time.fill(_('must be one of: %s'), words.join(', '));
}

function flag(text) {
	return TRUE.concat(FALSE).indexOf(text) >= 0 ? null : _('must be 1 or 0');
}

const CHECKS = {
	account: (text) => name(text) ? null : _('must be 1 to 32 letters, digits or _'),
	allow: prefix,
	enabled: flag, hb: flag, stealth: flag, bind: flag,
	provider: word('mtgsy'), ip: word('device', 'server'),
	interface: (text) => name(text) ? null : _('must be the name of an interface, such as wan'),
	device: device, hostname: hostname, mx: mx, port: port,
	email: login, pass: login,
	offlineurl: offlineurl, offlinetext: (text) => plain(text, 255),
	server: server,
	settle: between(0, 60, '1s'), min_gap: between(0, 86400, '11m'),
	success: pattern, failure: pattern
};

return baseclass.extend({
	/* options are all options that there are a rule for. */
	options: Object.keys(CHECKS),
	official: official,
	isHostname: (text) => hostname(text) == null,
	isTrue: (text) => TRUE.indexOf(text) >= 0,

	check(option, text) {
		return CHECKS[option](text);
	}
});
