// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Loads LuCI's modules in node: each is the body of a function that gets what
// its 'require' lines name. Texts stay as they are, or go through translate;
// globals stand for what a browser has. The schema is there unless another is
// given.

const fs = require('node:fs');
const path = require('node:path');

const RESOURCES = path.join(__dirname, '../htdocs/luci-static/resources');

/* SCHEMA is that of the program, or of another one that the environment names. */
const SCHEMA = JSON.parse(fs.readFileSync(process.env.SCHEMA || path.join(RESOURCES, 'dynwan/schema.json'), 'utf8'));

/* schema is the module of that name, as it is when it has read one. */
function schema(content = SCHEMA) {
	return Object.assign(load('dynwan.schema', undefined, { request: {} }), content);
}

function load(name, translate = (text) => text, given = {}, globals = {}) {
	const file = path.join(process.env.RESOURCES || RESOURCES, name.replaceAll('.', '/') + '.js');
	const source = fs.readFileSync(file, 'utf8');
	const names = [];
	const values = [];

	for (const [ , wanted, as ] of source.matchAll(/^'require ([a-z_.]+)(?: as ([a-z_]+))?';$/gm)) {
		names.push(as || wanted.replaceAll('.', '_'));
		if (wanted == 'baseclass')
			values.push({ extend: (properties) => properties });
		else if (wanted in given)
			values.push(given[wanted]);
		else if (wanted == 'dynwan.schema')
			values.push(schema());
		else
			values.push(load(wanted, translate, given, globals));
	}

	return new Function('_', ...Object.keys(globals), ...names, source)(translate, ...Object.values(globals), ...values);
}

module.exports = { load, schema, SCHEMA };
