// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require ui';
'require dynwan.look as look';
'require dynwan.time as time';
'require dynwan.words as words';

/*
 * A row of the status page: what is said of an account, or of a record, or of an
 * account with its only record. A cell is built anew only when its text has
 * changed, so that a screen reader speaks when there is news.
 */

/* How long the outcome of "Update now" is shown: soon the state tells more. */
const MESSAGE_TIME = 60000;


function cell(title) {
	return E('td', { 'class': 'td left', 'data-title': title });
}

function put(node, parts) {
	const key = parts.map((p) => p.textContent).join('\n');

	if (node.shown !== key) {
		node.shown = key;
		dom.content(node, parts);
	}
}

/* on names the lines. */
function on(devices) {
	return look.line(devices.length ? time.fill(_('on %s'), devices.join(', ')) : '', 'dynwan-small');
}

return baseclass.extend({
	head() {
		const titles = [ _('Account'), _('State'), _('Your line has'), _('Provider confirmed'), _('What is next') ];

		return E('thead', {}, [ E('tr', { 'class': 'tr table-titles' }, [
			...titles.map((title) => E('th', { 'class': 'th left', 'scope': 'col' }, [ title ]))
		]) ]);
	},

	/* make returns a row; once is null if it has no button, and title what its first cell is called on a phone. */
	make(name, once, title) {
		const r = {
			name: name, message: '', told: 0,
			account: cell(title), state: cell(_('State')), line: cell(_('Your line has')),
			confirmed: cell(_('Provider confirmed')), next: cell(_('What is next')),
			news: E('div', { 'aria-live': 'polite' }), past: E('div', { 'class': 'dynwan-small' }),
			soon: E('div'), answer: E('div', { 'role': 'status', 'class': 'dynwan-small' })
		};

		dom.content(r.state, [ r.news, r.past ]);
		r.button = once ? E('button', {
			'class': 'btn cbi-button cbi-button-action', 'data-account': name,
			'title': time.fill(_('Do now for %s what dynwan would do; the time that the provider wants between two updates is kept'), name),
			'click': ui.createHandlerFn(r, once)
		}, [ _('Update now') ]) : null;
		dom.content(r.next, [ r.soon ].concat(r.button ? [ E('div', {}, [ r.button ]) ] : [], [ r.answer ]));
		r.node = E('tr', { 'class': 'tr', 'data-account': name }, [ r.account, r.state, r.line, r.confirmed, r.next ]);

		return r;
	},

	/*
	 * account shows what is said once of an account whose records are s and the
	 * rest of a list: that alone, if they have rows of their own, or with s.
	 */
	account(r, list, running, uptime, now) {
		const s = list[0];
		const several = list.length > 1;

		put(r.account, [ E('strong', {}, [ s.account ]) ].concat(look.line(several ? s.provider || '' : words.account(s), several ? 'dynwan-small' : '')));
		if (several)
			put(r.news, look.line(running ? words.names(list) : '').concat(look.line(words.memory(s))));
		else
			this.news(r, s, running, uptime, now, look.line(words.memory(s)));
		put(r.past, (several ? [] : look.line(running ? words.since(s, uptime, now, time.language()) : '')).concat(
			look.line(words.notice(s)), several ? [] : this.answered(s, uptime, now)));
		put(r.line, (several ? [] : this.address(s)).concat(
			words.behind(s) ? [] : on(words.devices(list)),
			look.line(words.probe(s), 'dynwan-small'),
			look.line(running ? '' : _('before it stopped'), 'dynwan-small'),
			look.line(words.ipv6(s) ? time.fill(_('IPv6 (not published): %s'), words.ipv6(s)) : '', 'dynwan-small')));
		this.provider(r, several ? null : s, running, uptime, now);
		if (r.button)
			r.button.style.display = running && s.state != 'misconfigured' ? '' : 'none';
		put(r.answer, [ E('span', {}, [ now.getTime() - r.told < MESSAGE_TIME ? r.message : '' ]) ]);
	},

	/* record shows one record of a list, with its line if not all have the same. */
	record(r, s, list, running, uptime, now) {
		put(r.account, [ E('div', {}, [ s.hostname || s.record ]) ].concat(look.line(words.family(s), 'dynwan-small')));
		this.news(r, s, running, uptime, now, []);
		put(r.past, look.line(running ? words.since(s, uptime, now, time.language()) : '').concat(this.answered(s, uptime, now)));
		put(r.line, this.address(s).concat(words.devices(list).length > 1 ? on(words.devices([ s ])) : []));
		this.provider(r, s, running, uptime, now);
	},

	/* news is the state of a record, and why. */
	news(r, s, running, uptime, now, more) {
		const badge = running ? words.badge(s) : { colour: 'warn', word: _('Not running') };

		put(r.news, [ E('div', {}, [ look.badge(badge.colour, badge.word) ]) ].concat(
			look.line(running ? words.why(s, uptime, now, time.language()) : time.fill(_('known last: %s'), words.badge(s).word)), more));
	},

	answered(s, uptime, now) {
		return look.line(s.answer ? time.fill(_('last answer: %s'), words.answer(s, uptime, now, time.language())) : '');
	},

	address(s) {
		return [ E('div', { 'class': 'dynwan-address' }, [ words.address(s) || _('none') ]) ];
	},

	/* provider shows what the provider holds, and what is next: nothing, of a daemon that has ended. */
	provider(r, s, running, uptime, now) {
		put(r.confirmed, s ? [ E('div', { 'class': 'dynwan-address' }, [ words.confirmed(s) ]) ] : []);
		put(r.soon, [ E('span', {}, [ s && running ? words.next(s, uptime, now, time.language()) : '' ]) ]);
	},

	/* said shows how "Update now" ended. */
	said(r, code, output) {
		this.tell(r, words.outcome(code, output.trim()));
	},

	/* refocus: LuCI takes the focus from a button that is at work. */
	refocus(r) {
		window.setTimeout(() => {
			if (r && r.button && document.activeElement == document.body)
				r.button.focus();
		}, 0);
	},

	failed(r, e) {
		this.tell(r, e.name == 'PermissionError' ? _('this login may not do that')
			: _('it takes longer than the page may wait; the state will show how it ends'));
	},

	tell(r, text) {
		r.told = Date.now();
		r.message = time.fill('%s: %s', new Date().toLocaleTimeString(time.language(), { hour: '2-digit', minute: '2-digit' }), text);
	}
});
