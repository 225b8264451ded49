// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.rules as rules';
'require dynwan.template as template';

/*
 * The rules of the daemon that look at more than one option of an account at
 * MyServer.org.
 */

const QUERIES = [ 'login_query', 'delete_query', 'add_query', 'relay_query' ];

/* aboutQuery says what is wrong with a command beside the other options. */
function aboutQuery(a, key) {
	const text = a[key] || '';

	if (key == 'add_query' && text != '' && text == a.delete_query)
		return _('must not be the same as the command that deletes');
	if (text.indexOf('{domain}') >= 0 && !a.domain)
		return _('has {domain}, and no domain is set');
	if (text.indexOf('{port}') >= 0 && !a.port)
		return _('has {port}, and no port is set');
	if (template.shows(text, a.pass || ''))
		return _('must have {pass} in the place of the password: commands are shown, passwords are not');
	return null;
}

return baseclass.extend({
	server: 'https://ssl.myserver.org',

	/* One login has many hosts, each with a record of its own. */
	twin: 'hostname',
	identity: (a) => JSON.stringify([ (a.user || '').toLowerCase(), (a.hostname || '').toLowerCase() ]),

	flaws(a) {
		const wrong = {};

		[ 'user', 'pass', 'hostname' ].filter((key) => !a[key]).forEach((key) => wrong[key] = _('is missing'));
		QUERIES.filter((key) => aboutQuery(a, key)).forEach((key) => wrong[key] = aboutQuery(a, key));
		[ 'delete_query', 'add_query' ].filter((key) => !a[key]).forEach((key) => wrong[key] = template.missing());

		if (a.domain && a.hostname && !rules.within(a.hostname, a.domain))
			wrong.domain = _('must be the end of the name');
		if (a.port && (a.relay_query || '').indexOf('{port}') < 0)
			wrong.port = _('is of no use without {port} in the command of the port relay');

		return wrong;
	},

	tooOften: () => _('must be at least 10m: how often this provider may be asked is not known')
});
