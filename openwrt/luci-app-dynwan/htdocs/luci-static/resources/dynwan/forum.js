// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require ui';
'require dynwan.report as report';

/*
 * The window with the report that its user may copy.
 */

return baseclass.extend({
	/* open shows the report of what report.text wants. */
	open(of) {
		const shows = { addresses: false, names: false };
		const text = E('textarea', { 'class': 'cbi-input-textarea dynwan-report', 'readonly': '', 'rows': 16, 'aria-label': _('Report for a forum') }, []);
		const done = E('span', { 'role': 'status' });
		const write = () => {
			text.value = report.text(of, shows);
			done.textContent = '';
		};
		const choice = (name, words) => E('div', {}, [ E('label', {}, [
			E('input', {
				'type': 'checkbox', 'data-shows': name, 'change': (ev) => {
					shows[name] = ev.target.checked;
					write();
				}
			}), ' ', words
		]) ]);

		write();
		ui.showModal(_('Report for a forum'), [
			E('p', {}, [ _('What helpers ask for first, in English. No password is in it. Look through it before you publish it.') ]),
			choice('addresses', _('Show my public addresses')), choice('names', _('Show my names')),
			text,
			E('div', { 'class': 'right' }, [
				done, ' ',
				E('button', { 'class': 'btn', 'click': ui.hideModal }, [ _('Close') ]), ' ',
				E('button', { 'class': 'btn cbi-button-action', 'data-copy': '', 'click': () => {
					text.focus();
					text.select();
					/* The clipboard proper is for pages that came by https. */
					done.textContent = document.execCommand('copy') ? _('Copied') : _('Press Ctrl+C');
				} }, [ _('Copy') ])
			])
		]);
		text.focus();
		text.setSelectionRange(0, 0);
		text.scrollTop = 0;
	}
});
