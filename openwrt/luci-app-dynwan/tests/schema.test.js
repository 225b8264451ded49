// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

const assert = require('node:assert');
const test = require('node:test');
const { load, SCHEMA } = require('./shim.js');

/* read is the module after it has read some answer of the web server. */
async function read(answer) {
	const schema = load('dynwan.schema', undefined, { request: { get: () => answer } }, { L: { resource: (name) => name } });

	return [ await schema.load(), schema.providers.length, schema.message('missing'), schema ];
}

const told = (content) => Promise.resolve({ ok: true, json: () => content });

test('the schema is read from beside the page', async () => {
	const [ there, providers, missing, schema ] = await read(told(SCHEMA));

	assert.deepStrictEqual([ there, providers, missing ], [ true, SCHEMA.providers.length, 'is missing' ]);
	assert.strictEqual(schema.option('mtgsy', 'email').title, 'Login');
	assert.strictEqual(schema.option('mtgsy', 'bind').title, 'Bind to interface');
	for (const [ provider, option ] of [ [ 'mtgsy', 'user' ], [ 'constructor', 'email' ], [ undefined, 'email' ] ])
		assert.strictEqual(schema.option(provider, option), null);
	for (const id of [ 'constructor', '__proto__', undefined ])
		assert.strictEqual(schema.message(id), null);
});

test('without a schema there is none, and nothing breaks', async () => {
	for (const answer of [
		Promise.resolve({ ok: false }), Promise.reject(new Error('no network')), told(null), told([]), told({}), told(Object.assign({}, SCHEMA, { messages: null })),
		told(Object.assign({}, SCHEMA, { providers: [ { name: 'x' } ] })), Promise.resolve({ ok: true, json: () => JSON.parse('<html>') })
	]) {
		const [ there, providers, missing ] = await read(answer);

		assert.deepStrictEqual([ there, providers, missing ], [ false, 0, null ]);
	}
});
