// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';
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

/* parse reads what "once -json" prints, null if it is something else. */
function parse(output) {
	try {
		const status = JSON.parse(output);

		return status && typeof status == 'object' ? status : null;
	}
	catch (e) {
		return null;
	}
}

/* known: a newer daemon may have a state that this page has not heard of. */
function known(state) {
	return Object.prototype.hasOwnProperty.call(STATES, state);
}

function kind(s) {
	if (s.state == 'sending' && s.next && s.next.id == 'asking-server')
		return 'asking';

	return s.state == 'waiting' && s.problem ? 'trying' : s.state;
}

/*
 * split takes off what a text begins with and a column of its own shows: the
 * address, and the line that has it, or that a server sees it of.
 */
function split(s) {
	const all = message.parts(s.text);
	const args = all.length && Array.isArray(all[0].args) ? all[0].args : [];
	const at = { 'on-device': 1, 'seen-by': 2 }[all.length ? all[0].id : ''];

	if (at == null || args[at] != s.device)
		return { address: '', rest: all };

	return { address: String(args[0]), rest: all.slice(1) };
}

/* joined says messages one behind the other. */
function joined(list) {
	return list.map(message.say).join('; ');
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
		const shown = found.address != '' && (found.address == this.address(s) || kind(s) == 'asking');
		const list = shown ? found.rest : message.parts(s.text);

		if (list.length == 0 && known(kind(s)))
			return STATES[kind(s)]()[2];

		return joined(list);
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
		const what = message.say(s.next);

		if (what == '' && s.state == 'current')
			return message.parts(s.probe).some((m) => [ 'behind-nat', 'cannot-ask-again' ].includes(m.id)) ? _('waits for the line to change, or what the server sees') : _('waits for the line to change');
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
		return message.say(s.notice);
	},

	/* behind says whether the address is that of another router. */
	behind(s) {
		return message.parts(s.probe).some((m) => m.id == 'behind-nat');
	},

	/* probe says what a server sees that was asked for the address, if that is another one; or which other address the line has. */
	probe(s) {
		return joined(message.parts(s.probe));
	},

	/* account says what the account updates, unless that is in its name: of several names it is ACCOUNT/NAME. */
	account(s) {
		return s.hostname && s.hostname != s.account.split('/').pop() ? s.hostname : '';
	},

	/* memory says why the state of the account cannot be kept. */
	memory(s) {
		return message.say(s.memory);
	},

	/* ipv6 is the IPv6 address of the line, or why there is none; "" for one that every line has. */
	ipv6(s) {
		const why = s.ipv6 && Array.isArray(s.ipv6.args) ? s.ipv6.args[2] : null;

		return why && why.id == 'link-local' ? '' : message.say(s.ipv6);
	},

	/*
	 * outcome says how "Update now" ended: the status that the command printed,
	 * or its complaint.
	 */
	outcome(code, output) {
		const leads = { 0: _('done'), 4: _('not sent'), 5: _('not known yet') };
		const printed = parse(output);
		let said = output;

		if (printed) {
			said = joined(message.parts(printed.text).concat(message.parts(printed.next)));
			if (printed.until > printed.uptime)
				said = time.fill(_('%s in %s'), said, time.span(printed.until - printed.uptime));
		}

		return code == 3 ? said : time.fill('%s: %s', leads[code] || _('not possible'), said);
	}
});
