// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// Collects the texts that are translated: _('...') in the scripts, the words of
// the schema, titles in the menu, descriptions in the access list. As a program
// it writes the template po/templates/dynwan.pot anew.

const fs = require('node:fs');
const path = require('node:path');
const { load } = require('./shim.js');

const APP = path.join(__dirname, '..');
const SCHEMA = 'htdocs/luci-static/resources/dynwan/schema.json';
const TEMPLATE = path.join(APP, 'po/templates/dynwan.pot');

function files(dir, end) {
	return fs.readdirSync(path.join(APP, dir), { recursive: true })
		.filter((name) => name.endsWith(end)).map((name) => path.join(dir, name)).sort();
}

/* literal reads a text in single quotes as the language does. */
function literal(text) {
	return new Function('return \'' + text + '\';')();
}

/* words are those of a schema that the pages show, so not what OpenWrt has set, nor what has the page's own words in its place. */
function words(schema) {
	const options = schema.main.filter((o) => ![ 'statedir', 'rememberdir' ].includes(o.name)).concat(schema.common, schema.shared, schema.format, ...schema.providers.map((p) => p.options));
	const { friendly } = load('dynwan.message');
	const messages = Object.keys(schema.messages).filter((id) => !friendly.includes(id)).map((id) => schema.messages[id]);

	const entries = schema.catalogue.map((p) => [ p.about, ...Object.values(p.help || {}) ]);

	return [].concat(...schema.providers.map((p) => [ p.title, p.about ]), ...entries, ...options.map((o) => [ o.title, o.help ]), messages)
		.filter((text) => (text || '').replaceAll('%s', '').trim() != '');
}

/* collect returns a map of "context\x04text" to where it stands. */
function collect() {
	const texts = new Map();
	const add = (text, context, place) => {
		const key = (context ? context + '\u0004' : '') + text;

		texts.set(key, (texts.get(key) || []).concat(place));
	};

	for (const file of files('htdocs', '.js')) {
		const lines = fs.readFileSync(path.join(APP, file), 'utf8').split('\n');

		lines.forEach((line, i) => {
			for (const [ , text, context ] of line.matchAll(/\b_\('((?:[^'\\]|\\.)*)'(?:, '((?:[^'\\]|\\.)*)')?\)/g))
				add(literal(text), context, file + ':' + (i + 1));

			if ((line.match(/\b_\(/g) || []).length != (line.match(/\b_\((?:'(?:[^'\\]|\\.)*'(?:, '(?:[^'\\]|\\.)*')?|[op]\.(?:title|help|about)|english)\)/g) || []).length)
				throw new Error(file + ':' + (i + 1) + ': a text must be _(\'...\') on one line, or one of the schema');
		});
	}

	for (const text of words(JSON.parse(fs.readFileSync(path.join(APP, SCHEMA), 'utf8'))))
		add(text, null, SCHEMA);

	for (const file of files('root', '.json')) {
		const all = JSON.parse(fs.readFileSync(path.join(APP, file), 'utf8'));

		for (const entry of Object.values(all))
			for (const key of [ 'title', 'description' ])
				if (entry[key])
					add(entry[key], null, file);
	}

	return texts;
}

function quote(text) {
	return '"' + text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') + '"';
}

/* parse reads a .po file into a map of "context\x04text" to its translation. */
function parse(name) {
	const entries = new Map();
	let entry = {};
	let field = null;
	const close = () => {
		if (entry.msgid != null) {
			const key = (entry.msgctxt ? entry.msgctxt + '\u0004' : '') + entry.msgid;

			if (entries.has(key))
				throw new Error(name + ': twice ' + key);
			entries.set(key, entry.msgstr || '');
		}
		entry = {};
	};

	for (const line of fs.readFileSync(path.join(APP, name), 'utf8').split('\n').concat('')) {
		const found = line.match(/^(?:(msgctxt|msgid|msgstr) )?(".*")$/);

		if (found) {
			field = found[1] || field;
			entry[field] = (entry[field] || '') + JSON.parse(found[2]);
		}
		else if (line == '') {
			close();
		}
	}

	entries.delete('');

	return entries;
}

function template(texts) {
	const parts = [ 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n' ];

	for (const [ key, places ] of texts) {
		const at = key.indexOf('\u0004');

		parts.push([ ...new Set(places.map((p) => p.replace(/:[0-9]+$/, ''))) ].map((p) => '#: ' + p + '\n').join('') +
			(at < 0 ? '' : 'msgctxt ' + quote(key.slice(0, at)) + '\n') +
			'msgid ' + quote(key.slice(at + 1)) + '\nmsgstr ""\n');
	}

	return parts.join('\n');
}

module.exports = { collect, parse, template, words, TEMPLATE };

if (require.main == module)
	fs.writeFileSync(TEMPLATE, template(collect()));
