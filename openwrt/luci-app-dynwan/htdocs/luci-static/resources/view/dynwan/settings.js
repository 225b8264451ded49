// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require view';
'require dom';
'require form';
'require poll';
'require uci';
'require ui';
'require dynwan.account as account';
'require dynwan.commands as commands';
'require dynwan.fields as fields';
'require dynwan.look as look';
'require dynwan.rules as rules';
'require dynwan.service as service';
'require dynwan.situation as situation';
'require dynwan.time as time';
'require dynwan.words as words';

/* cell is where the daemon's verdict on an account stands. */
function cell(name) {
	return document.getElementById('dynwan-says-' + name);
}

/* tell shows what is wrong with a field below it, not only on hovering. */
function tell(ev) {
	const field = ev.target.closest('.cbi-value-field');
	const frame = field ? field.closest('[data-dynwan], #modal_overlay') : null;

	if (!frame)
		return;

	let line = field.querySelector('.dynwan-error');

	if (!line) {
		line = E('div', { 'class': 'dynwan-error', 'role': 'alert' });
		field.appendChild(line);
	}

	dom.content(line, ev.detail ? [ ev.detail.message ] : []);
}

/* lead takes who saved to the first field that is wrong. */
function lead() {
	const bad = document.querySelector('body.modal-overlay-active #modal_overlay .cbi-input-invalid');
	const pane = bad ? bad.closest('[data-tab]') : null;
	const tab = pane ? document.querySelector('#modal_overlay .cbi-tabmenu li[data-tab="' + pane.getAttribute('data-tab') + '"] a') : null;

	if (tab)
		tab.click();
	if (bad)
		bad.focus();
}

/* byKey: LuCI's button of two choices knows the mouse alone. */
function byKey(ev) {
	const bar = ev.key == 'Enter' ? ev.target.closest('.cbi-page-actions .cbi-dropdown') : null;
	const chosen = bar && !bar.hasAttribute('open') ? bar.querySelector('li[selected]') : null;

	if (chosen)
		chosen.click();
}

const Accounts = form.GridSection.extend({
	renderSectionAdd(...args) {
		const node = this.super('renderSectionAdd', args);
		const input = node.querySelector('input');

		if (input) {
			input.maxLength = 32;
			input.placeholder = _('name, such as home');
			input.setAttribute('aria-label', _('Name of the new account'));
		}

		return node;
	},

	handleAdd(ev, name) {
		const wrong = rules.check('account', name);

		if (wrong != null || uci.get('dynwan', name) != null) {
			ui.addNotification(null, E('p', {}, [ wrong || _('There is a section of that name already.') ]), 'warning');
			return;
		}

		uci.add('dynwan', 'account', name);
		uci.set('dynwan', name, 'enabled', '1');
		uci.set('dynwan', name, 'interface', 'wan');
		this.map.addedSection = name;

		return this.renderMoreOptionsModal(name, ev);
	},

	/* The keyboard goes on in the dialog, not behind it. */
	renderMoreOptionsModal(...args) {
		return Promise.resolve(this.super('renderMoreOptionsModal', args)).then((result) => {
			const first = document.querySelector('#modal_overlay .cbi-map input:not([type="hidden"])');

			if (first)
				first.focus();

			return result;
		});
	},

	handleModalSave(...args) {
		return this.super('handleModalSave', args).then(lead);
	}
});

return view.extend({
	load() {
		return Promise.all([ uci.load('dynwan'), service.look() ]);
	},

	render(data) {
		const m = new form.Map('dynwan', _('Dynamic DNS (dynwan)'),
			_('Which names dynwan keeps at the address of which line. What a field means stands below it.'));

		this.globals(m);
		this.accounts(m);
		document.addEventListener('keydown', byKey);
		document.addEventListener('validation-failure', tell);
		document.addEventListener('validation-success', tell);

		return m.render().then((node) => {
			this.problems = E('div', { 'role': 'status' });
			node.setAttribute('data-dynwan', '');
			poll.add(() => service.look().then((seen) => this.show(seen)), 5);
			window.setTimeout(() => this.show(data[1]), 0);

			return E('div', {}, [ look.style(), this.problems, node ]);
		});
	},

	globals(m) {
		const s = m.section(form.NamedSection, 'main', 'dynwan');
		let o = s.option(form.Flag, 'enabled', _('Enabled'), _('Whether dynwan runs at all, with every account that is switched on.'));

		o.rmempty = false;
		o.cfgvalue = (sid) => rules.isTrue(uci.get('dynwan', sid, 'enabled') || '0') ? '1' : '0';

		o = s.option(form.DynamicList, 'allow', _('Reserved networks'),
			_('Networks that count as public although they are reserved, for a server of your own in such a network. Leave it empty for a provider on the internet.'));
		o.placeholder = '203.0.113.0/24';
		o.validate = (sid, value) => (value ? rules.check('allow', value) || this.forOwnServers() : null) || true;
	},

	/* forOwnServers: reserved addresses are not for the provider. */
	forOwnServers() {
		const a = uci.sections('dynwan', 'account').find((s) =>
			rules.isTrue(s.enabled || '0') && account.official(s));

		return a ? _('must be empty while an account uses the provider’s own server: this one does:') + ' ' + a['.name'] : null;
	},

	accounts(m) {
		const s = m.section(Accounts, 'account', _('Accounts'),
			_('One for each login at mtgsy.net, or name at MyServer.org. Its name is its name in the log: letters, digits and _.'));

		s.addremove = true;
		s.nodescriptions = true;
		s.modaltitle = (sid) => _('Account') + ' ' + sid;
		s.tab('general', _('General'));
		s.tab('heartbeat', _('Offline page'));
		s.tab('commands', _('Commands'), commands.about());
		s.tab('records', _('Web and mail'));
		s.tab('advanced', _('Advanced'));
		this.columns(s);
		fields.general(s);
		fields.heartbeat(s);
		fields.commands(s);
		fields.records(s);
		fields.advanced(s);
	},

	/* columns are what the table of the accounts shows. */
	columns(s) {
		const shown = (name, title, value) => {
			const o = s.option(form.DummyValue, name, title);

			o.modalonly = false;
			o.textvalue = value;
		};

		shown('_on', _('Enabled'), (sid) => [ rules.isTrue(uci.get('dynwan', sid, 'enabled') || '0') ? _('yes') : _('no') ]);
		shown('_name', _('Login'), (sid) => [ uci.get('dynwan', sid, 'email') || uci.get('dynwan', sid, 'user') || _('none') ]);
		shown('_line', _('Line'), (sid) => [ uci.get('dynwan', sid, 'device') || uci.get('dynwan', sid, 'interface') || 'wan' ]);
		shown('_says', _('dynwan says'), (sid) => E('div', { 'id': 'dynwan-says-' + sid, 'role': 'status' }));
	},

	/* show writes what the daemon says to each account, in its own words. */
	show(seen) {
		const board = seen.running ? seen.board : null;
		const problems = board ? situation.problems(board) : [];

		dom.content(this.problems, problems.map((p) => E('div', { 'class': 'alert-message warning' }, [ p ])));
		uci.sections('dynwan', 'account').forEach((section) => {
			const node = cell(section['.name']);
			const s = board ? board.accounts.find((a) => a.account == section['.name']) : null;
			const badge = s ? words.badge(s) : null;

			if (!node)
				return;

			dom.content(node, badge ? [ look.badge(badge.colour, badge.word), ' ', words.why(s, seen.uptime, seen.now, time.language()) ]
				: [ seen.running ? _('not in use') : _('not running') ]);
		});
	}
});
