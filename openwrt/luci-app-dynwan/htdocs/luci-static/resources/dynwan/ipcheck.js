// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.rules as rules';
'require dynwan.time as time';

/*
 * The server that is asked which address it sees, for an account whose line
 * has no public one of its own: the rules of the daemon that look at more than
 * one option, and the fields.
 */

const SERVER = 'https://ssl.myserver.org';
const INTERVAL = '30m';
const OFFICIAL_INTERVAL = 300;

/* named says whether an account names the user who asks. */
function named(a) {
	return Boolean(a.check_user) || a.provider == 'myserver';
}

return baseclass.extend({
	about: () => _('For a router behind another one, or behind the internet provider’s NAT with ports forwarded to it: such a line has no public address, so a server is asked which one it sees. It takes the user name of an account at MyServer.org, or a server of your own. Otherwise choose the one that the line has.'),

	words: () => [ [ 'device', _('the one that the line has') ], [ 'check', _('the one that a server sees') ] ],

	/* fields are rows of option, title, description and placeholder. */
	fields: () => [
		[ 'check_user', _('User name for asking'),
			_('MyServer.org wants the user name of an account there, and no password. For an account at MyServer.org leave it empty: its own is taken.'), null ],
		[ 'check_server', _('Server to ask'),
			_('Who is asked. With http:// everyone on the way can make the name point elsewhere.'), SERVER ],
		[ 'check_interval', _('Time between questions'),
			_('When the server is asked again while the line stays as it is, from 1s to 24h. At MyServer.org it is 5m at least; for a server of your own it may be less.'), INTERVAL ]
	],

	/* flaws returns what is wrong, an object of option to words. */
	flaws(a) {
		const wrong = {};

		if (a.address != 'check')
			return wrong;
		if (a.provider != 'myserver' && a.ip == 'server')
			wrong.ip = _('must be the router while a server is asked for the address: the provider would take the one that it sees itself');
		if (!named(a))
			wrong.check_user = _('is missing: the IP check of MyServer.org needs the user name of an account there, and no password');
		if (rules.official(a.check_server || SERVER, 'myserver') && time.parse(a.check_interval || INTERVAL) < OFFICIAL_INTERVAL)
			wrong.check_interval = _('must be at least 5m: how often this server may be asked is not known');

		return wrong;
	}
});
