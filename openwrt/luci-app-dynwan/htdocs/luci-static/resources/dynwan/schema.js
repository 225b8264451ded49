// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require request';

/*
 * What the program says about its providers, their options and its messages:
 * schema.json, which "dynwan schema" prints.
 */

/* whole says whether a text has the parts that the pages take for granted. */
function whole(s) {
	const lists = [ s.main, s.common, s.providers, s.shared, s.catalogue, s.format ].concat(Array.isArray(s.providers) ? s.providers.map((p) => p.options) : []);

	return lists.every(Array.isArray) && s.messages != null && typeof s.messages == 'object';
}

/*
 * expand makes a provider of an entry of the catalogue: its options are those
 * that all entries share, with its own words. A label is no name of DNS.
 */
function expand(entry, shared) {
	const own = entry.options.split(' ');
	const words = (name) => entry.help && Object.prototype.hasOwnProperty.call(entry.help, name) ? { help: entry.help[name] } : {};
	const options = shared.filter((o) => own.includes(o.name)).map((o) => Object.assign({}, o, words(o.name),
		o.name == 'hostname' && entry.label ? { kind: 'text' } : {}, entry.always6 && o.if == 'ipv6' ? { if: '' } : {}));

	return Object.assign({}, entry, { options: options });
}

return baseclass.extend({
	/* Without it there is no form, and messages are told in English. */
	main: [], common: [], providers: [], shared: [], catalogue: [], format: [], messages: {},

	/* load resolves to whether the schema is there. The browser asks whether its copy is still the package's. */
	load() {
		return request.get(L.resource('dynwan/schema.json'), { cache: true, headers: { 'Cache-Control': 'max-age=0' } }).then((answer) => {
			const s = answer.ok ? answer.json() : {};

			return whole(s) && Object.assign(this, { main: s.main, common: s.common, providers: s.providers, shared: s.shared,
				catalogue: s.catalogue, format: s.format, messages: s.messages }) === this;
		}).catch(() => false);
	},

	/* provider returns the one of a name, null for one that nobody knows. */
	provider(name) {
		const entry = this.catalogue.find((p) => p.name == name);

		return this.providers.find((p) => p.name == name) || (entry ? expand(entry, this.shared) : null);
	},

	/* entries are the providers of the catalogue. */
	entries() {
		return this.catalogue.map((entry) => expand(entry, this.shared));
	},

	/* option returns an option of an account, null for none. */
	option(provider, name) {
		const p = this.provider(provider);

		return (p ? p.options : []).concat(this.common).find((o) => o.name == name) || null;
	},

	/* message returns the English text of an ID, null for one of a newer daemon. */
	message(id) {
		return Object.prototype.hasOwnProperty.call(this.messages, id) ? this.messages[id] : null;
	}
});
