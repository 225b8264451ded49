// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * Takes a URL apart as the daemon does, which is not as browsers do: they mend
 * what is wrong, and the provider would be told the wrong text.
 */

const HEX = '0123456789abcdefABCDEF';
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const IN_HOST = LETTERS + DIGITS + '-_.~!$&\'()*+,;=:[]<>"';
const IN_USER = LETTERS + DIGITS + '-_.~!$&\'()*+,;=:%@';

function only(text, allowed) {
	return Array.from(text).every((c) => allowed.indexOf(c) >= 0);
}

/* escaped says whether each % is followed by two hex digits. */
function escaped(text) {
	return text.split('%').slice(1).every((rest) => rest.length >= 2 && only(rest.slice(0, 2), HEX));
}

/* fitHost: in a name only bytes beyond ASCII, and % itself, may be escaped. */
function fitHost(host) {
	return escaped(host) &&
		host.split('%').slice(1).every((rest) => parseInt(rest[0], 16) >= 8 || rest.slice(0, 2) == '25') &&
		Array.from(host).every((c) => c > '\x7f' || c == '%' || IN_HOST.indexOf(c) >= 0);
}

function ipv4(text) {
	const parts = text.split('.');
	return parts.length == 4 && parts.every((p) =>
		p.length >= 1 && p.length <= 3 && only(p, DIGITS) && (p == '0' || p[0] != '0') && Number(p) <= 255);
}

/* ipv6 knows the forms of RFC 4291, with :: for one group or more. */
function ipv6(text) {
	const halves = text.split('::');
	let groups = 0;

	if (halves.length > 2)
		return false;

	for (let h = 0; h < halves.length; h++) {
		const parts = halves[h] == '' && halves.length == 2 ? [] : halves[h].split(':');

		for (let i = 0; i < parts.length; i++) {
			const last = h == halves.length - 1 && i == parts.length - 1;

			if (last && parts[i].indexOf('.') >= 0) {
				if (!ipv4(parts[i]))
					return false;
				groups += 2;
			}
			else {
				if (parts[i].length < 1 || parts[i].length > 4 || !only(parts[i], HEX))
					return false;
				groups++;
			}
		}
	}

	return halves.length == 2 ? groups < 8 : groups == 8;
}

/* literal checks what stands in brackets: IPv6, with a zone after %25. */
function literal(text) {
	const at = text.indexOf('%25');

	if (at < 0)
		return fitHost(text) && ipv6(text);

	const zone = text.slice(at + 3);
	return zone != '' && fitHost(zone) && ipv6(text.slice(0, at));
}

/* place takes HOST:PORT apart, null if it is neither. */
function place(text) {
	const bracket = text.lastIndexOf('[');
	const end = bracket == 0 ? text.lastIndexOf(']') + 1 : text.indexOf(':');
	const host = end < 0 ? text : text.slice(0, end);
	const port = end < 0 ? '' : text.slice(end);

	if (bracket > 0 || (bracket == 0 && end == 0))
		return null;
	if (port != '' && (port[0] != ':' || !only(port.slice(1), DIGITS)))
		return null;
	if (bracket == 0 ? !literal(host.slice(1, -1)) : !fitHost(host))
		return null;

	return { host: bracket == 0 ? host.slice(1, -1) : host, port: port.slice(1) };
}

/* scheme returns how long the scheme is, 0 for none. */
function scheme(text) {
	const end = text.indexOf(':');
	const name = text.slice(0, Math.max(end, 0));

	return name != '' && only(name[0], LETTERS) && only(name, LETTERS + DIGITS + '+-.') ? end : 0;
}

return baseclass.extend({
	ipv4: ipv4,
	ipv6: ipv6,

	/*
	 * parse returns scheme, user (whether there is one), host, port, path,
	 * query and fragment, or null for what is no full URL.
	 */
	parse(text) {
		if (Array.from(text).some((c) => c < ' ' || c == '\x7f'))
			return null;

		const hash = text.indexOf('#');
		const fragment = hash < 0 ? '' : text.slice(hash + 1);
		const whole = hash < 0 ? text : text.slice(0, hash);
		const end = scheme(whole);

		if (end == 0 || !escaped(fragment))
			return null;

		const mark = whole.indexOf('?', end);
		const query = mark < 0 ? '' : whole.slice(mark + 1);
		const rest = whole.slice(end + 1, mark < 0 ? whole.length : mark);

		if (rest.slice(0, 2) != '//')
			return null;

		const slash = rest.indexOf('/', 2);
		const authority = rest.slice(2, slash < 0 ? rest.length : slash);
		const path = slash < 0 ? '' : rest.slice(slash);
		const at = authority.lastIndexOf('@');
		const user = authority.slice(0, Math.max(at, 0));
		const where = place(authority.slice(at + 1));

		if (where == null || !escaped(path) || !only(user, IN_USER) || !user.split(':').every(escaped))
			return null;

		return {
			scheme: whole.slice(0, end).toLowerCase(), user: at >= 0,
			host: where.host, port: where.port, path: path, query: query, fragment: fragment
		};
	}
});
