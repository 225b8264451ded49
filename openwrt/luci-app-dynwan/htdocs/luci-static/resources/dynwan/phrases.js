// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';

/*
 * What the daemon says, in the language of who looks. It speaks English to its
 * log; a sentence that is not listed here is shown as it came.
 */

/*
 * sentences lists them; %s is what differs from one to the next, and may be a
 * sentence itself. The first that fits is taken, so a longer one stands before
 * the one that it begins with.
 */
function sentences(_) {
	return [
		/* what is the case */
		_('the provider allows one update in %s'),
		_('the provider asked for a pause'),
		_('waiting for its turn'),
		_('confirmed %s; cannot set up the port relay: %s'),
		_('confirmed %s; the answer to the port relay says neither yes nor no: %s'),
		_('confirmed %s'),
		_('the name %s is at %s (DNS: %s)'),
		_('the name %s is at %s (DNS: %s), which may be old'),
		_('%s has only %s, shared by the provider\'s NAT'),
		_('%s has only %s, which prefer leaves out'),
		_('%s has only %s, %s'),
		_('%s has no %s address'),
		_('%s has %s too; prefer says which one is published'),
		_('%s is down'),
		_('%s has no carrier'),
		_('%s does not exist'),
		_('interface %s is down'),
		_('cannot find %s: the resolver does not answer'),
		_('cannot find %s: %s'),
		_('cannot reach %s: %s'),
		_('cannot trust %s: %s'),
		_('the certificate of %s is valid from %s on, and the clock says %s: is it set?'),
		_('its certificate ended on %s, and the clock says %s'),
		_('the authority in ca-bundle ended on %s, and the clock says %s: upgrade ca-bundle'),
		_('its certificate is for another name'),
		_('its certificate is for no name (SAN): the provider has to renew it'),
		_('its certificate is signed by itself alone'),
		_('no authority in ca-bundle signed its certificate: upgrade ca-bundle'),
		_('no authorities in /etc/ssl/certs: install ca-bundle'),
		_('no route by %s, but by another device: see bind'),
		_('no route by %s'),
		_('no connection in %s'),
		_('the connection was closed'),
		_('cannot learn what %s holds: %s'),
		_('the name servers of %s disagree: %s'),
		_('no answer in %s, the update may have arrived'),
		_('the connection broke before the answer was complete, the update may have arrived'),
		_('an update may have arrived before dynwan was stopped'),
		_('accepted %s, not confirmed: the answer was %s; cannot set up the port relay: %s'),
		_('accepted %s, not confirmed: the answer was %s; the answer to the port relay says neither yes nor no: %s'),
		_('accepted %s, not confirmed: the answer was %s'),
		_('accepted %s, but the name %s is at %s (DNS: %s)'),
		_('the provider is in trouble (status %s)'),
		_('the provider is in trouble: %s'),
		_('the provider did not update: %s'),
		_('the provider asks to slow down (status %s)'),
		_('the answer was empty'),
		_('the provider\'s firewall answered in its place'),
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
		_('the account ends on %s, level %s'),
		_('the account ended on %s, level %s'),
		_('the account ends on %s'),
		_('the account ended on %s'),
		_('level %s, valid until %s'),
		_('level %s'),
		_('valid until %s'),

		/* of a provider where a record is deleted and another one added */
		_('cannot log in: %s'),
		_('the login took too long, nothing was changed'),
		_('the account may not hold records of type %s'),
		_('%s has more than one address, %s and %s: delete all but one at the provider'),
		_('refused: the name %s is at %s, which is no public address: delete that record at the provider'),
		_('cannot delete the record of %s: %s; nothing was added'),
		_('whether the record of %s is deleted is not known: %s; nothing was added'),
		_('the answer to the deletion of %s says neither yes nor no: %s; nothing was added'),
		_('the record of %s is deleted, and %s not added: %s'),
		_('cannot add %s: %s'),
		_('the provider held %s before the reboot, and DNS does not tell'),
		_('the provider took %s and said neither yes nor no'),
		_('the old record is deleted and the new one not added'),
		_('%s, %s may have been added'),
		_('cannot set up the port relay: %s'),
		_('the answer to the port relay says neither yes nor no: %s'),
		_('the server said %s'),
		_('the answer has the status %s'),
		_('the answer does not say so: %s'),
		_('the connection broke before the answer was complete'),
		_('what came is no answer of a web server'),
		_('no answer came in time'),
		_('dynwan did not wait for the answer'),
		_('dynwan was stopped'),
		_('the address changed before anything was sent'),
		_('the server\'s name cannot be read'),
		_('its command is not known'),

		/* of a server that is asked for the address */
		_('the server may be asked once in %s'),
		_('behind another router (NAT): %s has %s, and %s sees %s; cannot ask again: %s'),
		_('behind another router (NAT): %s has %s, and %s sees %s'),
		_('cannot ask again: %s'),
		_('the address that %s sees is not known yet'),
		_('the answer to the IP check does not say %s'),
		_('the answer to the IP check holds no public IPv4 address'),
		_('the answer to the IP check holds more than one public IPv4 address: %s and %s'),
		_('the server answered the IP check with an error: %s'),
		_('the server did not answer the IP check: %s'),
		_('%s, as %s sees %s'),
		_('%s, the update may have arrived'),

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
		_('asking %s which address it sees'),
		_('asking again'),
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
		.replace('behind another router (NAT): %s has %s, and', 'behind NAT: %s holds %s,')
		.replace('valid until', 'until')
		.replace('the name %s is at %s (DNS: %s)', '%s answers %s (%s)')
		.replace('the name %s is at %s, which', '%s answers %s, which');
}

/* What differs. What the daemon quotes is a server's, so no part of a sentence is found in it. */
const ANY = '("(?:[^"\\\\]|\\\\.)*".*?|[^"].*?)';

function pattern(sentence) {
	return new RegExp('^' + sentence.split('%s').map((part) => part.replace(/[^A-Za-z0-9 ]/g, '\\$&')).join(ANY) + '$');
}

/* The longest text of a status that can be a sentence. */
const LONGEST = 2000;

const SPOKEN = sentences((text) => text).map(spoken);
const PATTERNS = SPOKEN.map(pattern);
const WORDS = sentences(_);

/* value makes "11m0s" readable and translates a reason; addresses and names stay. */
function value(text) {
	const seconds = /^[0-9.]+[a-z]/.test(text) ? time.parse(text) : null;

	if (seconds != null)
		return time.span(seconds);

	return text.indexOf(' ') < 0 ? text : say(text);
}

function say(text) {
	if (text.length > LONGEST) /* a status has no such text; the patterns would take minutes */
		return text.slice(0, LONGEST) + '…';

	for (let i = 0; i < PATTERNS.length; i++) {
		const found = text.match(PATTERNS[i]);

		if (found)
			return time.fill(WORDS[i], ...found.slice(1).map(value));
	}

	return text;
}

return baseclass.extend({
	/* These are for a test: each must be something that the daemon says. */
	spoken: SPOKEN,
	patterns: PATTERNS,

	/* known says whether the daemon has a sentence without anything that differs. */
	known: (text) => SPOKEN.indexOf(text) >= 0,

	say: say
});
