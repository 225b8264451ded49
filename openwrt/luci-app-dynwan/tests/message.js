// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const { SCHEMA } = require('./shim.js');

/* m is a message as status.json has it: its ID, its values, and an English text. */
function m(id, ...args) {
	const words = args.map((a) => typeof a == 'string' ? a : a.text);
	const text = id == 'literal' ? words[0] : SCHEMA.messages[id].split('%s').map((part, i) => i == 0 ? part : words[i - 1] + part).join('');

	return { id, args, text };
}

module.exports = { m };
