// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require form';
'require uci';
'require ui';
'require dynwan.kinds as kinds';
'require dynwan.message as message';
'require dynwan.problems as problems';

/*
 * The section of the accounts and their dialog: what LuCI lacks for who uses
 * the keyboard, and the daemon's words at the fields that they are about.
 */

/* dialog is the open one of an account, or null. */
function dialog() {
	return document.querySelector('body.modal-overlay-active #modal_overlay .cbi-map');
}

/* tell shows what is wrong with a field below it, not only on hovering. */
function tell(ev) {
	const field = ev.target.closest('.cbi-value-field');
	const frame = field ? field.closest('[data-dynwan], #modal_overlay') : null;

	if (!frame)
		return;

	let line = field.querySelector('.dynwan-wrong');

	if (!line) {
		line = E('div', { 'class': 'dynwan-error dynwan-wrong', 'role': 'alert' });
		field.appendChild(line);
	}

	dom.content(line, ev.detail ? [ ev.detail.message ] : []);
}

/* lead takes the user to a field, and to the tab that it is in. */
function lead(node) {
	const pane = node ? node.closest('[data-tab]') : null;
	const tab = pane ? document.querySelector('#modal_overlay .cbi-tabmenu li[data-tab="' + pane.getAttribute('data-tab') + '"] a') : null;

	if (tab)
		tab.click();
	if (node) {
		node.focus();
		node.scrollIntoView({ block: 'center' }); /* with what is said below it */
	}
}

/* byKey: LuCI's button of two choices knows the mouse alone. */
function byKey(ev) {
	const bar = ev.key == 'Enter' ? ev.target.closest('.cbi-page-actions .cbi-dropdown') : null;
	const chosen = bar && !bar.hasAttribute('open') ? bar.querySelector('li[selected]') : null;

	if (chosen)
		chosen.click();
}

const INPUT = 'input:not([type="hidden"]), select';

const Section = form.GridSection.extend({
	/* said are the problems by account, told the same as JSON as the daemon told them last. */
	said: Object.create(null),
	told: Object.create(null),

	/* hear takes the problems of an account; a dialog that is open shows those that are new. */
	hear(sid, list) {
		const key = JSON.stringify(list);
		const open = dialog() ? dom.findClassInstance(dialog()) : null;

		if (this.told[sid] === key)
			return;
		this.told[sid] = key;
		this.said[sid] = list;
		if (open && open.section == sid)
			problems.show(dialog(), list);
	},

	renderSectionAdd(...args) {
		const node = this.super('renderSectionAdd', args);
		const input = node.querySelector('input');

		if (input) {
			input.maxLength = 32;
			input.placeholder = _('name, such as home');
			input.setAttribute('aria-label', this.sectiontype == 'account' ? _('Name of the new account') : _('Name of the new provider'));
		}

		return node;
	},

	handleAdd(ev, name) {
		const wrong = kinds.isName(name) ? null : message.rule('not-account-name');

		if (wrong != null || uci.get('dynwan', name) != null) {
			ui.addNotification(null, E('p', {}, [ wrong || _('There is a section of that name already.') ]), 'warning');
			return;
		}

		uci.add('dynwan', this.sectiontype, name);
		if (this.sectiontype == 'account') {
			uci.set('dynwan', name, 'enabled', '1');
			uci.set('dynwan', name, 'interface', 'wan');
		}
		this.map.addedSection = name;

		return this.renderMoreOptionsModal(name, ev);
	},

	/* The keyboard goes on in the dialog, not behind it: where something is wrong, or at the first field. */
	renderMoreOptionsModal(sid, ...more) {
		return Promise.resolve(this.super('renderMoreOptionsModal', [ sid, ...more ])).then((result) => {
			const root = dialog();
			const wrong = root ? problems.show(root, this.said[sid] || []) : null;

			if (root)
				lead((wrong || root).querySelector(INPUT));

			return result;
		});
	},

	/*
	 * LuCI would keep what it has read before it comes to a field that is wrong,
	 * so nothing is read until all are right. What is saved is no longer what
	 * the daemon spoke of.
	 */
	handleModalSave(map, ...more) {
		const wrong = () => map.children.some((s) => s.children.some((o) => o.isActive(map.section) && !o.isValid(map.section)));

		map.checkDepends();
		if (wrong()) {
			const node = dialog().querySelector('.cbi-value:not(.hidden) .cbi-input-invalid');

			lead(node && node.querySelector(INPUT) || node); /* a list is wrong as a whole */
			return Promise.resolve();
		}
		delete this.said[map.section];

		return this.super('handleModalSave', [ map, ...more ]);
	}
});

return baseclass.extend({
	Section: Section,

	/* listen shows what is wrong with a field at it, and lets the keyboard save. */
	listen() {
		document.addEventListener('keydown', byKey);
		document.addEventListener('validation-failure', tell);
		document.addEventListener('validation-success', tell);
	}
});
