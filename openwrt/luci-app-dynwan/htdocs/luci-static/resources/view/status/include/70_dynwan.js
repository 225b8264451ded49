// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.look as look';
'require dynwan.schema as schema';
'require dynwan.service as service';
'require dynwan.situation as situation';
'require dynwan.target as target';
'require dynwan.time as time';
'require dynwan.words as words';

/*
 * The card on the overview: one line an account, of several names the one that
 * matters most. Of many accounts those are left out that are well.
 */

const MANY = 6;

return baseclass.extend({
	title: _('Dynamic DNS (dynwan)'),

	load() {
		return (schema.providers.length ? Promise.resolve() : schema.load()).then(() => service.look());
	},

	render(seen) {
		const trouble = situation.describe(seen);

		if (seen.denied || !seen.installed)
			return null;
		if (trouble)
			return E('div', {}, [ look.style(), E('em', {}, [ trouble.text ]), ' ', E('a', { 'href': target.status() }, [ _('More') ]) ]);

		const all = seen.board.accounts;
		const rank = (a) => words.rank(words.worst(a.records));
		const unwell = all.filter((a) => words.badge(words.worst(a.records)).colour != 'good').sort((a, b) => rank(a) - rank(b));
		const many = all.length > MANY;

		return E('div', {}, [ look.style(), E('table', { 'class': 'table dynwan-table' }, [
			...(many ? unwell.slice(0, MANY) : all).map((a) => this.line(a, seen)),
			...(many ? [ this.rest(all, unwell) ] : [])
		]) ]);
	},

	line(a, seen) {
		const s = words.worst(a.records);
		const badge = words.badge(s);
		const several = a.records.length > 1;

		return E('tr', { 'class': 'tr' }, [
			E('td', { 'class': 'td left', 'width': '33%' }, [ E('a', { 'href': target.status(a.account) }, [ several ? a.account : s.hostname || a.account ]) ]),
			E('td', { 'class': 'td left' }, [
				look.badge(badge.colour, badge.word), ' ', (several && s.state != 'current' ? words.title(s) + ': ' : '') + words.why(s, seen.uptime, seen.now, time.language()),
				...look.line(words.names(a.records)),
				...look.line(words.notice(s), 'dynwan-small'),
				...look.line(words.probe(s), 'dynwan-small')
			])
		]);
	},

	/* rest counts the accounts of which there is no line. */
	rest(all, unwell) {
		return E('tr', { 'class': 'tr' }, [
			E('td', { 'class': 'td left', 'width': '33%' }, [ E('a', { 'href': target.status() }, [ _('All accounts') ]) ]),
			E('td', { 'class': 'td left' }, [
				look.badge('good', _('Up to date')), ' ', time.fill(_('%s of %s accounts'), all.length - unwell.length, all.length)
			])
		]);
	}
});
