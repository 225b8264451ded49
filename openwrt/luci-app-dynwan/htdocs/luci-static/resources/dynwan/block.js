// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.row as row';
'require dynwan.time as time';
'require dynwan.words as words';

/*
 * An account on the status page: one row if it has one record, else a row of
 * the account and a short one of each record. Rows stay, so that the focus stays.
 * Among many an account that is well is folded to one line.
 */

/* STEP is how often, in seconds, a block is written anew in which no second counts. */
const STEP = 15;

/* counts says whether what is said of some records changes with each second. */
function counts(list, uptime) {
	return list.some((s) => s.until > uptime - 2 || uptime - s.since < 62);
}

/* nothing may be done by who only looks. */
const NOTHING = { once: null, turn: null, settings: null };

return baseclass.extend({
	/* make returns the block of an account; may is what row.make wants. */
	make(name, may) {
		const head = row.make(name, may || NOTHING, _('Account'));
		const b = { head: head, rows: Object.create(null), list: [], problems: [], enabled: true, short: false, open: null, folded: false, due: 0, last: null };

		b.fold = E('button', {
			'class': 'dynwan-fold', 'type': 'button', 'aria-label': time.fill(_('Details of %s'), name),
			'click': () => this.folded(b, !b.folded)
		});
		b.node = E('tbody', {}, [ head.node ]);

		return b;
	},

	/* update takes the records that there are now, what is wrong with the settings, and whether they switch the account on. */
	update(b, list, problems, enabled) {
		const own = list.length > 1 ? list : [];
		const names = own.map((s) => s.record);

		Object.keys(b.rows).filter((name) => names.indexOf(name) < 0).forEach((name) => {
			b.rows[name].node.remove();
			delete b.rows[name];
		});
		b.list = list;
		b.problems = problems;
		b.enabled = enabled;
		b.due = 0;
		own.forEach((s) => {
			if (!b.rows[s.record]) {
				b.rows[s.record] = row.make(s.record, NOTHING, _('Name'));
				b.node.appendChild(b.rows[s.record].node);
			}
		});
	},

	/*
	 * pick shows those of the records that some filter lets through, or nothing
	 * of the account, and short has what is well folded. It returns how many.
	 */
	pick(b, lets, short) {
		const kept = b.list.filter(lets);
		const well = b.list.every((s) => [ 'good', 'off' ].includes(words.badge(s).colour));

		b.node.style.display = kept.length ? '' : 'none';
		Object.keys(b.rows).forEach((name) => {
			b.rows[name].node.style.display = kept.some((s) => s.record == name) ? '' : 'none';
		});
		if (short != b.short && short)
			b.head.account.insertBefore(b.fold, b.head.who);
		else if (short != b.short)
			b.fold.remove();
		b.short = short;
		if (!short)
			b.open = null;
		this.fold(b, short && (b.open == null ? well : !b.open));

		return kept.length;
	},

	/* folded is what the user wants. */
	folded(b, yes) {
		b.open = !yes;
		this.fold(b, yes);
		b.due = 0;
		if (b.last)
			this.show(b, ...b.last);
	},

	fold(b, yes) {
		b.folded = yes;
		b.node.className = yes ? 'dynwan-folded' : '';
		b.fold.setAttribute('aria-expanded', yes ? 'false' : 'true');
	},

	/* show shows them: rows that nobody sees are left as they are. */
	show(b, running, uptime, now) {
		b.last = [ running, uptime, now ];
		if (b.node.style.display == 'none' || uptime < b.due)
			return;
		b.due = counts(b.list, uptime) || row.speaks(b.head, now) ? 0 : uptime + STEP;
		row.account(b.head, b.list, b.problems, b.enabled, running, uptime, now);
		if (!b.folded)
			b.list.filter((s) => b.rows[s.record]).forEach((s) => row.record(b.rows[s.record], s, b.list, running, uptime, now));
	}
});
