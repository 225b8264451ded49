// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require view';
'require dom';
'require poll';
'require dynwan.look as look';
'require dynwan.service as service';

/* What the system log has of dynwan, the newest line last. */

/* MOST is how many lines one looks through. */
const MOST = 300;

return view.extend({
	handleSave: null,
	handleSaveApply: null,
	handleReset: null,

	load() {
		return service.log().catch((e) => e);
	},

	render(lines) {
		this.box = E('div', { 'class': 'dynwan-log', 'role': 'log', 'tabindex': '0', 'aria-label': _('Lines of the log') });
		this.show(lines);
		poll.add(() => service.log().catch((e) => e).then((now) => this.show(now)), 5);
		window.setTimeout(() => this.end(), 0);

		return E('div', {}, [
			look.style(),
			E('h2', {}, [ _('Dynamic DNS (dynwan)') ]),
			E('div', { 'class': 'cbi-map-descr' }, [ _('What the system log still has of dynwan, the newest line last. It is empty after a restart of the router.') ]),
			this.box
		]);
	},

	end() {
		this.box.scrollTop = this.box.scrollHeight;
	},

	/* show puts new lines behind the others, and follows them unless its reader has scrolled back. */
	show(lines) {
		const list = Array.isArray(lines) ? lines.slice(-MOST) : null;
		const key = list ? list.join('\n') : '';
		const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 20;

		if (this.shown === key)
			return;
		this.shown = key;
		dom.content(this.box, list == null ? [ E('em', {}, [ _('The log cannot be read. If the page has just been installed, log out and in again.') ]) ]
			: list.length == 0 ? [ E('em', {}, [ _('There is no line of dynwan.') ]) ]
				: list.map((line) => E('div', { 'class': / [a-z]+\.(err|warn|crit|alert|emerg) /.test(line.slice(0, 60)) ? 'dynwan-bad-line' : null }, [ line ])));
		if (atEnd)
			this.end();
	}
});
