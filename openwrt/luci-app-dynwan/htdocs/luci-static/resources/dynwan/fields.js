// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require form';
'require network';
'require uci';
'require tools.widgets as widgets';
'require dynwan.about as about';
'require dynwan.kinds as kinds';
'require dynwan.message as message';
'require dynwan.picker as picker';
'require dynwan.schema as schema';

/*
 * The dialog of an account, made from the schema. What several providers have
 * is a field for each, called NAME__PROVIDER and stored under NAME: LuCI saves
 * the one that is shown. Those of the catalogue share theirs, NAME__catalogue,
 * whose words are those of the chosen one.
 */

const nameOf = (o, provider) => provider ? o.name + '__' + provider : o.name;

/* html is a text for where LuCI takes HTML. */
function html(text) {
	return text.replace(/[&<>"]/g, (c) => '&#' + c.charCodeAt(0) + ';');
}

/* first is the provider that the form begins with. */
function first() {
	return schema.providers.length ? schema.providers[0].name : '';
}

/* WAN is the interface of an account that names neither one nor a device. */
const WAN = 'wan';

/* SET are the options of dynwan as a whole that OpenWrt has set. */
const SET = [ 'statedir', 'rememberdir' ];

/* asked says that somebody wants the dialog saved or tested: only then is an empty field wrong. */
let asked = false;

/* chosen is the name of the provider that a dialog shows, or else of the account's. */
function chosen(field, sid) {
	return field.section.formvalue(sid, 'provider') || uci.get('dynwan', sid, 'provider') || first();
}

/* of is an option as the chosen provider has it. */
function of(field, sid) {
	const p = field.whose ? field.whose.find((w) => w.name == chosen(field, sid)) : null;

	return p && p.options.find((o) => o.name == field.described.name) || field.described;
}

/* stored is what UCI has for a field: what belongs to another provider than the account's is no value of it. */
function stored(sid) {
	const at = uci.get('dynwan', sid, 'provider') || first();
	const mine = !this.whose || this.whose.some((p) => p.name == at);
	const value = mine ? uci.get('dynwan', sid, this.described.name) : null;

	if (this.described.kind != 'secret' && this.described.kind != 'flag')
		return value;
	if (this.described.kind == 'flag')
		return value == null ? this.absent : kinds.isTrue(value) ? '1' : '0';

	this.kept[sid] = Boolean(value);

	return null;
}

/* entries are what stands in a list, with what is typed there and not yet added. */
function entries(field, sid) {
	const list = field.getUIElement(sid);
	const typed = list ? list.node.querySelector('.add-item input') : null;

	return (list ? list.getValue() : []).concat(typed && typed.value ? [ typed.value ] : []);
}

/*
 * validate says at once what can be said of one value; all else the daemon says
 * once it is saved. For a list as a whole LuCI passes an empty one.
 */
function validate(sid, value) {
	const o = of(this, sid);
	const values = value || !this.list ? [ value ] : entries(this, sid);

	if (!values.some(Boolean))
		return asked && o.required && !this.kept[sid] ? message.rule('missing') : true;

	return values.map((v) => kinds.check(o, v)).find((wrong) => wrong != null) || true;
}

/* remove leaves alone a password, and what may belong to a provider that nobody here knows. */
function remove(sid) {
	const keep = this.kept[sid] && this.isActive(sid) || this.whose && !about.known(this.section.formvalue(sid, 'provider'));

	return keep ? null : form.Value.prototype.remove.call(this, sid);
}

/* Who is the field of the provider. */
const Who = form.Value.extend({
	renderWidget(sid, index, value) {
		return new picker.Picker(value, about.choices(), { id: this.cbid(sid), optional: true, validate: this.getValidator(sid) }).render();
	}
});

/* Choice keeps a stored word that is none of its own, and shows it. */
const Choice = form.ListValue.extend({
	renderWidget(sid, index, value) {
		const kept = [ this.keylist, this.vallist ];

		if (value && !this.keylist.includes(value))
			[ this.keylist, this.vallist ] = [ kept[0].concat(value), kept[1].concat(value + ' ' + _('(not known here)')) ];

		const node = this.super('renderWidget', [ sid, index, value ]);

		[ this.keylist, this.vallist ] = kept;

		return node;
	},

	/* What is only shown because it is the default is not set. */
	write(sid, value) {
		return value == this.default && uci.get('dynwan', sid, this.described.name) == null ? null : this.super('write', [ sid, value ]);
	}
});

const Secret = form.Value.extend({
	password: true,

	renderWidget(sid, ...more) {
		this.placeholder = this.kept[sid] ? _('unchanged') : '';

		return this.super('renderWidget', [ sid, ...more ]);
	}
});

/*
 * Lines is a list of interfaces in the order of preference, with those that there
 * are to choose from. A single one stays the option that it was.
 */
const Lines = form.DynamicList.extend({
	load() {
		return Promise.resolve(network.getNetworks()).then((networks) => {
			for (const name of networks.map((n) => n.getName()))
				if (name != 'loopback' && !(this.keylist || []).includes(name))
					this.value(name);
		});
	},

	/* An account without one, and without a device, has the usual one. */
	unset: (sid) => uci.get('dynwan', sid, 'device') == null ? [ WAN ] : null,

	write(sid, value) {
		const one = Array.isArray(value) && value.length == 1 && !Array.isArray(uci.get('dynwan', sid, this.described.name));

		return this.super('write', [ sid, one ? value[0] : value ]);
	}
});

const WIDGETS = { provider: Who, flag: form.Flag, word: Choice, texts: form.DynamicList, numbers: form.DynamicList, line: widgets.NetworkSelect, secret: Secret };

/* condition is on what an option depends: its provider, and its If as LuCI has it. key names the provider's fields. */
function condition(o, provider, key) {
	const [ other, value ] = (o.if || '').split('=');
	const its = provider && provider.options.some((p) => p.name == other);

	return Object.assign(provider ? { provider: provider.name } : {}, other ? { [nameOf({ name: other }, its ? key : '')]: value || '1' } : {});
}

/* add makes the field of an option of all accounts, or of those of some providers. */
function add(s, o, whose, key) {
	const widget = o.several ? o.kind == 'line' ? Lines : form.DynamicList : Object.prototype.hasOwnProperty.call(WIDGETS, o.kind) ? WIDGETS[o.kind] : form.Value;
	const f = s.taboption(o.advanced ? 'advanced' : 'general', widget, nameOf(o, key), html(_(o.title)), html(_(o.help)));

	Object.assign(f, {
		modalonly: true, ucioption: o.name, described: o, whose: whose || null, list: o.several || widget == form.DynamicList, kept: {}, absent: null,
		load: stored, validate: validate, remove: remove
	});
	if (o.kind == 'line') /* it looks for the lines first */
		f.load = function(sid) {
			return Promise.resolve(widget.prototype.load.call(this, sid)).then(() => {
				const value = stored.call(this, sid);

				return value == null && this.unset ? this.unset(sid) : value;
			});
		};
	if (o.kind == 'word' || o.kind == 'flag')
		f.default = o.default || (o.kind == 'flag' ? '0' : '');
	else if (widget != Lines) /* there it would look like a second line: LuCI says to choose */
		f.placeholder = o.default || o.example;
	(o.words || []).forEach((word) => f.value(word));
	f.optional = o.kind == 'word' && !o.default;
	f.nocreate = true;
	(whose || [ null ]).forEach((p) => {
		const depends = condition(p ? p.options.find((option) => option.name == o.name) : o, p, key);

		if (Object.keys(depends).length)
			f.depends(depends);
	});

	return f;
}

/* share makes the fields of the catalogue's providers and of the user's own, which may need any of them. */
function share(s) {
	const any = schema.shared.map((o) => Object.assign({}, o, { required: false }));
	const all = schema.entries().concat(about.own().map((name) => ({ name: name, options: any })));

	schema.shared.forEach((o) => {
		const whose = all.filter((p) => p.options.some((option) => option.name == o.name));
		const f = whose.length ? add(s, o, whose, 'catalogue') : null;
		const load = f ? f.load : null;

		if (f)
			f.load = function(sid) {
				const p = of(this, sid);

				this.description = html(_(p.help));

				return load.call(this, sid);
			};
	});
}

/* retell gives the shared fields of an open dialog the words of another provider. */
function retell(sid, name) {
	const p = schema.provider(name);
	const told = document.getElementById('dynwan-about-' + sid);

	asked = false;
	if (told)
		told.replaceWith(about.note(sid, name));
	schema.common.filter((o) => about.usual(o) != null).forEach((o) => {
		const field = document.getElementById('cbi-dynwan-' + sid + '-' + o.name);
		const input = field ? field.querySelector('input[placeholder]') : null;

		if (input)
			input.placeholder = about.usual(o, name);
	});

	(p ? p.options : []).forEach((o) => {
		const field = document.getElementById('cbi-dynwan-' + sid + '-' + nameOf(o, 'catalogue'));
		const words = field ? field.querySelector('.cbi-value-description') : null;

		if (words)
			words.textContent = _(o.help);
	});
}

return baseclass.extend({
	/* account puts all fields into the tabs general and advanced. */
	account(s) {
		const who = add(s, {
			name: 'provider', title: _('Provider'), help: _('Who holds the name.'), kind: 'provider', required: true
		});
		const told = s.taboption('general', form.DummyValue, 'about', _('About this provider'));

		who.rmempty = false;
		who.validate = (sid, name) => about.known(name) ? true : message.rule('provider-unknown');
		who.load = (sid) => uci.get('dynwan', sid, 'provider') || first();
		who.onchange = (ev, sid, name) => retell(sid, name);
		told.modalonly = true;
		told.renderWidget = (sid) => about.note(sid, chosen(told, sid));
		/* What the provider needs stands before the line. */
		const common = (o) => {
			const f = add(s, o);

			if (about.usual(o) != null && f.placeholder != null)
				f.load = function(sid) {
					this.placeholder = about.usual(o, chosen(this, sid));

					return stored.call(this, sid);
				};
			if (o.name == 'enabled') { /* UCI says it always */
				f.absent = '0';
				f.rmempty = false;
			}
		};

		schema.common.filter((o) => o.name == 'enabled').forEach(common);
		schema.providers.forEach((p) => p.options.forEach((o) => add(s, o, [ p ], p.name)));
		share(s);
		schema.common.filter((o) => o.name != 'enabled').forEach(common);
	},

	/* provider has the fields of a provider that the user describes. */
	provider(s) {
		schema.format.forEach((o) => add(s, o));
	},

	/* main has the fields for dynwan as a whole, but for those that OpenWrt has set. */
	main(s) {
		schema.main.filter((o) => !SET.includes(o.name)).forEach((o) => add(s, o));
	},

	/* ask says whether somebody wants a dialog saved or tested, so that what is missing is wrong. */
	ask(wanted) {
		asked = wanted;
	},

	/* title is what the dialog calls an option. */
	title(sid, name) {
		if (name == 'provider')
			return _('Provider');

		const o = about.own().includes(sid) ? schema.format.find((option) => option.name == name)
			: schema.option(uci.get('dynwan', sid, 'provider') || first(), name) || schema.shared.find((option) => option.name == name);

		return o ? _(o.title) : name;
	},

	/* names are what an account is known by: its host names, or else the first name that its provider needs. */
	names(sid) {
		const p = schema.provider(uci.get('dynwan', sid, 'provider') || first());
		const o = p ? p.options.find((option) => option.required && [ 'text', 'host' ].includes(option.kind)) : null;

		return [].concat(uci.get('dynwan', sid, 'hostname') || o && uci.get('dynwan', sid, o.name) || []).join(', ') || _('none');
	}
});
