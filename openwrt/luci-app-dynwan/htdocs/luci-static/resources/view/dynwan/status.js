// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require view';
'require dom';
'require poll';
'require ui';
'require dynwan.block as block';
'require dynwan.look as look';
'require dynwan.row as row';
'require dynwan.schema as schema';
'require dynwan.service as service';
'require dynwan.situation as situation';

const SETTINGS = 'admin/services/dynwan/settings';

return view.extend({
	handleSave: null,
	handleSaveApply: null,
	handleReset: null,

	load() {
		return schema.load().then(() => service.look());
	},

	render(seen) {
		this.mayAct = L.hasViewPermission() === true;
		this.blocks = Object.create(null); /* an account may be called constructor */
		this.notes = E('div', { 'role': 'status' });
		this.table = E('table', { 'class': 'table cbi-section-table dynwan-table dynwan-rows' }, [ row.head() ]);
		this.version = E('p', { 'class': 'dynwan-small' });
		this.update(seen);

		poll.add(() => this.refresh(), 5);
		window.setInterval(() => this.tick(), 1000);

		return E('div', {}, [
			look.style(),
			E('h2', {}, [ _('Dynamic DNS (dynwan)') ]),
			E('div', { 'class': 'cbi-map-descr' }, [
				_('Keeps a name on the internet at the address of this router’s line. Below is what dynwan does now, and why.')
			]),
			this.notes, this.table, this.version
		]);
	},

	refresh() {
		return service.look().then((seen) => this.update(seen));
	},

	/* update shows what was found. */
	update(seen) {
		const board = seen.board;

		this.seen = seen;
		this.note(situation.describe(seen), board && seen.running ? situation.problems(board.problems) : []);
		this.table.style.display = board && board.accounts.length ? '' : 'none';
		dom.content(this.version, board && seen.running ? [ 'dynwan ' + board.version ] : []);
		this.list(board ? board.accounts : []);
		this.tick();
	},

	list(accounts) {
		const names = accounts.map((a) => a.account);

		Object.keys(this.blocks).filter((name) => names.indexOf(name) < 0).forEach((name) => {
			this.blocks[name].node.remove();
			delete this.blocks[name];
		});

		accounts.forEach((a) => {
			if (!this.blocks[a.account]) {
				this.blocks[a.account] = block.make(a.account, this.mayAct ? () => this.handleOnce(a.account) : null);
				this.table.appendChild(this.blocks[a.account].node);
			}
			block.update(this.blocks[a.account], a.records);
		});
	},

	/* tick lets the time pass between two looks. */
	tick() {
		const now = new Date();
		const uptime = this.seen.uptime + (now.getTime() - this.seen.now.getTime()) / 1000;

		Object.keys(this.blocks).forEach((name) => block.show(this.blocks[name], this.seen.running, uptime, now));
	},

	/* note says what is wrong with the whole; what has not changed stays. */
	note(trouble, problems) {
		const key = JSON.stringify([ trouble, problems ]);

		if (key == this.noted)
			return;

		this.noted = key;
		dom.content(this.notes, (trouble ? [ this.trouble(trouble) ] : []).concat(problems.map((p) =>
			E('div', { 'class': 'alert-message warning' }, [ p ]))));
	},

	trouble(t) {
		const mayChange = this.seen.switched != null || this.seen.running && this.mayAct;

		return E('div', { 'class': 'alert-message warning' }, [
			E('p', {}, [ t.text ]),
			t.start && this.mayAct ? E('button', {
				'class': 'btn cbi-button cbi-button-apply', 'click': ui.createHandlerFn(this, 'handleStart')
			}, [ _('Start dynwan') ]) : '', ' ',
			t.settings && mayChange ? E('a', { 'class': 'btn cbi-button', 'href': L.url(SETTINGS) }, [ _('Open the settings') ]) : ''
		]);
	},

	handleStart() {
		return service.start(this.seen.boot).then((result) => {
			const said = (result.stderr || '').trim();

			if (said != '')
				ui.addNotification(_('dynwan could not start'), E('p', {}, [ said ]), 'warning');
		}, (e) => ui.addNotification(null, E('p', {}, [ e.message ]), 'error')).then(() => this.refresh());
	},

	handleOnce(name) {
		const head = this.blocks[name].head;

		return service.once(name).then(
			(result) => row.said(head, result.code, result.stdout || result.stderr || ''),
			(e) => row.failed(head, e)
		).then(() => this.refresh()).then(() => row.refocus(head));
	}
});
