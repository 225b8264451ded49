// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.mask as mask';
'require dynwan.time as time';

/*
 * What who helps in a forum asks for first, in English, whatever the page speaks:
 * versions, the accounts with their states and reasons, the last lines of the
 * log. Of the settings it holds nothing, so no password either.
 */

const LINES = 30;

/* own says whether a line of the log is dynwan's: others that speak of it may say anything. */
const own = (line) => / dynwan(\[[0-9]+\])?: /.test(line);

/* plain is a text that stays within its line and its frame. */
function plain(text) {
	return String(text == null ? '' : text).replace(/[\s\u0000-\u001f]+/g, ' ').replace(/`/g, '\'').slice(0, 500);
}

const say = (m) => m && typeof m == 'object' ? plain(m.text) : '';

/* parts are those of a line that there are. */
const parts = (list) => list.filter((part) => part && !part.endsWith(': ')).join('; ');

function record(s, uptime) {
	const span = (when) => when ? time.words(uptime - when) : '';

	return [
		'- ' + parts([ plain(s.hostname || s.record) + (s.family ? ' ' + plain(s.family) : '') + (s.device ? ' on ' + plain(s.device) : ''),
			'state: ' + plain(s.state) + (s.problem ? ' (problem)' : '') + (s.since ? ' for ' + span(s.since) : '') ]),
		'  ' + parts([ 'line: ' + (plain(s.address) || 'none'), 'provider: ' + (plain(s.confirmed) || 'not known') ]),
		'  ' + parts([ 'reason: ' + say(s.text), 'next: ' + say(s.next) + (s.until > uptime ? ' in ' + time.words(s.until - uptime) : '') ]),
		'  ' + parts([ 'last update: ' + (s.asked ? span(s.asked) + ' ago' : ''), 'answer: ' + plain(s.answer) ])
	].filter((line) => line.trim() != '' && line.trim() != '-');
}

function account(a, uptime) {
	const about = a.records[0];

	return [ plain(a.account) + (a.provider ? ' at ' + plain(a.provider) : '') ].concat(
		...[ [ 'IPv6', about.ipv6 ], [ 'address', about.probe ], [ 'notice', about.notice ], [ 'memory', about.memory ] ]
			.filter(([ , m ]) => say(m)).map(([ word, m ]) => [ '  ' + word + ': ' + say(m) ]),
		...a.records.map((s) => record(s, uptime)));
}

return baseclass.extend({
	/*
	 * text returns the report. of has seen as service.look returns it, the accounts,
	 * the router as system.board tells, and the lines of the log; shows says
	 * whether addresses and names are shown as they are.
	 */
	text(of, shows) {
		const board = of.seen.board || { version: '', problems: [] };
		const release = of.router.release || {};
		const said = [].concat(
			[ 'dynwan ' + (plain(board.version) || 'not known') + (of.seen.running ? ', running' : ', not running') +
				', router up ' + time.words(of.seen.uptime) ],
			[ parts([ plain(release.description), plain(release.target), plain(of.router.model), 'kernel ' + plain(of.router.kernel) ]) ],
			(board.problems || []).map((p) => 'problem: ' + plain(p.text)),
			...of.accounts.map((a) => [ '' ].concat(account(a, of.seen.uptime))),
			[ '', 'log:' ], of.log.filter(own).slice(-LINES).map(plain)).join('\n');
		const names = [].concat(...of.accounts.map((a) => a.records.map((s) => String(s.hostname || '').split(/[ ,]+/)).reduce((all, some) => all.concat(some), [])));
		const named = shows.names ? said : mask.names(said, names, of.accounts.map((a) => String(a.provider || '')));

		return '```\n' + (shows.addresses ? named : mask.addresses(named)) + '\n```\n';
	}
});
