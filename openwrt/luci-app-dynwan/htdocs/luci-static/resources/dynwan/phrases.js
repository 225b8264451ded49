// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';

/*
 * What the daemon says, in the language of who looks. It speaks English to its
 * log; a sentence that is not listed here is shown as it came.
 */

/* sentences lists them; %s is what differs from one to the next. */
function sentences(_) {
	return [
		/* what is the case */
		_('the provider allows one update in %s'),
		_('the provider asked for a pause'),
		_('confirmed %s'),
		_('the name %s is at %s (DNS: %s)'),
		_('the name %s is at %s (DNS: %s), which may be old'),
		_('%s has only %s, shared by the provider\'s NAT'),
		_('%s has only %s, %s'),
		_('%s has no %s address'),
		_('%s is down'),
		_('%s has no carrier'),
		_('%s does not exist'),
		_('interface %s is down'),
		_('cannot reach %s: %s'),
		_('cannot trust %s: %s'),
		_('the certificate of %s is valid from %s on, and the clock says %s: is it set?'),
		_('cannot learn what %s holds: %s'),
		_('the name servers of %s disagree: %s'),
		_('no answer in %s, the update may have arrived'),
		_('the connection broke before the answer was complete, the update may have arrived'),
		_('an update may have arrived before dynwan was stopped'),
		_('accepted %s, not confirmed: the answer was %s'),
		_('accepted %s, but the name %s is at %s (DNS: %s)'),
		_('the provider is in trouble (status %s)'),
		_('the provider is in trouble: %s'),
		_('the provider did not update: %s'),
		_('the provider asks to slow down (status %s)'),
		_('a web page came instead of an answer; a login page of the line?'),
		_('a redirect came instead of an answer (status %s) and was not followed'),
		_('refused: login: %s'),
		_('refused: blocked: %s'),
		_('refused: %s, which may mean %s'),
		_('refused: %s'),
		_('cannot start the sender: %s'),
		_('the sender ended without a word: %s'),
		_('another dynwan sends for this account'),
		_('the configuration has changed since the start of dynwan'),
		_('cannot write %s: %s; after a restart DNS decides'),
		_('cannot write %s: %s; after a reboot DNS decides'),
		_('left out: %s'),
		_('the account ends on %s'),
		_('the account ended on %s'),

		/* of a provider where a record is deleted and another one added */
		_('cannot log in: %s'),
		_('the login took too long, nothing was changed'),
		_('the account may not hold records of type %s'),
		_('%s has more than one address, %s and %s: delete all but one at the provider'),
		_('cannot delete the record of %s: %s; nothing was added'),
		_('whether the record of %s is deleted is not known: %s; nothing was added'),
		_('the answer to the deletion of %s says neither yes nor no: %s; nothing was added'),
		_('the record of %s is deleted, and %s not added: %s'),
		_('cannot add %s: %s'),
		_('the provider held %s before the reboot, and DNS does not tell'),

		/* what is next */
		_('correct user or pass'),
		_('correct user or pass, or ask the provider'),
		_('ask the provider'),
		_('then press Update now'),
		_('comparing with DNS'),
		_('sending'),
		_('nothing to publish'),
		_('trying again'),
		_('asking DNS'),
		_('nothing is sent again'),
		_('correct email or pass'),
		_('correct email'),
		_('correct the account'),
		_('see to the account at the provider, then press Update now'),
		_('see to the domain at the provider, then press Update now'),
		_('ask the provider, then change a setting or press Update now')
	];
}

/* spoken is the daemon's form of a sentence that the page says more clearly. */
function spoken(sentence) {
	return sentence
		.replace('press Update now', 'run dynwan once')
		.replace('the name %s is at %s (DNS: %s)', '%s answers %s (%s)');
}

function pattern(sentence) {
	return new RegExp('^' + spoken(sentence).split('%s')
		.map((part) => part.replace(/[^A-Za-z0-9 ]/g, '\\$&')).join('(.+?)') + '$');
}

const PATTERNS = sentences((text) => text).map(pattern);
const WORDS = sentences(_);

/* value makes "11m0s" readable; addresses, names and reasons stay. */
function value(text) {
	const seconds = /^[0-9.]+[a-z]/.test(text) ? time.parse(text) : null;

	return seconds == null ? text : time.span(seconds);
}

return baseclass.extend({
	/* patterns are for a test: each must be something that the daemon says. */
	patterns: PATTERNS,

	say(text) {
		for (let i = 0; i < PATTERNS.length; i++) {
			const found = text.match(PATTERNS[i]);

			if (found)
				return time.fill(WORDS[i], ...found.slice(1).map(value));
		}

		return text;
	}
});
