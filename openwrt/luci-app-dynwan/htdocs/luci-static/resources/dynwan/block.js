// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.row as row';

/*
 * An account on the status page: one row if it has one record, else a row of
 * the account and a short one of each record. Rows stay, so that the focus stays.
 */

return baseclass.extend({
	/* make returns the block of an account; once is null for who may not. */
	make(name, once) {
		const head = row.make(name, once, _('Account'));

		return { head: head, rows: Object.create(null), node: E('tbody', {}, [ head.node ]), list: [] };
	},

	/* update takes the records that there are now. */
	update(b, list) {
		const own = list.length > 1 ? list : [];
		const names = own.map((s) => s.record);

		Object.keys(b.rows).filter((name) => names.indexOf(name) < 0).forEach((name) => {
			b.rows[name].node.remove();
			delete b.rows[name];
		});
		b.list = list;
		own.forEach((s) => {
			if (!b.rows[s.record]) {
				b.rows[s.record] = row.make(s.record, null, _('Name'));
				b.node.appendChild(b.rows[s.record].node);
			}
		});
	},

	show(b, running, uptime, now) {
		row.account(b.head, b.list, running, uptime, now);
		b.list.filter((s) => b.rows[s.record]).forEach((s) => row.record(b.rows[s.record], s, b.list, running, uptime, now));
	}
});
