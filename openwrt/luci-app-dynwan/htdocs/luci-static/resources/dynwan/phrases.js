// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';

/*
 * What the daemon says, in the language of who looks. A message of status.json
 * has an ID, its values, and the English text; docs/messages.md lists all.
 */

/* texts are the page's own, by ID; %s is a value, which may be a message itself. */
function texts(_) {
	return {
		/* what a line holds */
		'on-device': _('%s on %s'),
		'seen-by': _('%s, as %s sees %s'),
		'also': _('%s has %s too; prefer says which one is published'),
		'family-missing': _('no %s address to publish: %s'),
		'no-device': _('%s does not exist'),
		'device-down': _('%s is down'),
		'no-carrier': _('%s has no carrier'),
		'interface-down': _('interface %s is down'),
		'no-address': _('%s has no %s address'),
		'has-only': _('%s has only %s, %s'),
		'has-only-and-more': _('%s has only %s, %s (and %s more)'),
		'loopback': _('a loopback address'),
		'link-local': _('a link-local address'),
		'multicast': _('a multicast address'),
		'unspecified': _('no address at all'),
		'broadcast': _('the broadcast address'),
		'private': _('a private address'),
		'shared': _('shared by the provider\'s NAT'),
		'up-to-nat': _('used only up to the provider\'s NAT'),
		'documentation': _('a documentation address'),
		'benchmarks': _('an address for benchmarks'),
		'reserved': _('a reserved address'),
		'not-global': _('not of global scope'),
		'used-elsewhere': _('which another machine uses'),
		'tentative': _('not checked for duplicates yet'),
		'deprecated': _('deprecated'),
		'temporary': _('a temporary privacy address'),
		'left-out-by-prefer': _('which prefer leaves out'),

		/* what DNS says */
		'answers': _('the name %s is at %s'),
		'held-by': _('%s (DNS: %s)'),
		'answers-maybe-old': _('the name %s is at %s, which may be old'),
		'accepted-but': _('accepted %s, but the name %s is at %s'),
		'disagree': _('the name servers of %s disagree: %s'),
		'cannot-learn': _('cannot learn what %s holds: %s'),
		'not-told-after-reboot': _('the provider held %s before the reboot, and DNS does not tell'),
		'at-server': '%s: %s',
		'of-resolver': '%s %s: %s',
		'of-alias': _('alias %s: %s'),
		'silent': _('no answer'),
		'ended-early': _('ended the connection before its answer'),
		'truncated': _('answer is truncated even over TCP'),
		'too-many-questions': _('leads to too many questions'),
		'malformed': _('malformed answer'),
		'alias-loop': _('too many aliases in a row'),
		'no-host': _('no such host'),
		'not-a-host': _('not a host name'),
		'lame': _('does not serve this name'),
		'lame-because': _('does not serve this name: %s'),
		'no-servers-of-zone': _('found no name servers of its zone'),
		'no-servers': _('found no name servers of %s: %s'),
		'no-known-address': _('has no known address: %s'),
		'at-no-public-address': _('has the address %s, which is not public'),
		'answers-no-public-address': _('answers %s, which is not public'),
		'own-data': _('answers from its own data'),
		'no-recursion': _('does not ask other servers'),
		'not-understood': _('did not understand the question'),
		'server-failure': _('has a failure of its own'),
		'not-implemented': _('does not know such questions'),
		'query-refused': _('refuses to answer'),
		'error-code': _('answers with error %s'),

		/* a server that is not reached or not trusted */
		'cannot-find': _('cannot find %s: %s'),
		'cannot-reach': _('cannot reach %s: %s'),
		'cannot-trust': _('cannot trust %s: %s'),
		'not-yet-valid': _('the certificate of %s is valid from %s on, and the clock says %s: is it set?'),
		'certificate-ended': _('its certificate ended on %s, and the clock says %s'),
		'authority-ended': _('the authority in ca-bundle ended on %s, and the clock says %s: upgrade ca-bundle'),
		'no-authorities': _('no authorities in /etc/ssl/certs: install ca-bundle'),
		'other-name': _('its certificate is for another name'),
		'no-name': _('its certificate is for no name (SAN): the provider has to renew it'),
		'self-signed': _('its certificate is signed by itself alone'),
		'unknown-authority': _('no authority in ca-bundle signed its certificate: upgrade ca-bundle'),
		'resolver-silent': _('the resolver does not answer'),
		'no-route': _('no route by %s'),
		'no-route-see-bind': _('no route by %s, but by another device: see bind'),
		'no-connection': _('no connection in %s'),
		'connection-closed': _('the connection was closed'),
		'stopped': _('stopped'),
		'server-unreadable': _('the server\'s name cannot be read'),
		'address-changed': _('the address changed before anything was sent'),

		/* what became of an update */
		'confirmed': _('confirmed %s'),
		'accepted': _('accepted %s, not confirmed: the answer was %s'),
		'took': _('the provider took %s and said neither yes nor no'),
		'refused': _('refused: %s'),
		'refused-login': _('login: %s'),
		'refused-blocked': _('blocked: %s'),
		'status': _('status %s'),
		'may-mean': _('%s, which may mean %s'),
		'did-not-update': _('the provider did not update: %s'),
		'in-trouble': _('the provider is in trouble: %s'),
		'in-trouble-status': _('the provider is in trouble (status %s)'),
		'slow-down': _('the provider asks to slow down (status %s)'),
		'firewall': _('the provider\'s firewall answered in its place'),
		'redirect': _('a redirect came instead of an answer (status %s) and was not followed'),
		'web-page': _('a web page came instead of an answer; a login page of the line?'),
		'empty': _('the answer was empty'),
		'may-have-arrived': _('%s, the update may have arrived'),
		'may-have-arrived-before': _('an update may have arrived before dynwan was stopped'),
		'no-answer': _('no answer in %s'),
		'broke': _('the connection broke'),
		'broke-early': _('the connection broke before the answer was complete'),
		'no-web-server': _('what came is no answer of a web server'),
		'not-waited': _('dynwan did not wait for the answer'),

		/* a provider where a record is deleted and another one added */
		'cannot-log-in': _('cannot log in: %s'),
		'login-slow': _('the login took too long, nothing was changed'),
		'no-such-type': _('the account may not hold records of type %s'),
		'several-addresses': _('%s has more than one address, %s and %s: delete all but one at the provider'),
		'no-public-record': _('the name %s is at %s, which is no public address: delete that record at the provider'),
		'cannot-delete': _('cannot delete the record of %s: %s; nothing was added'),
		'deletion-unknown': _('whether the record of %s is deleted is not known: %s; nothing was added'),
		'deletion-unclear': _('the answer to the deletion of %s says neither yes nor no: %s; nothing was added'),
		'not-added': _('the record of %s is deleted, and %s not added: %s'),
		'cannot-add': _('cannot add %s: %s'),
		'may-be-added': _('%s, %s may have been added'),
		'old-deleted': _('the old record is deleted and the new one not added'),
		'relay-failed': _('cannot set up the port relay: %s'),
		'relay-unclear': _('the answer to the port relay says neither yes nor no: %s'),
		'command-unknown': _('its command is not known'),
		'not-said': _('the answer does not say so: %s'),
		'server-said': _('the server said %s'),
		'answer-status': _('the answer has the status %s'),
		'no-answer-in-time': _('no answer came in time'),
		'was-stopped': _('dynwan was stopped'),
		'account-ends': _('the account ends on %s'),
		'account-ended': _('the account ended on %s'),
		'level': _('level %s'),
		'until': _('valid until %s'),

		/* a server that is asked for the address */
		'asks-rarely': _('the server may be asked once in %s'),
		'behind-nat': _('behind another router (NAT): %s has %s, and %s sees %s'),
		'cannot-ask-again': _('cannot ask again: %s'),
		'not-seen-yet': _('the address that %s sees is not known yet'),
		'check-no-login': _('the answer to the IP check does not say %s'),
		'check-no-address': _('the answer to the IP check holds no public IPv4 address'),
		'check-many-addresses': _('the answer to the IP check holds more than one public IPv4 address: %s and %s'),
		'check-error': _('the server answered the IP check with an error: %s'),
		'check-failed': _('the server did not answer the IP check: %s'),

		/* what is next */
		'both': '%s; %s',
		'list': '%s, %s',
		'sending': _('sending'),
		'comparing': _('comparing with DNS'),
		'trying-again': _('trying again'),
		'asking-dns': _('asking DNS'),
		'asking-server': _('asking %s which address it sees'),
		'asking-again': _('asking again'),
		'nothing-to-publish': _('nothing to publish'),
		'nothing-sent-again': _('nothing is sent again'),
		'waiting-for-turn': _('waiting for its turn'),
		'one-update-in': _('the provider allows one update in %s'),
		'pause': _('the provider asked for a pause'),
		'correct-account': _('correct the account'),
		'correct-email': _('correct email'),
		'correct-email-or-pass': _('correct email or pass'),
		'correct-user-or-pass': _('correct user or pass'),
		'correct-user-or-pass-or-ask': _('correct user or pass, or ask the provider'),
		'ask-provider': _('ask the provider'),
		'ask-then-change': _('ask the provider, then change a setting or press Update now'),
		'see-to-account': _('see to the account at the provider, then press Update now'),
		'see-to-domain': _('see to the domain at the provider, then press Update now'),
		'then-once': _('then press Update now'),

		/* the program itself */
		'cannot-start': _('cannot start the sender: %s'),
		'sender-ended': _('the sender ended without a word'),
		'sender-ended-with': _('the sender ended without a word: %s'),
		'another-sends': _('another dynwan sends for this account'),
		'configuration-changed': _('the configuration has changed since the start of dynwan'),
		'after-restart': _('%s; after a restart DNS decides'),
		'after-reboot': _('%s; after a reboot DNS decides'),
		'cannot-use-state': _('cannot use the state in %s: %s'),
		'cannot-write': _('cannot write %s: %s'),
		'cannot-read': _('cannot read %s: %s'),
		'cannot-read-configuration': _('cannot read the configuration: %s'),
		'damaged': _('its content is damaged'),
		'not-regular': _('it is not a regular file'),
		'too-long': _('it is too long'),
		'left-out': _('left out: %s'),
		'option': '%s %s'
	};
}

const TEXTS = texts(_);

/* value is a name, an address or a quoted answer as it is, a span such as "11m0s" readable. */
function value(v) {
	const seconds = typeof v == 'string' && /^[0-9.]+[a-z]/.test(v) ? time.parse(v) : null;

	return seconds != null ? time.span(seconds) : say(v);
}

/* say is a message in words; of one that a newer daemon says, its English text. */
function say(m) {
	if (m == null || typeof m != 'object')
		return String(m || '');

	const args = Array.isArray(m.args) ? m.args : [];

	if (!Object.prototype.hasOwnProperty.call(TEXTS, m.id) || TEXTS[m.id].split('%s').length != args.length + 1)
		return String(m.text || '');

	return time.fill(TEXTS[m.id], ...args.map(value));
}

/* parts are the messages that "both" joins, in their order. */
function parts(m) {
	if (m == null || typeof m.id != 'string')
		return [];

	return m.id == 'both' && Array.isArray(m.args) ? [].concat(...m.args.map(parts)) : [ m ];
}

return baseclass.extend({
	/* For a test: the daemon's table has the same. */
	texts: texts((text) => text),

	say: say,
	parts: parts
});
