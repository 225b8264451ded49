// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';
'require dynwan.time as time';

/*
 * The status of a record in words: status.json, what is said of its account with
 * it, and the time since the start of the router go in, texts and a colour come
 * out.
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
	'misconfigured': () => [ 'bad', _('Wrong setting'), _('the settings of the account cannot be used') ],
	/* Of the page alone: the daemon does not know accounts that are not in use. */
	'starting': () => [ 'busy', _('Starting'), _('dynwan has not told of it yet') ],
	'off': () => [ 'off', _('Switched off'), _('its name is not kept up to date') ]
};

/* parse reads what "once -json" prints; of something else there are no records. */
function parse(output) {
	try {
		const printed = JSON.parse(output);

		return printed && Array.isArray(printed.records) ? printed : { records: [] };
	}
	catch (e) {
		return { records: [] };
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

/* COLOURS are those of the badges, the one that matters most first. */
const COLOURS = [ 'bad', 'warn', 'hold', 'busy', 'good', 'off' ];

/* only finds the message that tells of an address that cannot be published, in another one too. */
function only(m) {
	if (m == null || !Array.isArray(m.args))
		return null;

	return m.id == 'has-only' || m.id == 'has-only-and-more' ? m : m.args.map(only).find((found) => found) || null;
}

/* joined says messages one behind the other. */
function joined(list) {
	return message.joined(list.map(message.say));
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

	/* unusable is an address that the line has and nobody can publish, and why; null for none. */
	unusable(s) {
		const found = this.address(s) ? null : only(s.text);

		return found ? { address: String(found.args[1]), why: message.say(found.args[2]) } : null;
	},

	/* absent says whether the daemon does not tell of the account of a record. */
	absent(s) {
		return s.state == 'off' || s.state == 'starting';
	},

	/*
	 * useful says whether "Update now" can do something for a record: what is held
	 * back stays so, and a line or a setting must change by itself.
	 */
	useful(s) {
		return !this.absent(s) && ![ 'no address', 'misconfigured', 'waiting' ].includes(kind(s));
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

		return time.fill(_('since %s (%s)'), time.clock(s.since, uptime, now, language), time.age(uptime - s.since));
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

	/* answer says when the last update was sent, and what the provider said. */
	answer(s, uptime, now, language) {
		const when = s.asked ? time.clock(s.asked, uptime, now, language) : '';

		if (when && s.answer)
			return time.fill(_('last update %s, answer: %s'), when, s.answer);

		return when ? time.fill(_('last update %s'), when) : s.answer ? time.fill(_('last answer: %s'), s.answer) : '';
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

	/* account says what the account updates, unless that is its name. */
	account(s) {
		return s.hostname && s.hostname != s.account ? s.hostname : '';
	},

	/* family is that of one record of several that a name has, "" if it has one. */
	family(s) {
		return s.family && s.record.endsWith('/' + s.family) ? s.family : '';
	},

	/* title names a record beside others of its account. */
	title(s) {
		return [ s.hostname || s.record, this.family(s) ].filter((part) => part).join(' ');
	},

	/* rank is the smaller the more a record matters. */
	rank(s) {
		return COLOURS.indexOf(this.badge(s).colour);
	},

	/* worst is the record that matters most, the first of several. */
	worst(records) {
		return records.reduce((a, b) => this.rank(b) < this.rank(a) ? b : a);
	},

	/* devices are those of the lines that some records use, each once. */
	devices(records) {
		return Array.from(new Set(records.map((s) => s.device).filter((device) => device)));
	},

	/* names says how many names of an account are right in all their families; "" for one. */
	names(records) {
		const all = new Set(records.map((s) => s.hostname));
		const wrong = new Set(records.filter((s) => s.state != 'current').map((s) => s.hostname));

		return all.size < 2 ? '' : time.fill(_('%s of %s names up to date'), all.size - wrong.size, all.size);
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

	/* ended says how "Update now" ended for a record. */
	ended(s, uptime) {
		const said = joined(message.parts(s.text).concat(message.parts(s.next)));

		return s.until > uptime ? time.fill(_('%s in %s'), said, time.span(s.until - uptime)) : said;
	},

	/*
	 * outcome says how "Update now" ended: what the command printed of the
	 * account, or its complaint. Of several records that is what is not well.
	 */
	outcome(code, output) {
		const leads = { 0: _('done'), 4: _('not sent'), 5: _('not known yet') };
		const { records, uptime } = parse(output);
		const open = records.filter((s) => s.state != 'current');
		let said = output;

		if (records.length == 1)
			said = this.ended(records[0], uptime);
		else if (open.length)
			said = message.joined(open.map((s) => time.fill(_('%s: %s'), this.title(s), this.ended(s, uptime))));
		else if (records.length)
			said = this.names(records) || this.ended(records[0], 0);

		return code == 3 ? said : time.fill(_('%s: %s'), leads[code] || _('not possible'), said);
	}
});
