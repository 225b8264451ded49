// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';
'require dynwan.time as time';

/*
 * What a value must look like by the kind of its option, so that a slip of the
 * hand is told at once. The rules are the daemon's: what it accepts is never
 * refused here.
 */

const TRUE = [ '1', 'on', 'true', 'yes', 'enabled' ];

function between(seconds, low, high) {
	return seconds != null && seconds >= low && seconds <= high;
}

/* A row is what fits, and the message for what does not with its values. A place is a server with a path. */
const FITS = {
	word: [ (v, o) => o.words.includes(v), 'must-be', (o) => [ o.words.join(' or ') ] ],
	port: [ (v) => /^[1-9][0-9]{0,4}$/.test(v) && Number(v) <= 65535, 'not-port' ],
	host: [ (v) => /^[^\s.@:/?#]+(\.[^\s.@:/?#]+)+$/.test(v), 'not-domain-name' ],
	url: [ (v) => /^https?:\/\/./i.test(v), 'not-url' ],
	server: [ (v) => /^https?:\/\/[^\s/?#@]+\/*$/i.test(v), 'not-server' ],
	place: [ (v) => /^https?:\/\/[^\s/?#@]+(\/[^?#]*)?$/i.test(v), 'not-server-with-path' ],
	span: [ (v, o) => between(time.parse(v), time.parse(o.low), time.parse(o.high)), 'not-span', (o) => [ o.low, o.high ] ]
};

/* Those that the daemon counts the bytes of, and how many it takes unless the option says. */
const COUNTED = [ 'text', 'secret', 'texts', 'url' ];
const MOST = 254;

function bytes(text) {
	return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '..')).replace(/%../g, '.').length;
}

return baseclass.extend({
	/* isTrue knows UCI's five words for yes. */
	isTrue: (text) => TRUE.includes(text),

	/* isName says whether an account may be called so. */
	isName: (text) => /^[A-Za-z0-9_]{1,32}$/.test(text),

	/* check returns what is wrong with a value that is not empty, or null. */
	check(o, value) {
		const kind = o.path ? 'place' : o.kind;
		const [ fits, wrong, values ] = Object.prototype.hasOwnProperty.call(FITS, kind) ? FITS[kind] : [ () => true ];
		const most = o.most || MOST;

		if (!fits(value, o))
			return message.rule(wrong, ...(values ? values(o) : []));

		return COUNTED.includes(o.kind) && bytes(value) > most ? message.rule('not-longer', String(most)) : null;
	}
});
