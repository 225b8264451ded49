// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.message as message';

/*
 * What the daemon says against the options of an account, at their fields.
 */

/* field finds that of an option, at the chosen provider if several have it. */
function field(root, option) {
	const all = [ ...root.querySelectorAll('.cbi-value[data-name]') ];

	return all.find((n) => n.getAttribute('data-name').split('__')[0] == option && !n.classList.contains('hidden')) || null;
}

function line(text) {
	return E('div', { 'class': 'dynwan-error dynwan-said', 'role': 'alert' }, [ text ]);
}

return baseclass.extend({
	/*
	 * show puts each problem below its field, until that is changed, or above
	 * all fields if it has none. It returns the first field that has one.
	 */
	show(root, problems) {
		let first = null;

		root.querySelectorAll('.dynwan-said').forEach((n) => n.remove());
		problems.forEach((p) => {
			const at = field(root, p.option);
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
