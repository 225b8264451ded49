// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require form';
'require uci';
'require ui';
'require dynwan.about as about';
'require dynwan.fields as fields';
'require dynwan.kinds as kinds';
'require dynwan.message as message';
'require dynwan.picker as picker';
'require dynwan.problems as problems';
'require dynwan.trial as trial';

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
	field.querySelectorAll('.dynwan-said').forEach((n) => n.classList.toggle('hidden', Boolean(ev.detail) && n.textContent == ev.detail.message)); /* once is enough */
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

/* free is a name for an account at a provider that no section has. */
function free(provider) {
	const name = provider.replace(/\..*$/, '').replace(/[^A-Za-z0-9_]/g, '_').slice(0, 28) || 'account';
	let n = 1;

	while (uci.get('dynwan', n == 1 ? name : name + '_' + n) != null)
		n++;

	return n == 1 ? name : name + '_' + n;
}

/* first asks for the provider of a new account, and resolves to its name, null for none. */
function first() {
	return new Promise((resolve) => {
		const who = new picker.Picker('', about.choices(), { optional: true, open: true });
		const node = who.render();
		const end = (name) => {
			ui.hideModal();
			resolve(name);
		};

		node.addEventListener('dynwan-picked', () => end(who.getValue()));
		ui.showModal(_('New account: at which provider?'), [
			node, E('div', { 'class': 'button-row' }, [ E('button', { 'class': 'btn cbi-button', 'click': () => end(null) }, [ _('Dismiss') ]) ])
		], 'cbi-modal');
		node.querySelector('input').focus();
	});
}

/* wrong says whether a field of an open dialog is, and leads to the first one. */
function wrong(map) {
	fields.ask(true);
	map.checkDepends();
	if (!map.children.some((s) => s.children.some((o) => o.isActive(map.section) && !o.isValid(map.section))))
		return false;

	const node = dialog().querySelector('.cbi-value:not(.hidden) .cbi-input-invalid');

	lead(node && node.querySelector(INPUT) || node); /* a list is wrong as a whole */

	return true;
}

/* withTest puts the button that tries the account into its dialog, and the place where its words go. */
function withTest(section, root) {
	const map = dom.findClassInstance(root);
	const row = document.querySelector('#modal_overlay .button-row');
	const place = E('div', { 'role': 'status', 'class': 'dynwan-tried' }, []);
	const test = () => wrong(map) ? Promise.resolve() : trial.run(map.children[0].children, map.section, place).then((found) => {
		const list = found && dialog() == root ? trial.problems(found, map.section) : [];
		const at = problems.show(root, list);

		if (at)
			lead(at.querySelector(INPUT));
		else
			place.scrollIntoView({ block: 'nearest' });
	});

	root.addEventListener('widget-change', () => dom.content(place, []));
	row.parentNode.insertBefore(place, row);
	row.insertBefore(E('button', {
		'class': 'btn cbi-button cbi-button-action dynwan-test', 'title': _('Tries these settings without saving them. Nothing is changed at the provider.'), 'click': ui.createHandlerFn(section, test)
	}, [ _('Test') ]), row.lastElementChild);
	row.insertBefore(document.createTextNode(' '), row.lastElementChild);
}

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

	/* An account needs no name of its own making. */
	renderSectionAdd() {
		const account = this.sectiontype == 'account';
		const input = E('input', {
			'type': 'text', 'class': 'cbi-section-create-name', 'maxlength': 32, 'disabled': this.map.readonly || null,
			'placeholder': account ? _('name in the log (optional)') : _('name, such as mine'),
			'aria-label': account ? _('Name of the new account') : _('Name of the new provider')
		});

		return E('div', { 'class': 'cbi-section-create cbi-tblsection-create' }, [
			E('div', {}, [ input ]),
			E('button', {
				'class': 'cbi-button cbi-button-add', 'disabled': this.map.readonly || null, 'click': ui.createHandlerFn(this, (ev) => this.handleAdd(ev, input.value))
			}, [ account ? _('Add account') : _('Add provider') ])
		]);
	},

	handleAdd(ev, name) {
		const account = this.sectiontype == 'account';
		const unfit = kinds.isName(name) || account && !name ? null : message.rule('not-account-name');

		if (unfit != null || name && uci.get('dynwan', name) != null) {
			ui.addNotification(null, E('p', {}, [ unfit || _('There is a section of that name already.') ]), 'warning');
			return Promise.resolve();
		}

		return (account ? first() : Promise.resolve('')).then((provider) => {
			if (provider == null)
				return null;

			const sid = name || free(provider);

			uci.add('dynwan', this.sectiontype, sid);
			if (account) {
				uci.set('dynwan', sid, 'enabled', '1');
				uci.set('dynwan', sid, 'provider', provider);
			}
			this.map.addedSection = sid;

			return this.renderMoreOptionsModal(sid, ev);
		});
	},

	/* The keyboard goes on in the dialog, not behind it: where something is wrong, or at the first field. */
	renderMoreOptionsModal(sid, ...more) {
		fields.ask(false);

		return Promise.resolve(this.super('renderMoreOptionsModal', [ sid, ...more ])).then((result) => {
			const root = dialog();
			const at = root ? problems.show(root, this.said[sid] || []) : null;
			const fresh = this.map.addedSection == sid ? '.cbi-value:not(.hidden):not([data-name="provider"]):not([data-name="enabled"]):not([data-name="interface"]) ' : '';

			if (root && this.sectiontype == 'account' && !this.map.readonly)
				withTest(this, root);
			if (root)
				lead(at && at.querySelector(INPUT) || fresh && root.querySelector(INPUT.split(', ').map((one) => fresh + one).join(', ')) || root.querySelector(INPUT));

			return result;
		});
	},

	/*
	 * LuCI would keep what it has read before it comes to a field that is wrong,
	 * so nothing is read until all are right. What is saved is no longer what
	 * the daemon spoke of.
	 */
	handleModalSave(map, ...more) {
		if (wrong(map))
			return Promise.resolve();
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
