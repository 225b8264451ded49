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

/* say is a line of a cell, with its class; empty ones are left out. */
function say(text, style) {
	return text ? [ { text: text, style: style || '', href: '' } ] : [];
}

/* way is one that leads to the settings of an account, which its name tells who does not see the row. */
function way(text, account, href) {
	return { text: text, style: '', href: href, name: time.fill(_('%s, %s'), text, account) };
}

function badge(b) {
	return [ { text: b.word, style: 'dynwan-state', badge: b.colour, href: '' } ];
}

function node(l) {
	return E('div', { 'class': l.style || null }, [
		l.badge ? look.badge(l.badge, l.text) : l.href ? E('a', { 'href': l.href, 'aria-label': l.name }, [ l.text ]) : l.text
	]);
}

function put(at, lines) {
	const key = lines.map((l) => [ l.style, l.badge, l.href, l.text ].join(' ')).join('\n');

	if (at.shown !== key) {
		at.shown = key;
		dom.content(at, lines.map(node));
	}
}

/* hide takes an empty last cell away: on a phone each has a title, which would stand over nothing. */
function hide(r) {
	r.next.classList.toggle('dynwan-none', !r.soon.shown && !r.links.shown && !r.answer.shown && (!r.button || r.button.style.display == 'none'));
}

/* some are the values of a list, each once, and no more of them than a line has room for. */
function some(list) {
	const all = [ ...new Set(list.filter((value) => value)) ];

	return all.slice(0, 2).concat(all.length > 2 ? [ '…' ] : []).map((value) => ({ text: value, style: 'dynwan-address dynwan-brief', href: '' }));
}

/* on names the lines. */
function on(devices) {
	return say(devices.length ? time.fill(_('on %s'), devices.join(', ')) : '', 'dynwan-small');
}

/* host names the host behind the router that has the address. */
function host(s) {
	return say(s.host ? time.fill(_('IPv6 of the host %s'), s.host) : '', 'dynwan-small');
}

return baseclass.extend({
	head() {
		const titles = [ _('Account'), _('State'), _('Your line has'), _('Provider confirmed'), _('What is next') ];

		return E('thead', {}, [ E('tr', { 'class': 'tr table-titles' }, [
			...titles.map((title) => E('th', { 'class': 'th left', 'scope': 'col' }, [ title ]))
		]) ]);
	},

	/*
	 * make returns a row. may is what its user may do, each a function or null:
	 * once updates now, turn switches the account, settings leads to an option.
	 * title is what its first cell is called on a phone.
	 */
	make(name, may, title) {
		const r = {
			name: name, message: '', told: 0, may: may,
			account: cell(title), state: cell(_('State')), line: cell(_('Your line has')),
			confirmed: cell(_('Provider confirmed')), next: cell(_('What is next')),
			who: E('div'), news: E('div', { 'aria-live': 'polite' }), past: E('div', { 'class': 'dynwan-small' }),
			soon: E('div'), links: E('div'), answer: E('div', { 'role': 'status', 'class': 'dynwan-small' })
		};

		r.toggle = may.turn ? E('input', {
			'type': 'checkbox', 'role': 'switch', 'aria-label': time.fill(_('Enabled: %s'), name), 'data-switch': name,
			'change': (ev) => may.turn(ev.target.checked)
		}) : null;
		r.button = may.once ? E('button', {
			'class': 'btn cbi-button cbi-button-action', 'data-account': name,
			'aria-label': time.fill(_('%s: %s'), _('Update now'), name), 'title': time.fill(_('Do now for %s what dynwan would do; the time that the provider wants between two updates is kept'), name),
			'click': ui.createHandlerFn(r, may.once)
		}, [ _('Update now') ]) : null;
		dom.content(r.account, [ r.who ].concat(r.toggle ? [ E('label', { 'class': 'dynwan-switch dynwan-small' }, [ r.toggle, ' ', _('Enabled') ]) ] : []));
		dom.content(r.state, [ r.news, r.past ]);
		dom.content(r.next, [ r.soon, r.links ].concat(r.button ? [ E('div', { 'class': 'dynwan-more' }, [ r.button ]) ] : [], [ r.answer ]));
		r.node = E('tr', { 'class': 'tr', 'data-account': name }, [ r.account, r.state, r.line, r.confirmed, r.next ]);

		return r;
	},

	/*
	 * account shows what is said once of an account whose records are s and the
	 * rest of a list: that alone, if they have rows of their own, or with s.
	 * problems are those of its settings; enabled says whether it is switched on there.
	 */
	account(r, list, problems, enabled, running, uptime, now) {
		const s = list[0];
		const several = list.length > 1;
		const absent = words.absent(s) || s.state == 'misconfigured'; /* nobody looks at its line */

		put(r.who, say(s.account, 'dynwan-name').concat(several ? say(s.provider, 'dynwan-small') : say(words.account(s)).concat(say(s.family, 'dynwan-small'))));
		if (several)
			put(r.news, badge(this.badge(words.worst(list), running)).map((l) => Object.assign(l, { style: 'dynwan-state dynwan-brief' })).concat(
				say(running ? words.names(list) : ''), say(words.memory(s))));
		else
			this.news(r, s, running, uptime, now, say(words.memory(s)));
		put(r.past, (several ? [] : say(running ? words.since(s, uptime, now, time.language()) : '')).concat(
			say(words.notice(s)), several ? [] : say(words.answer(s, uptime, now, time.language()))));
		put(r.line, (several ? some(list.map((one) => words.address(one))) : absent ? [] : this.address(s)).concat(
			several || absent ? [] : host(s), words.behind(s) ? [] : on(words.devices(list)),
			say(words.probe(s), 'dynwan-small'),
			say(running || absent ? '' : _('before it stopped'), 'dynwan-small'),
			say(words.ipv6(s) ? time.fill(_('IPv6 (not published): %s'), words.ipv6(s)) : '', 'dynwan-small')));
		if (several)
			put(r.confirmed, some(list.map((one) => one.confirmed)));
		else
			put(r.confirmed, absent ? [] : say(words.confirmed(s), 'dynwan-address'));
		put(r.soon, say(!several && running ? words.next(s, uptime, now, time.language()) : ''));
		put(r.links, this.ways(r, s, problems));
		if (r.button)
			r.button.style.display = running && list.some((one) => words.useful(one)) ? '' : 'none';
		if (r.toggle)
			r.toggle.checked = enabled;
		put(r.answer, say(this.speaks(r, now) && !this.later(r, list, uptime, now) ? r.message : ''));
		hide(r);
	},

	/* record shows one record of a list, with its line if not all have the same. */
	record(r, s, list, running, uptime, now) {
		put(r.who, say(s.hostname || s.record).concat(say(s.family, 'dynwan-small')));
		this.news(r, s, running, uptime, now, []);
		put(r.past, say(running ? words.since(s, uptime, now, time.language()) : '').concat(say(words.answer(s, uptime, now, time.language()))));
		put(r.line, this.address(s).concat(host(s), words.devices(list).length > 1 ? on(words.devices([ s ])) : []));
		put(r.confirmed, say(words.confirmed(s), 'dynwan-address'));
		put(r.soon, say(running ? words.next(s, uptime, now, time.language()) : ''));
		hide(r);
	},

	badge(s, running) {
		return running || s.state == 'off' ? words.badge(s) : { colour: 'warn', word: _('Not running') };
	},

	/* news is the state of a record, and why. */
	news(r, s, running, uptime, now, more) {
		const known = running || s.state == 'off';

		put(r.news, badge(this.badge(s, running)).concat(
			say(known ? words.why(s, uptime, now, time.language()) : words.absent(s) ? '' : time.fill(_('known last: %s'), words.badge(s).word), 'dynwan-reason'), more));
	},

	/* address is what the line has; what nobody can publish is grey, with the reason. */
	address(s) {
		const other = words.unusable(s);

		return other ? say(other.address, 'dynwan-address dynwan-grey').concat(say(other.why, 'dynwan-small'))
			: say(words.address(s) || _('none'), 'dynwan-address');
	},

	/* ways lead to the options that are wrong, or to the account that the provider refuses. */
	ways(r, s, problems) {
		const to = r.may.settings;

		if (!to)
			return [];
		if (s.state == 'refused')
			return [ way(_('Open its settings'), s.account, to(s.account, '')) ];

		return problems.map((p) => way(p.option ? time.fill(_('Correct: %s'), p.title) : _('Open its settings'), s.account, to(s.account, p.option)));
	},

	/* said shows how "Update now" ended. */
	said(r, code, output) {
		this.tell(r, words.outcome(code, output.trim()));
	},

	/* speaks says whether how "Update now" ended is still shown, or was a moment ago. */
	speaks(r, now) {
		return now.getTime() - r.told < MESSAGE_TIME;
	},

	/* later says whether something has happened since. */
	later(r, list, uptime, now) {
		return list.some((s) => s.since > uptime - (now.getTime() - r.told) / 1000 + 5);
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
		r.message = time.fill(_('%s: %s'), new Date().toLocaleTimeString(time.language(), { hour: '2-digit', minute: '2-digit' }), text);
	}
});
