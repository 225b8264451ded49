// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Stands for LuCI's form: classes that are extended, and a section that keeps
// the fields that are made in it.

/* kind makes a class of LuCI's sort: extend() and super(). */
function kind(name, base, properties) {
	const K = function() {};

	K.prototype = Object.assign(Object.create(base ? base.prototype : null), { kind: name }, properties);
	K.prototype.super = function(method, args) {
		return base.prototype[method].apply(this, args);
	};
	K.extend = (more) => kind(name, K, more);

	return K;
}

const Value = kind('Value');

Object.assign(Value.prototype, {
	remove(sid) {
		this.removed = sid;
	},
	write(sid, value) {
		this.written = value;
	},
	load: () => Promise.resolve('of LuCI'),
	getUIElement: () => null,
	renderWidget(sid, index, value) {
		return { value, words: this.keylist, titles: this.vallist, placeholder: this.placeholder };
	}
});

const form = { Value };

for (const name of [ 'ListValue', 'Flag', 'DynamicList', 'DummyValue' ])
	form[name] = kind(name, Value);

const widgets = { NetworkSelect: kind('NetworkSelect', form.ListValue) };

/* section keeps its fields by name; values are what the dialog holds. */
function section(values) {
	const fields = {};

	return {
		fields,
		formvalue: (sid, name) => values[name],
		taboption(tab, Type, option, title, description) {
			const o = Object.assign(new Type(), { cbid: () => 'cbid', getValidator: () => null, tab, option, title, description, section: this, rmempty: true, shown: [], isActive: () => true });

			o.depends = (...when) => o.shown.push(when.length == 2 ? { [when[0]]: when[1] } : when[0]);
			o.value = (word) => {
				o.keylist = (o.keylist || []).concat(word);
				o.vallist = (o.vallist || []).concat(word);
			};
			if (option in fields)
				throw new Error('twice ' + option);
			fields[option] = o;

			return o;
		}
	};
}

module.exports = { form, widgets, section };
