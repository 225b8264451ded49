// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require uci';
'require dynwan.fields as fields';
'require dynwan.look as look';
'require dynwan.message as message';
'require dynwan.service as service';

/*
 * Tries an account with what its dialog holds, before anything is saved. The
 * router goes as far as it can without changing anything at the provider.
 */

/* quote is a value as UCI writes it: one line, in single quotes. */
function quote(value) {
	return '\'' + String(value).replace(/[\r\n]+/g, ' ').replace(/'/g, '\'\\\'\'') + '\'';
}

/* section is one of UCI as text; values are texts, or lists of them. */
function section(type, name, values) {
	return 'config ' + type + ' ' + quote(name) + '\n' + Object.keys(values).map((key) => Array.isArray(values[key])
		? values[key].map((v) => '\tlist ' + key + ' ' + quote(v) + '\n').join('') : '\toption ' + key + ' ' + quote(values[key]) + '\n').join('');
}

/* stored are the values of a section that UCI has. */
function stored(s) {
	return Object.fromEntries(Object.keys(s).filter((key) => /^[A-Za-z0-9_]+$/.test(key) && s[key] != null).map((key) => [ key, s[key] ]));
}

/*
 * typed are the values of an account as its dialog holds them: what is shown and
 * not empty, a password that is kept, and what is no field at all.
 */
function typed(options, sid) {
	const described = options.filter((o) => o.ucioption);
	const values = {};

	Object.entries(stored(uci.get('dynwan', sid) || {})).forEach(([ key, value ]) => {
		if (!described.some((o) => o.ucioption == key))
			values[key] = value;
	});
	described.filter((o) => o.isActive(sid)).forEach((o) => {
		const value = o.formvalue(sid);

		if (value != null && value.length)
			values[o.ucioption] = value;
		else if (o.kept && o.kept[sid])
			values[o.ucioption] = uci.get('dynwan', sid, o.ucioption);
	});

	return values;
}

/* config is the configuration of such an account alone, as text. */
function config(options, sid) {
	const main = uci.get('dynwan', 'main') || {};
	const own = (uci.sections('dynwan', 'provider') || []).map((s) => section('provider', s['.name'], stored(s)));
	const allow = main.allow ? { allow: main.allow } : {};

	return [ section('dynwan', 'main', Object.assign({ enabled: '1' }, allow)), ...own,
		section('account', sid, Object.assign(typed(options, sid), { enabled: '1' })) ].join('\n');
}

/* list is what was found out about a record, line by line. */
function list(record, alone) {
	const said = Array.isArray(record.said) ? record.said : [];
	const works = said.some((m) => m && m.id == 'login-unknown') ? _('Works as far as can be seen') : _('Works');

	return E('div', { 'class': 'dynwan-trial' }, [
		E('div', {}, [ look.badge(record.good === true ? 'good' : 'bad', record.good === true ? works : _('Does not work yet')), alone ? '' : ' ' + String(record.record) ]),
		E('ul', {}, [ ...said.map((m) => E('li', {}, [ message.sentence(message.say(m)) ])) ])
	]);
}

return baseclass.extend({
	config: config,

	/* problems are those of an answer that are about one account, or about no one. */
	problems: (found, sid) => (Array.isArray(found.problems) ? found.problems : []).filter((p) => p && (!p.account || p.account == sid)),

	/* run shows in a place what the router finds out, and resolves to that, null without an answer. */
	run(options, sid, place) {
		dom.content(place, [ E('em', { 'class': 'spinning' }, [ _('Reaching the provider …') ]) ]);

		return service.test(sid, config(options, sid)).then((found) => {
			const records = found && Array.isArray(found.records) ? found.records : null;

			if (!records)
				throw new Error(_('The router did not answer. The system log may say why.'));
			dom.content(place, records.length ? records.map((record) => list(record, records.length == 1)) : [
				look.badge('bad', _('Wrong setting')), E('ul', {}, [ ...this.problems(found, sid).map((p) => E('li', {}, [ message.problem(p, p.option ? fields.title(sid, p.option) : '') ])) ])
			]);

			return found;
		}).catch((e) => {
			dom.content(place, [ E('div', { 'class': 'dynwan-error' }, [ e.message ]) ]);

			return null;
		});
	}
});
