// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require view';
'require dom';
'require form';
'require poll';
'require uci';
'require dynwan.accounts as accounts';
'require dynwan.fields as fields';
'require dynwan.kinds as kinds';
'require dynwan.look as look';
'require dynwan.message as message';
'require dynwan.schema as schema';
'require dynwan.service as service';
'require dynwan.situation as situation';
'require dynwan.takeover as takeover';
'require dynwan.time as time';
'require dynwan.words as words';

/* cell is where the daemon's verdict on an account stands. */
function cell(name) {
	return document.getElementById('dynwan-says-' + name);
}

return view.extend({
	load() {
		return Promise.all([ uci.load('dynwan'), schema.load(), service.look().then((seen) =>
			(seen.running ? Promise.resolve([]) : service.check()).then((found) => Object.assign(seen, { checked: found }))), service.preview() ]);
	},

	render(data) {
		const m = new form.Map('dynwan', _('Dynamic DNS (dynwan)'),
			_('Which names dynwan keeps at the address of which interface. What a field means stands below it.'));

		this.checked = data[2].checked;
		this.problems = E('div', { 'role': 'status' });
		this.off = E('div', { 'role': 'status' });
		if (!data[1])
			return E('div', {}, [ E('h2', {}, [ _('Dynamic DNS (dynwan)') ]), E('div', { 'class': 'alert-message warning' }, [ _('The file schema.json of luci-app-dynwan is missing or damaged, and with it all fields. Install the package again.') ]) ]);

		this.globals(m);
		this.accounts(m);
		this.own(m);
		accounts.listen();

		return m.render().then((node) => {
			node.setAttribute('data-dynwan', '');
			poll.add(() => service.look().then((seen) => this.show(seen)), 5);
			window.setTimeout(() => this.show(data[2]), 0);

			return E('div', {}, [ look.style(), this.problems, this.off, ...takeover.card(data[3]), node ]);
		});
	},

	/* isOff says whether there are accounts, and dynwan as a whole is off in the form. */
	isOff() {
		const o = this.enabled.getUIElement('main');

		return uci.sections('dynwan', 'account').length > 0 && o != null && o.getValue() != '1';
	},

	/* switchOn is as if one ticked the box. */
	switchOn() {
		const o = this.enabled.getUIElement('main');

		o.setValue('1');
		o.node.dispatchEvent(new window.CustomEvent('widget-change', { bubbles: true }));
		dom.content(this.off, []);
	},

	globals(m) {
		const s = m.section(form.NamedSection, 'main', 'dynwan');

		s.tab('general', _('General'));
		s.tab('advanced', _('Advanced'));

		const o = s.taboption('general', form.Flag, 'enabled', _('Enabled'), _('Whether dynwan runs at all, with every account that is switched on.'));

		this.enabled = o;
		o.rmempty = false;
		o.load = (sid) => kinds.isTrue(uci.get('dynwan', sid, 'enabled')) ? '1' : '0';
		fields.main(s);
	},

	accounts(m) {
		const s = m.section(accounts.Section, 'account', _('Accounts'),
			_('One for each name, or for each login at a provider.'));

		s.addremove = true;
		s.nodescriptions = true;
		s.modaltitle = (sid) => _('Account') + ' ' + sid;
		s.tab('general', _('General'));
		s.tab('advanced', _('Advanced'));
		this.columns(s);
		fields.account(s);
		this.section = s;
	},

	/* own are the providers that the user describes. */
	own(m) {
		const s = m.section(accounts.Section, 'provider', _('Providers of your own'),
			_('For a provider that is not in the list: what is sent, and what the answers mean. An account then names it as its provider.'));
		const o = s.option(form.DummyValue, '_says', _('Status'));

		s.addremove = true;
		s.nodescriptions = true;
		s.modaltitle = (sid) => _('Provider') + ' ' + sid;
		s.tab('general', _('General'));
		s.tab('advanced', _('Advanced'));
		o.modalonly = false;
		o.textvalue = (sid) => E('div', { 'id': 'dynwan-says-' + sid, 'role': 'status' });
		fields.provider(s);
		this.described = s;
	},

	/* columns are what the table of the accounts shows. */
	columns(s) {
		const shown = (name, title, value) => {
			const o = s.option(form.DummyValue, name, title);

			o.modalonly = false;
			o.textvalue = value;
		};

		const on = s.option(form.Flag, '_on', _('Enabled'));

		Object.assign(on, { ucioption: 'enabled', modalonly: false, editable: true, rmempty: false, load: (sid) => kinds.isTrue(uci.get('dynwan', sid, 'enabled')) ? '1' : '0' });
		shown('_name', _('Hostname'), (sid) => [ fields.names(sid) ]);
		shown('_line', _('Interface'), (sid) => [ L.toArray(uci.get('dynwan', sid, 'device') || uci.get('dynwan', sid, 'interface') || 'wan').join(', ') ]);
		shown('_says', _('Status'), (sid) => E('div', { 'id': 'dynwan-says-' + sid, 'role': 'status' }));
	},

	/* show writes what the daemon says to each account, in its own words. */
	show(seen) {
		const board = seen.running ? seen.board : null;
		const list = seen.running ? board ? board.problems : [] : this.checked;

		dom.content(this.problems, situation.problems(list).map((p) => E('div', { 'class': 'alert-message warning' }, [ p ])));
		dom.content(this.off, this.isOff() ? [ E('div', { 'class': 'alert-message notice' }, [
			_('dynwan is switched off, so nothing of this runs.'), ' ', E('button', { 'class': 'btn cbi-button cbi-button-positive', 'click': () => this.switchOn() }, [ _('Switch on') ])
		]) ] : []);
		uci.sections('dynwan', 'provider').forEach((section) => {
			const node = cell(section['.name']);
			const wrong = list.filter((p) => p.account == section['.name']);

			this.described.hear(section['.name'], wrong);
			if (node)
				dom.content(node, wrong.map((p) => this.wrong(this.described, section['.name'], p)));
		});
		uci.sections('dynwan', 'account').forEach((section) => {
			const node = cell(section['.name']);
			const own = list.filter((p) => p.account == section['.name']);
			const account = board ? board.accounts.find((a) => a.account == section['.name']) : null;
			const records = account ? account.records : [];

			this.section.hear(section['.name'], own);
			if (node)
				dom.content(node, records.length < 2 ? this.verdict(seen, records[0] || null, section['.name'], own)
					: records.map((s) => E('div', {}, [ words.title(s), ' ', ...this.verdict(seen, s, section['.name'], own) ])));
		});
	},

	/* wrong is a problem of an account, which leads to its field. */
	wrong(section, sid, p) {
		return E('div', {}, [ look.badge('bad', _('Wrong setting')), ' ', E('a', {
			'href': '#', 'click': (ev) => { ev.preventDefault(); section.renderMoreOptionsModal(sid); }
		}, [ message.problem(p, p.option ? fields.title(sid, p.option) : '') ]) ]);
	},

	verdict(seen, status, sid, own) {
		const badge = status && !(status.state == 'misconfigured' && own.length) ? words.badge(status) : null;

		if (badge)
			return [ look.badge(badge.colour, badge.word), ' ', words.why(status, seen.uptime, seen.now, time.language()) ];

		return (status ? [] : [ seen.running ? _('not in use') : _('not running') ]).concat(own.map((p) => this.wrong(this.section, sid, p)));
	}
});
