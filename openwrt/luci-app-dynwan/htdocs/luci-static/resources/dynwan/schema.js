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
	const lists = [ s.main, s.common, s.providers ].concat(Array.isArray(s.providers) ? s.providers.map((p) => p.options) : []);

	return lists.every(Array.isArray) && s.messages != null && typeof s.messages == 'object';
}

return baseclass.extend({
	/* Without it there is no form, and messages are told in English. */
	main: [], common: [], providers: [], messages: {},

	/* load resolves to whether the schema is there. The browser asks whether its copy is still the package's. */
	load() {
		return request.get(L.resource('dynwan/schema.json'), { cache: true, headers: { 'Cache-Control': 'max-age=0' } }).then((answer) => {
			const s = answer.ok ? answer.json() : {};

			return whole(s) && Object.assign(this, { main: s.main, common: s.common, providers: s.providers, messages: s.messages }) === this;
		}).catch(() => false);
	},

	/* provider returns the one of a name, null for one that nobody knows. */
	provider(name) {
		return this.providers.find((p) => p.name == name) || null;
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
