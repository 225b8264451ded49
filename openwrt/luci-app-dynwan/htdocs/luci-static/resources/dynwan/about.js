// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require uci';
'require dynwan.match as match';
'require dynwan.message as message';
'require dynwan.schema as schema';

/*
 * What there is to know about a provider besides its fields, and which ones
 * there are to choose from.
 */

/* own are the names of the providers that the user describes. */
function own() {
	return (uci.sections('dynwan', 'provider') || []).map((section) => section['.name']);
}

/* known says whether there is a provider of a name. */
function known(name) {
	return Boolean(schema.provider(name)) || own().includes(name);
}

/* choices are all providers, those of the user's own first, the others by their titles. */
function choices() {
	const listed = schema.providers.concat(schema.catalogue).map((p) => ({ name: p.name, title: _(p.title), home: p.home || '' }));

	return own().map((name) => ({ name: name, title: name + ' ' + _('(your own)'), home: '' })).concat(listed.sort((a, b) => a.title.localeCompare(b.title)));
}

/* usual is the default of an option of all accounts, which may be its provider's. */
function usual(o, name) {
	const p = schema.provider(name);
	const gap = o.name == 'min_gap' && p && p.gap;

	return gap || (o.name == 'recheck' && p && (p.rules || []).some((rule) => rule.id == 'rule-no-query') ? '0s' : o.default || o.example);
}

/* away is a link to a page of a provider, which gets to know nothing of this one. */
function away(page, words) {
	return E('a', { 'href': page, 'target': '_blank', 'rel': 'noopener noreferrer' }, [ words ]);
}

/* link leads to a page of a provider, if that is one of the web. */
function link(words, page) {
	return /^https?:/.test(page) ? [ E('div', {}, [ words + ' ', away(page, match.host(page) || page) ]) ] : [];
}

/* links lead to the pages of a provider; a secret is made on a page that is encrypted. */
function links(p) {
	const token = /^https:\/\//.test(p.token_page) ? [ E('div', {}, [ away(p.token_page, _('Make the token or password here')), ' (' + match.host(p.token_page) + ')' ]) ] : [];

	const home = token.length ? match.host(p.home) == match.host(p.token_page) ? [] : link(_('Its web site:'), p.home || '') : link(_('Where accounts and tokens are made:'), p.home || '');

	return [ ...token, ...home, ...link(_('Its documentation:'), p.page || '') ];
}

/* described are the pages of a provider of the user's own, as its section has them. */
function described(name) {
	return Object.fromEntries([ 'home', 'page', 'token_page' ].map((field) => [ field, uci.get('dynwan', name, field) || '' ]));
}

/* note says what is special about a provider, which rules it has, how that is known, and where it says so itself. */
function note(sid, name) {
	const p = schema.provider(name);
	const lines = [];

	if (p) {
		const families = { 'IPv4': _('This provider takes IPv4 addresses.'), 'IPv6': _('This provider takes IPv6 addresses.'), 'IPv4 and IPv6': _('This provider takes IPv4 and IPv6 addresses.') };
		const rules = (p.rules || []).map((rule) => message.rule(rule.id, ...(rule.args || [])));

		lines.push(E('div', {}, [ p.about ? _(p.about) : '' ]), E('div', {}, [ [ families[p.families] || '' ].concat(rules).join(' ') ]),
			E('div', {}, [ p.unchecked ? _('dynwan speaks with it as other clients do: see whether the first update arrives.') : _('dynwan speaks with it as its documentation says.') ]),
			...links(p));
	}
	else if (own().includes(name)) {
		lines.push(...links(described(name)));
	}

	return E('div', { 'id': 'dynwan-about-' + sid, 'class': 'dynwan-about' }, [ ...lines ]);
}

return baseclass.extend({ own: own, known: known, choices: choices, usual: usual, note: note });
