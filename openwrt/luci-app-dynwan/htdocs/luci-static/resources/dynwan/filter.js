// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dynwan.time as time';
'require dynwan.words as words';

/*
 * Which of many records the status page shows, and the bar by which its user
 * says so.
 */

/* MANY records are more than one looks through. */
const MANY = 20;

/* Choices of the list beside the words of the states. */
const ALL = 'all';
const UNWELL = 'unwell';

const records = (accounts) => [].concat(...accounts.map((a) => a.records));

/* well says whether nobody need look at a record. */
function well(s) {
	return [ 'good', 'off' ].includes(words.badge(s).colour);
}

return baseclass.extend({
	/* many says whether there are so many records that some are looked for. */
	many(accounts) {
		return records(accounts).length >= MANY;
	},

	/* lets returns what says whether a record is wanted: by a text in what its row shows, and by its state. */
	lets(wanted) {
		const text = wanted.text.trim().toLowerCase();

		return (s) => (wanted.state == ALL || (wanted.state == UNWELL ? !well(s) : words.badge(s).word == wanted.state)) &&
			(text == '' || [ s.account, s.record, s.hostname, s.family, s.provider, s.device, s.host, s.address, s.confirmed ].some((part) =>
				String(part || '').toLowerCase().includes(text)));
	},

	/* choices are the states that some records are in, with how many: [ value, text ]. */
	choices(accounts) {
		const all = records(accounts);
		const counted = new Map();
		const row = (value, word, n) => [ value, time.fill(_('%s (%s)'), word, n) ];

		all.forEach((s) => counted.set(words.badge(s).word, (counted.get(words.badge(s).word) || 0) + 1));

		return [ row(ALL, _('All states'), all.length), row(UNWELL, _('Not up to date'), all.filter((s) => !well(s)).length) ].concat(
			[ ...counted ].map(([ word, n ]) => row(word, word, n)));
	},

	/* bar makes the bar, which tells of each change; its values are in wanted. */
	bar(changed) {
		const b = { wanted: { text: '', state: ALL, short: true }, key: '' };
		const set = (name, value) => {
			b.wanted[name] = value;
			changed();
		};

		b.select = E('select', { 'class': 'cbi-input-select', 'aria-label': _('State'), 'change': (ev) => set('state', ev.target.value) }, []);
		b.count = E('span', { 'role': 'status', 'class': 'dynwan-small' });
		b.node = E('div', { 'class': 'dynwan-bar', 'role': 'search' }, [
			E('input', {
				'type': 'search', 'class': 'cbi-input-text', 'placeholder': _('name, address, line, provider'),
				'aria-label': _('Show only what has this in its row'), 'input': (ev) => set('text', ev.target.value)
			}),
			b.select,
			E('label', {}, [ E('input', { 'type': 'checkbox', 'checked': '', 'change': (ev) => set('short', ev.target.checked) }), ' ', _('Short form') ]),
			b.count
		]);

		return b;
	},

	/* update has the bar show the states that there are; one that is gone is no longer chosen. */
	update(b, accounts) {
		const choices = this.choices(accounts);
		const key = JSON.stringify(choices);

		b.node.style.display = this.many(accounts) ? '' : 'none';
		if (!this.many(accounts) || !choices.some((c) => c[0] == b.wanted.state))
			b.wanted.state = ALL;
		if (!this.many(accounts))
			b.wanted.text = '';
		if (b.key === key)
			return;
		b.key = key;
		while (b.select.firstChild)
			b.select.firstChild.remove();
		choices.forEach(([ value, text ]) => b.select.appendChild(E('option', { 'value': value }, [ text ])));
		b.select.value = b.wanted.state;
	},

	/* tell says how many records are shown, unless that is all. */
	tell(b, shown, accounts) {
		const all = records(accounts).length;
		const text = shown == all ? '' : time.fill(_('%s of %s records'), shown, all);

		if (b.count.textContent != text)
			b.count.textContent = text;
	}
});
