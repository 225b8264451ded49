// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';
'require dynwan.target as target';

/*
 * What the daemon says against the options of an account, at their fields.
 */

function line(text) {
	return E('div', { 'class': 'dynwan-error dynwan-said', 'role': 'alert' }, [ text ]);
}

return baseclass.extend({
	/* Who comes from a problem on another page is led to its field. */
	__init__() {
		target.follow();
	},

	/*
	 * show puts each problem below its field, until that is changed, or above
	 * all fields if it has none. It returns the first field that has one.
	 */
	show(root, problems) {
		let first = null;

		root.querySelectorAll('.dynwan-said').forEach((n) => n.remove());
		problems.forEach((p) => {
			const at = target.field(root, p.option);
			const said = line(message.problem(p, at ? '' : p.option));

			if (at) {
				at.querySelector('.cbi-value-field').appendChild(said);
				at.addEventListener('widget-change', () => said.remove(), { once: true });
				first = first || at;
			}
			else {
				root.insertBefore(said, root.firstChild);
			}
		});

		return first;
	}
});
