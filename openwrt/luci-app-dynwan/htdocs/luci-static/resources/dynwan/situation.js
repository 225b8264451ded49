// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';

/*
 * Why there is nothing to see, in words, and what helps: when the daemon does
 * not run, or its status cannot be read.
 */

function off(text, settings, start) {
	return { text: text, settings: settings, start: start };
}

/* objects are those of a list, if it is one. */
function objects(list) {
	return Array.isArray(list) ? list.filter((p) => p && typeof p == 'object') : [];
}

/* known says whether an entry is an account with its records. */
function known(a) {
	return a && typeof a.account == 'string' && Array.isArray(a.records) && a.records.length > 0 &&
		a.records.every((r) => r && typeof r.record == 'string');
}

/* whole is an account whose records each have what is said once of all. */
function whole(a) {
	const about = Object.assign({}, a, { records: null });

	return Object.assign({}, a, { records: a.records.map((r) => Object.assign({}, about, r)) });
}

/* left says whether an account is left out for its settings: the daemon tells of those first, though most have none. */
function left(a) {
	return a.records[0].state == 'misconfigured' ? 1 : 0;
}

return baseclass.extend({
	/*
	 * parse reads status.json and returns { board } or { broken }.
	 */
	parse(text) {
		try {
			const board = JSON.parse(text);

			if (board != null && Array.isArray(board.accounts) && board.accounts.every(known))
				return { board: Object.assign(board, { problems: objects(board.problems), accounts: board.accounts.map(whole).sort((a, b) => left(a) - left(b)) }) };
		}
		catch (e) { /* said below */ }

		return { broken: true };
	},

	/* absent are the accounts of the settings of which the daemon does not tell, as the others are: switched off, or just switched on. */
	absent(sections, board) {
		const shown = board.accounts.map((a) => a.account);

		return sections.filter((s) => !shown.includes(s.name)).map((s) => whole({
			account: s.name, records: [ { record: s.name, hostname: s.hostname, state: s.enabled ? 'starting' : 'off' } ]
		}));
	},

	/* order puts accounts where the settings have them, for who may read those. */
	order(accounts, sections) {
		const names = sections.map((s) => s.name);
		const at = (a) => names.includes(a.account) ? names.indexOf(a.account) : names.length;

		return sections.length ? accounts.slice().sort((a, b) => at(a) - at(b)) : accounts;
	},

	/* hosts notes at the records with an IPv6 address whose it is, if that is no address of the router. */
	hosts(accounts, sections) {
		accounts.forEach((a) => {
			const section = sections.find((s) => s.name == a.account);

			a.records.filter((s) => s.family != 'IPv4').forEach((s) => Object.assign(s, { host: section && section.host || '' }));
		});

		return accounts;
	},

	/* list reads the array of problems that "check -json" prints; without one, the complaint. */
	list(text, complaint) {
		try {
			return objects(JSON.parse(text));
		}
		catch (e) {
			return complaint ? [ { text: complaint } ] : [];
		}
	},

	/*
	 * problems returns what is wrong with the settings as a whole. What
	 * concerns one account stands at that account.
	 */
	problems(list) {
		return list.filter((p) => !p.account).map((p) => message.problem(p, p.rule ? p.option : ''));
	},

	/*
	 * describe returns null if all is well, or the text, whether the settings
	 * help, and whether to start does. seen is what was found: running and
	 * installed say what the init script told; board, missing, denied and
	 * broken how status.json was read; switched and accounts what the settings
	 * say, null for who may not read them.
	 */
	describe(seen) {
		if (seen.denied)
			return off(_('This login may not read the status. If the page has just been installed, log out and in again.'), false, false);
		if (!seen.installed)
			return off(_('The service dynwan is not installed on this router.'), false, false);

		if (!seen.running) {
			if (seen.switched === false)
				return off(_('dynwan is switched off in its settings, so the name is not kept up to date.'), true, false);
			if (seen.accounts === 0)
				return off(_('No account is switched on, so dynwan has nothing to do. Add one, or switch one on.'), true, false);
			if (seen.switched == null)
				return off(_('dynwan does not run: it is switched off, has no account that is switched on, or was stopped. Its settings may tell more to who may see them.'), false, true);
			return off(_('dynwan is switched on, but does not run: it was stopped, or its settings cannot be used. The system log says which.'), true, true);
		}

		if (seen.missing)
			return off(_('dynwan is starting; its status is not there yet.'), false, false);
		if (seen.broken)
			return off(_('dynwan runs, but its status cannot be understood. The system log may say why.'), false, false);
		if (!seen.board.running)
			return off(_('dynwan has ended and is being started again. The system log says why.'), false, false);
		if (seen.board.accounts.length == 0)
			return off(_('dynwan runs, but no account is switched on.'), true, false);

		return null;
	}
});
