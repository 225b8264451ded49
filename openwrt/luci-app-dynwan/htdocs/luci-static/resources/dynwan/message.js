// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.schema as schema';
'require dynwan.time as time';

/*
 * What the daemon says, in the language of who looks. A message of status.json
 * has an ID, its values, and the English text.
 */

/* FRIENDLY are the page's own words where those of the log are terse, or name a command. */
const FRIENDLY = {
	'provider-unknown': _('must be a provider of the list; one of your own may have a mistake'),
	'correct-email-or-pass': _('correct login or password'),
	'correct-user-or-pass': _('correct user name or password'),
	'correct-user-or-pass-or-ask': _('correct user name or password, or ask the provider'),
	'login-unknown': _('whether the login is right shows only when an update is sent'),
	'would-send': _('saved like this, %s is sent to %s'),
	'would-send-nothing': _('saved like this, nothing need be sent: %s'),
	'answers': _('the name %s is at %s'),
	'held-by': _('%s (DNS: %s)'),
	'answers-maybe-old': _('the name %s is at %s, which may be old'),
	'accepted-but': _('accepted %s, but the name %s is at %s'),
	'no-public-record': _('the name %s is at %s, which is no public address: delete that record at the provider'),
	'until': _('valid until %s'),
	'behind-nat': _('behind another router (NAT): %s has %s, and %s sees %s'),
	'ask-then-change': _('ask the provider, then change a setting or press Update now'),
	'see-to-account': _('see to the account at the provider, then press Update now'),
	'see-to-domain': _('see to the domain at the provider, then press Update now'),
	'then-once': _('then press Update now')
};

/* text is the translation of an ID, null for one of a newer daemon. */
function text(id) {
	const english = schema.message(id);

	return Object.prototype.hasOwnProperty.call(FRIENDLY, id) ? FRIENDLY[id] : english && _(english);
}

/* spanOf is the seconds of a span such as "11m0s" or "5d6h", null for any other text. */
function spanOf(v) {
	const [ , days, rest ] = v.match(/^(?:([0-9]+)d)?((?:[0-9.]+[a-z]+)*)$/) || [];
	const seconds = rest ? time.parse(rest) : 0;

	return seconds != null && (days || rest) ? Number(days || 0) * 86400 + seconds : null;
}

/* value is a name, an address or a quoted answer as it is, a span readable. */
function value(v) {
	const seconds = typeof v == 'string' ? spanOf(v) : null;

	return seconds != null ? time.span(seconds) : say(v);
}

/* say is a message in words; of one that a newer daemon says, its English text. */
function say(m) {
	if (m == null || typeof m != 'object')
		return String(m || '');

	const args = Array.isArray(m.args) ? m.args : [];
	const words = text(m.id);

	if (words == null || words.split('%s').length != args.length + 1)
		return String(m.text || '');

	return time.fill(words, ...args.map(value));
}

/* sentence begins with a capital, as what stands below a field does. */
function sentence(words) {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/* joined are texts one behind the other. */
function joined(texts) {
	return texts.length ? texts.reduce((said, more) => time.fill(_('%s; %s'), said, more)) : '';
}

/* parts are the messages that "both" joins, in their order. */
function parts(m) {
	if (m == null || typeof m.id != 'string')
		return [];

	return m.id == 'both' && Array.isArray(m.args) ? [].concat(...m.args.map(parts)) : [ m ];
}

return baseclass.extend({
	friendly: Object.keys(FRIENDLY),

	say: say,
	sentence: sentence,
	joined: joined,
	parts: parts,

	/* rule is a message of the schema as a sentence: what a value breaks. */
	rule(id, ...args) {
		return sentence(say({ id: id, args: args, text: id }));
	},

	/* problem says what is wrong with an option, behind its name unless it stands at its field. */
	problem(p, name) {
		const words = p.rule && say(p.rule) || String(p.text || '');

		return name ? time.fill(_('%s: %s'), name, words) : sentence(words);
	}
});
