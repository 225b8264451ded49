// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * Takes out of a text what tells who its owner is, public addresses and names.
 * Each gets a word of its own, so that a reader still sees which are the same.
 */

/* Each begins with what stands before it: not every browser looks back. */
const IPV4 = /(^|[^0-9.])((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?![0-9])/g;
const IPV6 = /(^|[^0-9a-z:.])((?:[0-9a-f]{0,4}:){2,7}(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9a-f]{1,4})?)(?![0-9a-z:])/gi;

/* Addresses that many have and that tell a reader what is wrong. */
const COMMON = [ /^(0|10|127)\./, /^192\.168\./, /^169\.254\./, /^172\.(1[6-9]|2[0-9]|3[01])\./, /^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\./,
	/^f[cd][0-9a-f]{2}:/i, /^::1?$/ ];
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;

/* address says whether what looks like one of IPv6 is: a time of day is none. */
function address(text) {
	const parts = text.split(':');

	return text.includes('::') ? parts.length > 2 && text != '::' : parts.length == 8 || parts.length == 7 && text.includes('.');
}

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/* parents are a name and those that it is below of: all of them lead to its owner. */
function parents(name) {
	const labels = name.split('.');

	return labels.map((label, i) => labels.slice(i).join('.')).filter((parent, i) => i == 0 || parent.includes('.'));
}

return baseclass.extend({
	/* addresses replaces the public ones. */
	addresses(text) {
		const known = new Map();
		const word = (found) => {
			const key = found.toLowerCase();

			if (LINK_LOCAL.test(found))
				return 'fe80::[...]'; /* its end tells which device it is */
			if (COMMON.some((pattern) => pattern.test(found)))
				return found;
			if (!known.has(key))
				known.set(key, '[IP ' + (known.size + 1) + ']');

			return known.get(key);
		};
		/* A colon behind an address is one of the sentence. */
		const six = (found) => /[^:]:$/.test(found) ? six(found.slice(0, -1)) + ':' : address(found) ? word(found) : found;

		return text.replace(IPV6, (all, before, found) => before + six(found)).replace(IPV4, (all, before, found) => before + word(found));
	},

	/*
	 * names replaces the owner's, and what they are below of, but for the provider's
	 * own. A name in an answer may be written large.
	 */
	names(text, own, providers) {
		const all = [ ...new Set([].concat(...own.map((name) => parents(name.toLowerCase().replace(/^\*\./, '').replace(/\.$/, ''))))) ]
			.filter((name) => name != '' && !providers.includes(name)).sort((a, b) => b.length - a.length);

		return all.reduce((said, name, i) => said.replace(new RegExp('(^|[^a-z0-9_-])' + quoted(name) + '(?![a-z0-9_-])', 'gi'),
			(found, before) => before + '[name ' + (i + 1) + ']'), text);
	}
});
