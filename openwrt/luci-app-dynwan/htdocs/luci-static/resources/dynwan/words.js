// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.phrases as phrases';
'require dynwan.time as time';

/*
 * The status of one account in words: status.json and the time since the start
 * of the router go in, texts and a colour come out.
 */

const STATES = {
	'current': () => [ 'good', _('Up to date'), _('the provider has the address of the line') ],
	'sending': () => [ 'busy', _('Sending'), _('the provider is being told') ],
	'asking': () => [ 'busy', _('Asking'), _('a server is asked which address it sees') ],
	'settling': () => [ 'busy', _('Changing'), _('a new address must hold still for a moment') ],
	'waiting': () => [ 'hold', _('Held back'), _('an update waits for its time') ],
	'trying': () => [ 'warn', _('Trying again'), _('the last try did not work') ],
	'unverified': () => [ 'warn', _('Not confirmed'), _('the provider took the address and did not confirm it') ],
	'no address': () => [ 'warn', _('No public address'), _('the line holds nothing to publish') ],
	'refused': () => [ 'bad', _('Refused'), _('the provider said no') ],
	'misconfigured': () => [ 'bad', _('Wrong setting'), _('the settings of the account cannot be used') ]
};

/* known: a newer daemon may have a state that this page has not heard of. */
function known(state) {
	return Object.prototype.hasOwnProperty.call(STATES, state);
}

function kind(s) {
	if (s.state == 'sending' && /^asking /.test(s.next))
		return 'asking';

	return s.state == 'waiting' && s.problem ? 'trying' : s.state;
}

/*
 * split takes off what a text begins with and a column of its own shows: the
 * address, and the line that has it, or that a server sees it of.
 */
function split(s) {
	const text = s.text || '';
	const start = text.match(/^([0-9.]+)(?: on |, as [^ ]+ sees )/);
	const whole = start ? start[0] + s.device : '';
	const rest = text.slice(whole.length);

	if (!start || text.slice(0, whole.length) != whole || !/^($|; )/.test(rest))
		return { address: '', rest: text };

	return { address: start[1], rest: rest.replace(/^; /, '') };
}

return baseclass.extend({
	/* badge returns the colour's name and the word of a state. */
	badge(s) {
		const row = known(kind(s)) ? STATES[kind(s)]() : [ 'warn', String(s.state) ];

		return { colour: row[0], word: row[1] };
	},

	/* reason says why the account is in its state. */
	reason(s) {
		const found = split(s);
		const shown = found.address == this.address(s) || kind(s) == 'asking';
		const text = shown ? found.rest : s.text || '';

		if (text == '' && known(kind(s)))
			return STATES[kind(s)]()[2];

		return this.parts(text);
	},

	/* address is what is published, or what the line has while a server was not asked; "" for nothing. */
	address(s) {
		return s.address || split(s).address;
	},

	/* why is the reason, with the time until which an update is held back. */
	why(s, uptime, now, language) {
		if (kind(s) != 'waiting' || !s.until || s.until <= uptime)
			return this.reason(s);

		return time.fill(_('until %s: %s'), time.clock(s.until, uptime, now, language), this.reason(s));
	},

	/* since says how long the state lasts, and since when by the clock. */
	since(s, uptime, now, language) {
		if (!s.since)
			return '';

		return time.fill(_('since %s (%s)'), time.clock(s.since, uptime, now, language), time.span(uptime - s.since));
	},

	/* next says what follows, and when. */
	next(s, uptime, now, language) {
		const what = s.next ? phrases.say(s.next) : '';

		if (what == '' && s.state == 'current')
			return /^(behind NAT|cannot ask)/.test(s.check) ? _('waits for the line to change, or what the server sees') : _('waits for the line to change');
		if (what == '')
			return '';
		if (!s.until)
			return what;
		if (s.until - uptime < 1)
			return time.fill(_('%s now'), what);

		return time.fill(_('%s in %s, at %s'), what, time.span(s.until - uptime), time.clock(s.until, uptime, now, language));
	},

	/* confirmed says what the provider holds, as far as is known. */
	confirmed(s) {
		return s.confirmed || _('not known');
	},

	/* answer says what the provider said last, and when. */
	answer(s, uptime, now, language) {
		if (!s.answer)
			return '';

		return s.asked ? time.fill(_('%s, at %s'), s.answer, time.clock(s.asked, uptime, now, language)) : s.answer;
	},

	/* notice says what the provider tells about the account itself. */
	notice(s) {
		return s.notice ? phrases.say(s.notice) : '';
	},

	/* behind says whether the address is that of another router. */
	behind(s) {
		return /^behind NAT: /.test(s.check);
	},

	/* check says what a server sees that was asked for the address, if that is another one; or which other address the line has. */
	check(s) {
		return s.check ? phrases.say(s.check) : '';
	},

	/* account says what the account updates. */
	account(s) {
		return s.hostname && s.hostname != s.account ? s.hostname : '';
	},

	/* outcome says how "Update now" ended: the line that it printed. */
	outcome(name, code, line) {
		const leads = { 0: _('done'), 4: _('not sent'), 5: _('not known yet') };
		const prefix = name + ': ';
		const text = line.slice(0, prefix.length) == prefix ? line.slice(prefix.length) : line;
		const last = text.lastIndexOf('; ');
		const timed = last < 0 ? null : text.slice(last + 2).match(/^(.*) in ([0-9a-z]+)$/);
		const said = timed ? this.parts(text.slice(0, last)) + '; ' +
			time.fill(_('%s in %s'), phrases.say(timed[1]), time.span(time.parse(timed[2]) || 0)) : this.parts(text);

		return code == 3 ? said : time.fill('%s: %s', leads[code] || _('not possible'), said);
	},

	/* parts says sentences that stand one behind the other. */
	parts(text) {
		const remedy = /^refused: /.test(text) ? text.lastIndexOf('; ') : -1;

		/* A refusal that is tried again has its remedy in front of that. */
		if (remedy > 0 && phrases.known(text.slice(remedy + 2)))
			return phrases.say(text.slice(0, remedy)) + '; ' + phrases.say(text.slice(remedy + 2));

		const head = text.match(/^(([0-9.]+)(?: on |, as [^ ]+ sees )([^;]+)); (.*)$/);

		if (head)
			return (head[1] == head[2] + ' on ' + head[3] ? time.fill(_('%s on %s'), head[2], head[3]) : phrases.say(head[1])) + '; ' + this.parts(head[4]);

		return phrases.say(text) != text ? phrases.say(text) : text.split('; ').map((part) => phrases.say(part)).join('; ');
	}
});
