// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.rules as rules';
'require dynwan.time as time';

/*
 * The rules of the daemon that look at more than one option of an account at
 * mtgsy.net.
 */

/* aboutHostname says what is wrong with the name to ask DNS for. */
function aboutHostname(a) {
	const email = a.email || '';
	const isDomain = rules.isHostname(email);
	const hostname = a.hostname || (isDomain ? email : '');

	if (hostname == '' && email.indexOf('@') >= 0)
		return _('is missing: with an e-mail address as login it must be said which name to ask DNS for');
	if (hostname == '')
		return _('is missing: the login is no domain name that DNS could be asked for');
	if (isDomain && !rules.within(hostname, email))
		return time.fill(_('must be %s or a name below it: the login says which domain is updated'), email);
	if (/^www\./i.test(hostname) && (a.port || rules.isTrue(a.hb || '0')))
		return _('must be the domain itself: with a port or heartbeats, www may answer with the provider’s web server');
	return null;
}

return baseclass.extend({
	server: 'https://www.mtgsy.net',

	/* The provider counts by login. */
	twin: 'email',
	identity: (a) => (a.email || '').toLowerCase(),

	flaws(a) {
		const wrong = {};

		if (!a.email)
			return { email: _('is missing: it is the login, or one domain of it') };
		if (!a.pass)
			wrong.pass = _('is missing');
		if (a.ip == 'server' && !rules.isTrue(a.bind || '1'))
			wrong.ip = _('must be the router while requests may leave by any line: the server would take the address of another one');
		if (aboutHostname(a))
			wrong.hostname = aboutHostname(a);

		return wrong;
	},

	tooOften: () => _('must be at least 10m: the provider blocks accounts that update more often')
});
