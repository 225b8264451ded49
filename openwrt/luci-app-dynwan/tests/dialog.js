// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// The dialog of an account as fields.js makes it of a schema, without a browser.

const assert = require('node:assert');
const { form, widgets, section } = require('./form.js');
const { load, schema, SCHEMA } = require('./shim.js');

/* E keeps what an element is made of, and takes no HTML. */
function E(tag, attributes, children) {
	assert.ok(Array.isArray(children), tag + ' has children that are HTML');
	return { tag, attributes, children };
}

/* Picker stands for the field of the provider. */
class Picker {
	constructor(value, choices) {
		Object.assign(this, { value, choices });
	}

	render() {
		return this;
	}
}

/* formOf is fields.js with a schema, and what UCI holds of the account home. */
function formOf(content, stored = {}, translate = undefined, own = [], document = {}) {
	const uci = { get: (config, sid, option) => stored[option], sections: () => own.map((name) => ({ '.name': name })) };

	const network = { getNetworks: () => Promise.resolve([ 'loopback', 'lan', 'wan', 'wanb' ].map((name) => ({ getName: () => name }))) };

	return load('dynwan.fields', translate, { form, network, uci, 'tools.widgets': widgets, 'dynwan.schema': schema(content), 'dynwan.picker': { Picker } }, { E, document });
}

/* dialog returns the fields of a dialog that is being saved; values are what is typed in it. */
function dialog(content = SCHEMA, stored = {}, values = {}, own = [], document = {}) {
	const s = section(values);
	const fields = formOf(content, stored, undefined, own, Object.assign({ getElementById: () => null }, document));

	fields.ask(true);
	fields.account(s);
	return Object.defineProperty(s.fields, 'ask', { value: fields.ask });
}

module.exports = { formOf, dialog };
