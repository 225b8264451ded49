// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.rules as rules';
'require dynwan.time as time';
'require dynwan.url as url';

/*
 * The rules of the daemon that look at more than one option of an account.
 */

const DEFAULT_SERVER = 'https://www.mtgsy.net';
const DEFAULT_GAP = '11m';
const OFFICIAL_GAP = 600;

/* within says whether a name is a domain or below it. */
function within(name, domain) {
	const n = name.toLowerCase();
	const d = domain.toLowerCase();

	return n == d || n.slice(-d.length - 1) == '.' + d;
}

/* place names the provider behind a server: it counts by login, not by host. */
function place(server) {
	const parts = url.parse(server);

	return rules.official(server) ? 'mtgsy' : parts.host.toLowerCase().replace(/\.$/, '');
}

function withDefaults(a) {
	return {
		name: a.name,
		email: a.email || '', pass: a.pass || '',
		hostname: a.hostname || (rules.isHostname(a.email || '') ? a.email : ''),
		server: a.server || DEFAULT_SERVER,
		gap: time.parse(a.min_gap || DEFAULT_GAP),
		port: a.port || '',
		hb: rules.isTrue(a.hb || '0'),
		detects: a.ip == 'server',
		bind: rules.isTrue(a.bind || '1')
	};
}

/* aboutHostname says what is wrong with the name to ask DNS for. */
function aboutHostname(a) {
	if (a.hostname == '' && a.email.indexOf('@') >= 0)
		return _('is missing: with an e-mail address as login it must be said which name to ask DNS for');
	if (a.hostname == '')
		return _('is missing: the login is no domain name that DNS could be asked for');
	if (a.email.indexOf('@') < 0 && rules.isHostname(a.email) && !within(a.hostname, a.email))
		return time.fill(_('must be %s or a name below it: the login says which domain is updated'), a.email);
	if (/^www\./i.test(a.hostname) && (a.port != '' || a.hb))
		return _('must be the domain itself: with a port or heartbeats, www may answer with the provider’s web server');
	return null;
}

return baseclass.extend({
	defaultServer: DEFAULT_SERVER,
	defaultGap: DEFAULT_GAP,

	/*
	 * check returns what is wrong with an account whose options are right one
	 * by one: an object of option to words. reserved says that networks are
	 * allowed which only a server of the user's own may be told of; others
	 * are the accounts beside it that are switched on.
	 */
	check(options, reserved, others) {
		const a = withDefaults(options);
		const wrong = {};
		const twin = others.map(withDefaults).find((o) => o.name != a.name &&
			o.email.toLowerCase() == a.email.toLowerCase() && place(o.server) == place(a.server));

		if (a.email == '')
			return { email: _('is missing: it is the login, or one domain of it') };
		if (a.pass == '')
			wrong.pass = _('is missing');
		if (a.detects && !a.bind)
			wrong.ip = _('must be the router while requests may leave by any line: the server would take the address of another one');
		if (aboutHostname(a))
			wrong.hostname = aboutHostname(a);
		if (rules.official(a.server) && a.gap < OFFICIAL_GAP)
			wrong.min_gap = _('must be at least 10m: the provider blocks accounts that update more often');
		if (rules.official(a.server) && reserved)
			wrong.server = _('must be a server of your own while reserved networks are allowed: they are not for the provider');
		if (twin)
			wrong.email = time.fill(_('is updated by the account %s already; one of them is enough'), twin.name);

		return wrong;
	}
});
