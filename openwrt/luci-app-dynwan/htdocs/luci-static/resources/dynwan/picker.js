// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require ui';
'require dynwan.match as match';

/*
 * A field to choose a provider in: what is typed narrows a list, the arrows go
 * through it, Enter chooses. It is a combobox with a listbox, as the ARIA
 * authoring practices describe them. Text that is no choice is never a value.
 */

let count = 0;

const Picker = ui.AbstractElement.extend({
	__init__(value, choices, options) {
		this.chosen = value || '';
		this.choices = choices;
		this.options = Object.assign({ optional: false }, options);
	},

	render() {
		const id = 'dynwan-picker-' + ++count;

		this.input = E('input', {
			'type': 'text', 'class': 'cbi-input-text', 'role': 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': id,
			'aria-label': _('Provider'), 'autocomplete': 'off', 'spellcheck': 'false', 'placeholder': _('search: a name or a web site')
		});
		this.list = E('ul', { 'role': 'listbox', 'id': id, 'class': 'dynwan-choices', 'aria-label': _('Providers') });
		this.node = E('div', { 'id': this.options.id, 'class': 'dynwan-picker' }, [ this.input, this.list ]);
		this.node.value = this.chosen;
		this.input.value = this.title();
		this.input.addEventListener('focus', () => this.open());
		this.input.addEventListener('click', () => this.open());
		this.input.addEventListener('input', () => this.open(this.input.value));
		this.input.addEventListener('blur', () => this.close());
		this.input.addEventListener('keydown', (ev) => this.key(ev));
		this.list.addEventListener('mousedown', (ev) => { /* the focus stays */
			ev.preventDefault();
			this.pick(ev.target.closest('[role="option"]'));
		});
		this.setUpdateEvents(this.node, 'dynwan-picked');
		this.setChangeEvents(this.node, 'dynwan-picked');
		dom.bindClassInstance(this.node, this);
		if (this.options.open)
			this.open('');

		return this.node;
	},

	/* title is that of the choice, which may be one that nobody here knows. */
	title() {
		const p = this.choices.find((c) => c.name == this.chosen);

		return p ? p.title : this.chosen ? this.chosen + ' ' + _('(not known here)') : '';
	},

	getValue() {
		return this.chosen;
	},

	setValue(value) {
		this.chosen = value || '';
		this.node.value = this.chosen;
		this.input.value = this.title();
	},

	/* open shows the list; without a text all of it, with the choice in sight. */
	open(text) {
		if (text == null && this.input.getAttribute('aria-expanded') == 'true')
			return;

		const found = match.find(this.choices, text || '');

		dom.content(this.list, found.length ? found.map((p, i) => this.row(p, i))
			: [ E('li', { 'class': 'dynwan-none' }, [ _('None fits. Perhaps yours speaks dyndns2, or you describe it below, as a provider of your own.') ]) ]);
		this.input.setAttribute('aria-expanded', 'true');
		this.node.classList.add('dynwan-open');
		if (text == null)
			this.input.select();
		this.activate(text ? this.list.firstChild : this.list.querySelector('[aria-selected="true"]') || (this.options.open ? null : this.list.firstChild));
	},

	row(p, i) {
		const host = match.host(p.home);

		return E('li', {
			'role': 'option', 'id': this.list.id + '-' + i, 'data-value': p.name, 'aria-selected': p.name == this.chosen ? 'true' : 'false'
		}, [ E('span', {}, [ p.title ]), ' ', E('small', {}, [ host && host != p.title.toLowerCase() ? host : p.name != p.title ? p.name : '' ]) ]);
	},

	close() {
		if (this.options.open)
			return;
		this.input.setAttribute('aria-expanded', 'false');
		this.input.removeAttribute('aria-activedescendant');
		this.node.classList.remove('dynwan-open');
		this.input.value = this.title();
		dom.content(this.list, []);
	},

	/* activate marks the row that Enter takes. */
	activate(row) {
		this.list.querySelectorAll('.dynwan-active').forEach((n) => n.classList.remove('dynwan-active'));
		if (!row || row.getAttribute('role') != 'option') {
			this.input.removeAttribute('aria-activedescendant');
			return;
		}
		row.classList.add('dynwan-active');
		this.input.setAttribute('aria-activedescendant', row.id);
		this.list.scrollTop = Math.min(row.offsetTop, Math.max(this.list.scrollTop, row.offsetTop + row.offsetHeight - this.list.clientHeight));
	},

	pick(row) {
		if (!row)
			return;
		this.setValue(row.getAttribute('data-value'));
		this.close();
		this.node.dispatchEvent(new window.CustomEvent('dynwan-picked'));
	},

	key(ev) {
		const open = this.input.getAttribute('aria-expanded') == 'true';
		const row = this.list.querySelector('.dynwan-active');
		const steps = { ArrowDown: row && row.nextElementSibling || !row && this.list.firstChild, ArrowUp: row && row.previousElementSibling };

		if (ev.key in steps) {
			if (open)
				this.activate(steps[ev.key] || row);
			else
				this.open();
		}
		else if (ev.key == 'Enter' && open) {
			this.pick(row);
		}
		else if (ev.key == 'Escape' && open && !this.options.open) {
			this.close();
			ev.stopPropagation();
		}
		else {
			return;
		}
		ev.preventDefault();
	}
});

return baseclass.extend({ Picker: Picker });
