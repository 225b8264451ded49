// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require view';
'require dom';
'require poll';
'require ui';
'require dynwan.block as block';
'require dynwan.filter as filter';
'require dynwan.forum as forum';
'require dynwan.look as look';
'require dynwan.row as row';
'require dynwan.schema as schema';
'require dynwan.service as service';
'require dynwan.situation as situation';
'require dynwan.target as target';
'require dynwan.time as time';

return view.extend({
	handleSave: null,
	handleSaveApply: null,
	handleReset: null,

	load() {
		return Promise.all([ schema.load().then(() => service.look()), service.maySet() ]).then(([ seen, maySet ]) =>
			(maySet ? service.accounts() : Promise.resolve([])).then((sections) => Object.assign(seen, { maySet: maySet, sections: sections })));
	},

	render(seen) {
		this.mayAct = L.hasViewPermission() === true;
		this.maySet = seen.maySet;
		this.sections = seen.sections;
		this.blocks = Object.create(null); /* an account may be called constructor */
		this.notes = E('div', { 'role': 'status' });
		this.bar = filter.bar(() => this.pick());
		this.table = E('table', { 'class': 'table cbi-section-table dynwan-table dynwan-rows' }, [ row.head() ]);
		this.foot = E('p', { 'class': 'dynwan-small' });
		this.update(seen);

		poll.add(() => this.refresh(), 5);
		window.setInterval(() => this.tick(), 1000);
		window.setTimeout(() => this.lead(target.wanted()), 0);

		return E('div', {}, [
			look.style(),
			E('h2', {}, [ _('Dynamic DNS (dynwan)') ]),
			E('div', { 'class': 'cbi-map-descr' }, [
				_('Keeps a name on the internet at the address of this router’s line. Below is what dynwan does now, and why.')
			]),
			this.notes, this.bar.node, this.table, this.foot,
			E('p', {}, [ E('button', { 'class': 'btn cbi-button', 'data-forum': '', 'click': ui.createHandlerFn(this, 'handleForum') }, [ _('Report for a forum') ]) ])
		]);
	},

	refresh() {
		return service.look().then((seen) => {
			const names = (of) => JSON.stringify(of.board ? of.board.accounts.map((a) => a.account).sort() : []);
			const same = !this.maySet || names(seen) == names(this.seen);

			/* The settings hold passwords: they are read when there is news only. */
			return (same ? Promise.resolve(this.sections) : service.accounts()).then((sections) => {
				this.sections = sections;
				this.update(seen);
			});
		});
	},

	/* lead takes who comes for one account to it. */
	lead(asked) {
		const b = asked && this.blocks[asked.section];

		if (b) {
			block.folded(b, false);
			b.node.scrollIntoView({ block: 'center' });
		}
	},

	/* update shows what was found. */
	update(seen) {
		const board = seen.board || { accounts: [], problems: [] };

		this.seen = seen;
		this.shown = situation.hosts(situation.order(board.accounts.concat(situation.absent(this.sections, board)), this.sections), this.sections);
		this.note(situation.describe(seen), seen.running ? board.problems.filter((p) => !p.account) : []);
		this.table.style.display = this.shown.length ? '' : 'none';
		this.list(board.problems);
		filter.update(this.bar, this.shown);
		this.pick();
	},

	list(problems) {
		const names = this.shown.map((a) => a.account);

		Object.keys(this.blocks).filter((name) => names.indexOf(name) < 0).forEach((name) => {
			this.blocks[name].node.remove();
			delete this.blocks[name];
		});

		this.shown.forEach((a, i) => {
			const b = this.blocks[a.account] = this.blocks[a.account] || block.make(a.account, this.may(a.account));
			const at = this.table.children[i + 1] || null; /* behind the head */

			if (at !== b.node)
				this.table.insertBefore(b.node, at);
			block.update(b, a.records, problems.filter((p) => p.account == a.account).map((p) => Object.assign({ title: this.title(p) }, p)), this.sections.every((s) => s.name != a.account || s.enabled));
		});
	},

	/* title is what the settings call the option that is wrong, for who may read which provider has it. */
	title(p) {
		const section = this.sections.find((s) => s.name == p.account);
		const o = p.account ? section ? schema.option(section.provider, p.option) : null : schema.main.find((one) => one.name == p.option);

		return o ? _(o.title) : p.option;
	},

	/* may is what this login may do with an account. */
	may(name) {
		return {
			once: this.mayAct ? () => this.handleOnce(name) : null,
			turn: this.maySet ? (on) => this.handleTurn(name, on) : null,
			settings: this.maySet ? target.settings : null
		};
	},

	/* pick shows the records that are wanted. */
	pick() {
		const lets = filter.lets(this.bar.wanted);
		const short = this.bar.wanted.short && filter.many(this.shown);

		filter.tell(this.bar, this.shown.reduce((n, a) => n + block.pick(this.blocks[a.account], lets, short), 0), this.shown);
		this.tick();
	},

	/* tick lets the time pass between two looks. */
	tick() {
		const now = new Date();
		const uptime = this.seen.uptime + (now.getTime() - this.seen.now.getTime()) / 1000;

		Object.keys(this.blocks).forEach((name) => block.show(this.blocks[name], this.seen.running, uptime, now));
		this.sum(uptime, now);
	},

	/* sum says below the table what runs, and when it last sent an update. */
	sum(uptime, now) {
		const board = this.seen.running && this.seen.board;
		const asked = board ? Math.max(0, ...[].concat(...board.accounts.map((a) => a.records.map((s) => s.asked || 0)))) : 0;
		const version = board ? 'dynwan ' + board.version : '';
		const text = board && asked ? time.fill(_('%s, %s'), version, time.fill(_('last update %s'), time.clock(asked, uptime, now, time.language()))) : version;

		if (this.foot.textContent != text)
			this.foot.textContent = text;
	},

	/* note says what is wrong with the whole; what has not changed stays. */
	note(trouble, problems) {
		const key = JSON.stringify([ trouble, problems ]);

		if (key == this.noted)
			return;

		this.noted = key;
		dom.content(this.notes, (trouble ? [ this.trouble(trouble) ] : []).concat(problems.map((p) => E('div', { 'class': 'alert-message warning' }, [
			...situation.problems([ p ]), ' ',
			p.option && this.maySet ? E('a', { 'class': 'dynwan-way', 'href': target.settings('main', p.option) }, [ time.fill(_('Correct: %s'), this.title(p)) ]) : ''
		]))));
	},

	trouble(t) {
		return E('div', { 'class': 'alert-message warning' }, [
			E('p', {}, [ t.text ]),
			t.start && this.mayAct ? E('button', {
				'class': 'btn cbi-button cbi-button-apply', 'click': ui.createHandlerFn(this, 'handleStart')
			}, [ _('Start dynwan') ]) : '', ' ',
			t.settings && this.maySet ? E('a', { 'class': 'btn cbi-button', 'href': target.settings() }, [ _('Open the settings') ]) : ''
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
	},

	/* handleTurn: an account that leaves the daemon's list stays in the page's. */
	handleTurn(name, on) {
		return service.turn(name, on).catch((e) => ui.addNotification(null, E('p', {}, [
			e == null ? _('There are settings that are saved and not applied yet: apply or revert them first.') : e.message
		]), 'warning')).then(() => service.accounts()).then((sections) => {
			this.sections = sections;

			return this.refresh();
		});
	},

	handleForum() {
		return Promise.all([ service.router(), service.log().catch(() => []) ]).then(([ router, log ]) =>
			forum.open({ seen: this.seen, accounts: this.shown, router: router, log: log }));
	}
});
