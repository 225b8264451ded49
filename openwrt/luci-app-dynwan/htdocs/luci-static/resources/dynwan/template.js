// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';

/*
 * The rules for a command of MyServer.org: the part behind the question mark,
 * with placeholders for the values. Each returns what is wrong, or null.
 */

const COMMON = [ '{user}', '{pass}', '{host}', '{domain}', '{type}' ];
const MOST = 1000;

/* literal checks the part of a command that is sent as it is. */
function literal(text) {
	if (/%(?![0-9a-fA-F]{2})/.test(text))
		return _('must have two hexadecimal digits behind each %');
	return /[^!-~]|[{}"'<>#\\^`|]/.test(text)
		? _('must hold no blank, quote or other special character unless written as % and two hexadecimal digits') : null;
}

/* placeholders are those that a command may have, beside the common ones. */
function placeholders(text, more) {
	const known = COMMON.concat(more).sort();
	const parts = text.split('{');

	for (let i = 0; i < parts.length; i++) {
		const end = i == 0 ? 0 : parts[i].indexOf('}') + 1;

		if (i > 0 && (end == 0 || known.indexOf('{' + parts[i].slice(0, end)) < 0))
			return time.fill(_('must have no other placeholder here than %s'), known.join(' '));
		if (literal(parts[i].slice(end)) != null)
			return literal(parts[i].slice(end));
	}

	return null;
}

function command(text, more) {
	const word = text.match(/^FXN=([^&]*)/i);

	if (text.length > MOST)
		return time.fill(_('must not be longer than %s bytes'), MOST);
	if (!word)
		return time.fill(_('must be the part of the command behind the question mark, which starts with %s'), 'FXN=');
	if (word[1] == '' || word[1].indexOf('{') >= 0)
		return time.fill(_('must have a command word behind %s'), 'FXN=');
	return placeholders(text, more);
}

function missing() {
	return _('is missing: the page that describes this protocol has lost the wording of this command; copy it from the documentation of your account, with placeholders such as {host} for the values');
}

/* names says whether a deletion says whose record is meant. */
function names(text) {
	return [ '{host}', '{domain}' ].some((p) => text.indexOf(p) >= 0);
}

function unescaped(text) {
	try {
		return decodeURIComponent(text.replace(/\+/g, ' '));
	}
	catch (e) {
		return null; /* no UTF-8, so no password */
	}
}

return baseclass.extend({
	missing: missing,

	login(text) {
		return text == '' ? null : command(text, []);
	},

	deletion(text) {
		return text == '' ? missing() : command(text, [ '{old}' ]) ||
			(names(text) ? null : _('must say whose record to delete, by {host} or at least by {domain}: another name may have the address {old}'));
	},

	addition(text) {
		return text == '' ? missing() : command(text, [ '{new}' ]);
	},

	relay(text) {
		return text == '' ? null : command(text, [ '{new}', '{port}' ]);
	},

	/* shows says whether a value of a command is the password itself. */
	shows(text, password) {
		return password != '' && text.split('&').some((parameter) => {
			const at = parameter.indexOf('=');
			const value = at < 0 ? '' : parameter.slice(at + 1);

			return value == password || unescaped(value) == password;
		});
	}
});
