// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.ipcheck as ipcheck';
'require dynwan.mtgsy as mtgsy';
'require dynwan.myserver as myserver';
'require dynwan.rules as rules';
'require dynwan.time as time';
'require dynwan.url as url';

/*
 * The rules of the daemon that look at more than one option of an account, and
 * at the accounts beside it.
 */

const PROVIDERS = { mtgsy: mtgsy, myserver: myserver };
const DEFAULT_GAP = '11m';
const OFFICIAL_GAP = 600;
const DEFAULT_CHECK = '24h';
const OFFICIAL_CHECK = 3600;

const providerOf = (a) => a.provider || 'mtgsy';
const serverOf = (a) => a.server || PROVIDERS[providerOf(a)].server;

/* official says whether an account is at the provider's own server. */
function official(a) {
	return rules.official(serverOf(a), providerOf(a));
}

/* place names the provider behind a server: it counts by login, not by host. */
function place(a) {
	return official(a) ? '' : url.parse(serverOf(a)).host.toLowerCase().replace(/\.$/, '');
}

/* same says whether two accounts update the same thing. */
function same(a, b) {
	const provider = PROVIDERS[providerOf(a)];

	return providerOf(a) == providerOf(b) && provider.identity(a) == provider.identity(b) && place(a) == place(b);
}

return baseclass.extend({
	defaultGap: DEFAULT_GAP, defaultCheck: DEFAULT_CHECK,

	official: (a) => rules.check('provider', providerOf(a)) == null && official(a),

	/*
	 * check returns what is wrong with an account whose options are right one
	 * by one: an object of option to words. reserved says that networks are
	 * allowed which only a server of the user's own may be told of; others
	 * are the accounts beside it that are switched on.
	 */
	check(a, reserved, others) {
		const provider = PROVIDERS[providerOf(a)];
		const wrong = Object.assign(provider.flaws(a), ipcheck.flaws(a));
		const recheck = time.parse(a.recheck || DEFAULT_CHECK);
		const twin = others.find((o) => o.name != a.name && same(a, o));

		if (official(a) && time.parse(a.min_gap || DEFAULT_GAP) < OFFICIAL_GAP)
			wrong.min_gap = provider.tooOften();
		if (official(a) && !rules.isTrue(a.hb || '0') && recheck > 0 && recheck < OFFICIAL_CHECK)
			wrong.recheck = _('must be 0 for never or at least 1h');
		if (official(a) && reserved)
			wrong.server = _('must be a server of your own while reserved networks are allowed: they are not for the provider');
		if (twin && !wrong[provider.twin])
			wrong[provider.twin] = time.fill(_('is updated by the account %s already; one of them is enough'), twin.name);

		return wrong;
	}
});
