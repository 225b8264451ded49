// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * The way from one page to what it speaks of on another: an account on the page
 * of the status, or an option in the settings, stands behind the address as
 * #account or #account/option.
 */

const STATUS = 'admin/services/dynwan/status';
const SETTINGS = 'admin/services/dynwan/settings';
const INPUT = 'input:not([type="hidden"]), select, textarea';

/* soon waits for something to be there, for a while: LuCI shows a page when all of it has come. */
function soon(find, then, tries = 100) {
	const found = find();

	if (found)
		then(found);
	else if (tries > 0)
		window.setTimeout(() => soon(find, then, tries - 1), 100);
}

/* field finds that of an option, at the chosen provider if several have it. */
function field(root, option) {
	const all = [ ...root.querySelectorAll('.cbi-value[data-name]') ];

	return all.find((n) => n.getAttribute('data-name').split('__')[0] == option && !n.classList.contains('hidden')) || null;
}

/* lead takes the user to a field, and to the tab that it is in. */
function lead(node) {
	const pane = node.closest('[data-tab]');
	const name = pane ? pane.getAttribute('data-tab') : '';
	const tab = [ ...document.querySelectorAll('.cbi-tabmenu li[data-tab] a') ].find((a) =>
		a.parentNode.getAttribute('data-tab') == name && a.closest('.cbi-tabmenu').parentNode.contains(pane));

	if (tab)
		tab.click();
	(node.querySelector(INPUT) || node).focus();
	node.scrollIntoView({ block: 'center' });
}

/* dialog is the open one of an account, or null. */
function dialog() {
	return document.querySelector('body.modal-overlay-active #modal_overlay .cbi-map');
}

return baseclass.extend({
	field: field,

	/* parse reads what stands behind an address; null for what is no name. */
	parse(hash) {
		const found = hash.match(/^#([A-Za-z0-9_]+)(?:\/([a-z0-9_]+))?$/);

		return found ? { section: found[1], option: found[2] || '' } : null;
	},

	/* status is the address of the page of the status, at an account. */
	status(account) {
		return L.url(STATUS) + (account ? '#' + encodeURIComponent(account) : '');
	},

	/* settings is the address of the settings, at an account or another section, and at one of its options. */
	settings(section, option) {
		return L.url(SETTINGS) + (section ? '#' + encodeURIComponent(section) + (option ? '/' + encodeURIComponent(option) : '') : '');
	},

	/* wanted returns what the address asks for, and asks no more: a page that is loaded again stays as it is. */
	wanted() {
		const asked = this.parse(window.location.hash);

		if (asked)
			window.history.replaceState(null, '', window.location.pathname + window.location.search);

		return asked;
	},

	/* follow opens in the settings what the address asks for. */
	follow() {
		const asked = window.location.pathname.endsWith(SETTINGS) ? this.wanted() : null;

		if (!asked)
			return;

		soon(() => document.getElementById('cbi-dynwan-' + asked.section), (section) => {
			const edit = section.querySelector('.cbi-button-edit');

			if (edit)
				edit.click();
			if (asked.option || !edit)
				soon(() => edit ? dialog() && field(dialog(), asked.option) : field(section, asked.option), lead);
		});
	}
});
